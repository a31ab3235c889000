"""One line of the log a request, where the operator asks for it: what it was, how it ended, how long it took.

Of what a client sends only its operation's name is written, which has the form of a GraphQL name and no more than 64
characters, and of its fields those that the schema has. Never a document, a variable or a header (access 6.6).
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import strawberry
import structlog
from graphql import GraphQLError

from ..models.hiding import hidden
from .graphql_document import Document

LONGEST_NAME = 64
MOST_FIELDS = 20
log = structlog.get_logger()


def told(request_id: str, facts: Mapping[str, object]) -> None:
    """Write the line."""
    log.info("request", request_id=request_id, **facts)


@contextmanager
def timed(request_id: str, *, is_logged: bool) -> Iterator[dict[str, object]]:
    """Around a request, all of whose lines get its id; what is found out about it is put into what this yields."""
    facts: dict[str, object] = {}
    began = time.perf_counter()
    before = structlog.contextvars.bind_contextvars(request_id=request_id)
    try:
        yield facts
    finally:
        if is_logged:
            told(request_id, facts | {"milliseconds": round((time.perf_counter() - began) * 1000, 1)})
        structlog.contextvars.reset_contextvars(**before)


def facts_of_document(schema: strawberry.Schema, document: Document) -> Mapping[str, object]:
    """The operation's name, and the names of its root fields."""
    written = document.written
    if written.facts is None:
        root = schema._schema.get_root_type(document.kind)
        fields = [name for name in document.root_names if root and name in root.fields]
        name = document.operation.name
        written.facts = {
            "operation": hidden(name.value[:LONGEST_NAME]) if name else None,
            "fields": " ".join(list(dict.fromkeys(fields))[:MOST_FIELDS]),
        }
    return written.facts


def facts_of_refusal(error: GraphQLError) -> dict[str, object]:
    """The code of what is wrong."""
    return {"codes": str((error.extensions or {})["code"])}
