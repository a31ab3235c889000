"""Measuring as tests do it: a document by itself, against the server's schema."""

from graphql import GraphQLError

from rebill.resolvers.errors import code_of
from rebill.transport.graphql_document import Document, Meter, document_of, meter
from rebill.transport.requests import Operation
from tests.api import SCHEMA

__all__ = ["METER", "SCHEMA", "measured", "refusal"]
METER = meter(SCHEMA._schema)


def measured(query: str, by: Meter = METER, name: str | None = None, **variables: object) -> Document:
    """A document that is within the limits."""
    return document_of(Operation(query, name, variables), by)


def refusal(query: str, by: Meter = METER, name: str | None = None, **variables: object) -> tuple[str, str, str] | None:
    """The limit that a document is beyond, what is allowed, and what was found."""
    try:
        measured(query, by, name, **variables)
    except GraphQLError as error:
        assert code_of(error) == "LIMIT_EXCEEDED"
        params = (error.extensions or {})["params"]
        return params["limit"], params["allowed"], params["found"]
    return None
