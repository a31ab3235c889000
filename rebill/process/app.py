"""The ASGI application: the GraphQL endpoint, GraphiQL's files, and two addresses for whoever watches the server."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from ..graphiql import DIST, is_bundled
from ..models.database import Database
from ..posting.runs.execution import execute_run
from ..resolvers.context import Notify
from ..schema.build import build_schema
from ..transport.bundle import Bundle
from ..transport.caps import DEFAULT, Caps
from ..transport.endpoint import Endpoint
from ..transport.execution import Execution
from ..transport.origins import Reach
from ..transport.refusals import as_refusal
from ..transport.request_log import facts_of_answer
from ..transport.requests import JSON, BadRequest
from ..transport.wrapping import wrapping
from .readiness import Looking

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
ANYHOW = Reach()
NOWHERE = "There is nothing at this address; GraphQL is at /graphql."


def create_app(
    database: Database,
    notify: Notify = execute_run,
    reach: Reach = ANYHOW,
    caps: Caps = DEFAULT,
    worker: Callable[[], str] | None = None,
    *,
    logs_requests: bool = False,
) -> Starlette:
    """The application on an open, migrated database; `notify` is told of posting runs, else they are done at once.

    `worker` is how this process's worker stands, where it has one; `app.state.endpoint` is what drains it, and
    `app.state.caps` and `app.state.logs_requests` are what it was given.
    """
    execution = Execution(build_schema(), database, notify)
    looking = Looking(database, execution.draining.is_set, worker)
    endpoint = Endpoint(execution, reach, caps, is_logged=logs_requests)

    routes = [*_graphql(endpoint), *_watched(looking), Route("/", _home), Mount("/graphiql", _graphiql)]
    around = [Middleware(wrapping, caps, logs_requests), *_for_pages_elsewhere(reach)]
    app = Starlette(routes=routes, middleware=around, exception_handlers={HTTPException: _refused})
    app.state.endpoint, app.state.caps, app.state.logs_requests = endpoint, caps, logs_requests
    return app


def _graphql(endpoint: Endpoint) -> list[BaseRoute]:
    async def answer(request: Request) -> Response:
        return await endpoint(request)

    return [Route("/graphql", answer, methods=METHODS), WebSocketRoute("/graphql", endpoint.socket)]


def _watched(looking: Looking) -> list[BaseRoute]:
    """The two addresses for whoever watches the server."""

    async def ready(_: Request) -> Response:
        found = await looking.ready()
        return JSONResponse(found.as_json(), 200 if found.is_ready else 503, {"Cache-Control": "no-store"})

    async def live(_: Request) -> Response:
        return JSONResponse({"live": True})

    return [Route("/livez", live), Route("/readyz", ready)]


async def _home(_: Request) -> Response:
    return RedirectResponse("/graphql")


def _refused(request: Request, error: Exception) -> Response:
    """What an address that is not there, or a method that it does not take, is told."""
    assert isinstance(error, HTTPException)
    message = NOWHERE if error.status_code == 404 else f"{error.detail}."
    refusal = BadRequest(error.status_code, message).error
    request.state.facts |= facts_of_answer({"errors": [{"extensions": refusal.extensions}]})
    body = as_refusal(refusal, request.state.request_id)
    return Response(body, error.status_code, error.headers, media_type=f"{JSON}; charset=utf-8")


async def _graphiql(scope: Scope, receive: Receive, send: Send) -> None:
    """GraphiQL's files, which may come while the server runs; raises `HTTPException` where they are not there."""
    if not is_bundled():
        raise HTTPException(404)
    await Bundle(directory=DIST)(scope, receive, send)


def _for_pages_elsewhere(reach: Reach) -> list[Middleware]:
    if not reach.origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=sorted(reach.origins),
            allow_methods=["POST"],
            allow_headers=["Idempotency-Key", "X-Request-Id"],
            expose_headers=["X-Request-Id", "Retry-After"],
        )
    ]
