"""What is made of a request's operation, for whoever asks: the same steps as a request takes, up to where it runs."""

from collections.abc import Mapping
from dataclasses import asdict

import strawberry

from ..models.database import Database
from ..resolvers.compiled import explaining
from ..resolvers.compiled.explaining import ExplainedField
from .graphql_document import Document, Meter, document_of, invalid, meter
from .requests import Operation


def explained(schema: strawberry.Schema, database: Database, operation: Operation) -> tuple[ExplainedField, ...]:
    """The fields of an operation, each with its statements or why it has none; raises `GraphQLError` where refused."""
    measure: Meter = meter(schema._schema)
    document = document_of(operation, measure)
    wrong = invalid(measure, document, operation.variables)
    if wrong:
        raise wrong[0]
    return fields_of(schema, database, document, operation.variables)


def fields_of(
    schema: strawberry.Schema, database: Database, document: Document, variables: Mapping[str, object]
) -> tuple[ExplainedField, ...]:
    """The same of a document that is valid with its variables."""
    dialect = database.engine.dialect
    return explaining.explained(schema._schema, document.node, document.operation, variables, dialect)


def as_extension(fields: tuple[ExplainedField, ...], *, is_whole: bool) -> dict[str, object]:
    """What `extensions.compiled` says of them; `is_whole` is whether the statements gave the answer."""
    return {"whole": is_whole, "fields": [asdict(one) for one in fields]}
