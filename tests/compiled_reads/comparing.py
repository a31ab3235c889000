"""Both executors side by side: what statements answer must be, byte for byte, what graphql-core answers."""

from typing import Any

from graphql import DocumentNode, OperationDefinitionNode, execute_sync, parse, validate

from rebill.models.database import Database
from rebill.resolvers.compiled.operations import CompiledOperation, NotCompiled, compiled
from rebill.resolvers.context import Context
from rebill.transport.json_text import as_json
from tests.api import SCHEMA

CORE = SCHEMA._schema


def parsed(query: str) -> tuple[DocumentNode, OperationDefinitionNode]:
    """A valid document, and its first operation."""
    document = parse(query)
    assert not (wrong := validate(CORE, document)), wrong
    return document, next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))


def compiled_operation(database: Database, query: str) -> CompiledOperation:
    """What answers a query by statements."""
    found = compiled(CORE, *parsed(query), database.engine.dialect)
    assert not isinstance(found, NotCompiled), found.reasons
    return found


def by_graphql_core(database: Database, query: str, variables: dict[str, Any]) -> str:
    """What graphql-core answers."""
    context = Context(database)
    result = execute_sync(CORE, parsed(query)[0], variable_values=variables, context_value=context)
    context.fresh()
    assert not result.errors, result.errors
    return as_json(result.data)


def by_statements(database: Database, query: str, variables: dict[str, Any]) -> str:
    """What statements answer, the second time as the first."""
    operation, answers = compiled_operation(database, query), []
    for _ in range(2):
        context = Context(database)
        answer = operation.answer(context, variables)
        context.fresh()
        assert answer is not None, "graphql-core would have to answer"
        answers.append(answer.data.decode())
    assert answers[0] == answers[1]
    return answers[0]


def same(database: Database, query: str, **variables: Any) -> str:
    """The answer, on which both executors agree."""
    answer = by_statements(database, query, variables)
    assert answer == by_graphql_core(database, query, variables)
    return answer
