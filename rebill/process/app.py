"""The ASGI application: the GraphQL endpoint, GraphiQL's files, and two addresses for whoever watches the server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from ..access.door import Door
from ..graphiql import DIST, is_bundled
from ..models.database import Database
from ..models.wording import language_of
from ..posting.runs.execution import execute_run
from ..resolvers.context import Notify
from ..schema.build import build_schema
from ..transport.bundle import Bundle
from ..transport.caps import Caps
from ..transport.downloads import PATH, Downloads
from ..transport.endpoint import Endpoint
from ..transport.execution import Execution
from ..transport.origins import Reach
from ..transport.profile import DEFAULT, Profile
from ..transport.refusals import as_refusal, told_in
from ..transport.request_log import facts_of_refusal
from ..transport.requests import JSON, BadRequest
from ..transport.wrapping import WATCHED, wrapping
from .readiness import Looking

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
ANYHOW = Reach()
GRAPHQL = "/graphql"


@dataclass(frozen=True)
class Application:
    """The application: what drains it, what it was given, and how it serves."""

    endpoint: Endpoint
    caps: Caps
    logs_requests: bool
    serve: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a socket."""
        await self.serve(scope, receive, send)


def create_app(
    database: Database,
    notify: Notify = execute_run,
    reach: Reach = ANYHOW,
    profile: Profile = DEFAULT,
    worker: Callable[[], str] | None = None,
    *,
    logs_requests: bool = False,
    explains: bool = False,
    door: Door | None = None,
) -> Application:
    """The application on an open, migrated database; `notify` is told of posting runs, else they are done at once.

    `worker` is how this process's worker stands, where it has one; `explains` lets whoever asks see the SQL; at the
    `door` it is found out who asks.
    """
    door = door or Door(database)
    execution = Execution(
        build_schema(), database, notify, explains=explains, takes_tokens=door.takes_tokens, profile=profile
    )
    looking = Looking(database, execution.draining.is_set, worker)
    endpoint = Endpoint(execution, reach, door, profile, is_logged=logs_requests)
    files = Route(PATH, Downloads(execution, reach, door).answer, methods=METHODS)
    inner = _for_pages_elsewhere(reach, _routed(endpoint, [*_watched(looking), files], shows_ide=profile.shows_ide))
    return Application(endpoint, profile.caps, logs_requests, wrapping(inner, profile.caps, logs_requests))


def _routed(endpoint: Endpoint, others: Sequence[BaseRoute], *, shows_ide: bool) -> ASGIApp:
    """GraphQL by itself, since Starlette takes as long to find it as a small query takes; the rest by Starlette."""
    graphql = [Route(GRAPHQL, endpoint, methods=METHODS), WebSocketRoute(GRAPHQL, endpoint.socket)]
    pages = [Route("/", _home), Mount("/graphiql", _graphiql)] if shows_ide else []
    router = Router([*graphql, *others, *pages])
    rest = ExceptionMiddleware(router, {HTTPException: _refused})

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == GRAPHQL:
            await endpoint(scope, receive, send)
        else:
            scope["app"] = route  # without one, Starlette has words of its own for what is not there
            if scope["type"] == "http" and not _is_for_everybody(scope) and await endpoint.turns_away(scope, send):
                return
            await rest(scope, receive, send)

    return route


def _is_for_everybody(scope: Scope) -> bool:
    """Whether an address is answered without credentials: those two, GraphiQL's files, and the way to its page."""
    is_page = scope["path"] == "/" and "text/html" in Headers(scope=scope).get("accept", "")
    return is_page or scope["path"] in WATCHED or scope["path"].startswith("/graphiql/")


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
    refusal = BadRequest(error.status_code, "method-elsewhere" if error.status_code == 405 else "nowhere").error
    request.state.facts |= facts_of_refusal(refusal)
    language = language_of(request.headers.get("accept-language"))
    body, headers = (
        as_refusal(refusal, request.state.request_id, language),
        told_in(language) | {**(error.headers or {})},
    )
    return Response(body, error.status_code, headers, media_type=f"{JSON}; charset=utf-8")


async def _graphiql(scope: Scope, receive: Receive, send: Send) -> None:
    """GraphiQL's files, which may come while the server runs; raises `HTTPException` where they are not there."""
    if not is_bundled():
        raise HTTPException(404)
    await Bundle(directory=DIST)(scope, receive, send)


def _for_pages_elsewhere(reach: Reach, app: ASGIApp) -> ASGIApp:
    if not reach.origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=sorted(reach.origins),
        allow_methods=["POST"],
        allow_headers=["Authorization", "Idempotency-Key", "X-Request-Id"],
        expose_headers=["X-Request-Id", "Retry-After", "WWW-Authenticate"],
    )
