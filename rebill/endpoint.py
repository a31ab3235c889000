"""GraphQL over HTTP, the endpoint: one request, one operation, run to its end in a worker thread.

Execution never runs on the event loop, where it would hold up every other request, and it is shielded: when a client
goes away in the middle of a posting, the posting still finishes.
"""

import json
import uuid
from typing import Any

import anyio
import strawberry
import structlog
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
)
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from strawberry.types.graphql import OperationType as AllowedOperation

from .graphiql import page
from .models.database import Database
from .posting.service.carrying import carry_on
from .requests import GRAPHQL_RESPONSE, JSON, BadRequest, Operation, accepted, operation_of
from .resolvers.context import Carry, Context

THREADS = 40
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Vary": "Accept"}
log = structlog.get_logger()


class Endpoint:
    """The GraphQL endpoint of one database."""

    def __init__(self, schema: strawberry.Schema, database: Database, carry: Carry = carry_on) -> None:
        self.schema = schema
        self.database = database
        self.carry = carry
        self._threads: anyio.CapacityLimiter | None = None

    async def __call__(self, request: Request) -> Response:
        """Answer one request: GraphiQL to a browser, else the operation's result."""
        if request.method == "GET" and "query" not in request.query_params and _wants_page(request):
            html, policy = page()
            return HTMLResponse(html, headers=HEADERS | {"Content-Security-Policy": policy})
        media = JSON
        try:
            media = accepted(request.headers.get("accept"))
            operation = await operation_of(request)
            single = _checked(operation, request.method)
        except BadRequest as bad:
            return _answer({"errors": [{"message": bad.message}]}, bad.status, media, bad.headers)
        except GraphQLError as error:
            return _answer({"errors": [error.formatted]}, 400 if media == GRAPHQL_RESPONSE else 200, media)
        key = request.headers.get("idempotency-key") if single else None
        body = await self._run(
            operation, Context(self.database, key, carry=self.carry), mutations=request.method == "POST"
        )
        refused = "data" not in body
        return _answer(body, 400 if refused and media == GRAPHQL_RESPONSE else 200, media)

    async def _run(self, operation: Operation, context: Context, *, mutations: bool) -> dict[str, Any]:
        if self._threads is None:
            self._threads = anyio.CapacityLimiter(THREADS)
        answer: dict[str, Any] = {}
        with anyio.CancelScope(shield=True):
            answer = await anyio.to_thread.run_sync(self._execute, operation, context, mutations, limiter=self._threads)
        return answer  # noqa: RET504 - mypy: a cancel scope might swallow

    def _execute(self, operation: Operation, context: Context, mutations: bool) -> dict[str, Any]:
        allowed = {AllowedOperation.QUERY, AllowedOperation.MUTATION} if mutations else {AllowedOperation.QUERY}
        result = self.schema.execute_sync(
            operation.query,
            variable_values=operation.variables,
            operation_name=operation.operation_name,
            context_value=context,
            allowed_operation_types=allowed,
        )
        errors = [_shown(error) for error in result.errors or ()]
        is_request_error = result.data is None and not any(error.get("path") for error in errors)
        body: dict[str, Any] = {} if is_request_error else {"data": result.data}
        return body | ({"errors": errors} if errors else {})


def _shown(error: GraphQLError) -> dict[str, Any]:
    """An error as the client sees it: what it did wrong in full, a bug of ours as an id that stands in the log."""
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    if original is None:
        return dict(error.formatted)
    request_id = uuid.uuid4().hex[:12]
    log.error("internal error", request_id=request_id, path=error.path, exc_info=original)
    masked = GraphQLError(f"Internal error (id {request_id})", nodes=error.nodes, path=error.path)
    return dict(masked.formatted)


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _checked(operation: Operation, method: str) -> bool:
    """Refuse documents that do not say what to run; tells whether it is exactly one mutation field."""
    try:
        document = parse(operation.query, max_tokens=10_000)
    except GraphQLSyntaxError:
        raise
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if operation.operation_name is not None:
        operations = [one for one in operations if one.name and one.name.value == operation.operation_name]
    if not operations:
        named = operation.operation_name
        raise GraphQLError(f'There is no operation named "{named}".' if named else "There is no operation to run.")
    if len(operations) > 1:
        raise GraphQLError("The document has several operations: give operationName to say which one to run.")
    (chosen,) = operations
    if chosen.operation is OperationType.SUBSCRIPTION:
        raise GraphQLError("There are no subscriptions yet.")
    if method == "GET" and chosen.operation is OperationType.MUTATION:
        raise BadRequest(405, "A mutation must be sent by POST.", {"Allow": "POST"})
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    return chosen.operation is OperationType.MUTATION and _count(chosen.selection_set, fragments) == 1


def _count(selection: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode], depth: int = 0) -> int:
    """How many root fields a selection has, fragments followed; 2 stands for many."""
    total = 0
    for node in selection.selections:
        if isinstance(node, FieldNode):
            total += 1
        elif isinstance(node, InlineFragmentNode):
            total += _count(node.selection_set, fragments, depth)
        else:
            fragment = fragments.get(node.name.value)  # type: ignore[attr-defined]  # the third kind: a spread
            total += 2 if fragment is None or depth > 5 else _count(fragment.selection_set, fragments, depth + 1)
    return total


def _answer(body: dict[str, Any], status: int, media: str, headers: dict[str, str] | None = None) -> Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, HEADERS | (headers or {}), media_type=f"{media}; charset=utf-8")
