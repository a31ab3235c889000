"""The ASGI application: the GraphQL endpoint, GraphiQL's files, and two addresses for whoever watches the server."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from .endpoint import Endpoint
from .execution import Execution
from .graphiql import DIST, is_bundled
from .models.database import Database
from .origins import Reach
from .posting.service.carrying import carry_on
from .readiness import Looking
from .resolvers.context import Carry
from .schema.build import build_schema

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
ANYHOW = Reach()


def create_app(
    database: Database,
    carry: Carry = carry_on,
    reach: Reach = ANYHOW,
    worker: Callable[[], bool] | None = None,
) -> Starlette:
    """The application on an open, migrated database; `carry` is told of posting runs, else they are done at once.

    `worker` is whether this process's worker is alive, where it has one; `app.state.endpoint` is what drains it.
    """
    execution = Execution(build_schema(), database, carry)
    endpoint, looking = Endpoint(execution, reach), Looking(database, execution.draining.is_set, worker)

    async def graphql(request: Request) -> Response:
        return await endpoint(request)

    async def ready(_: Request) -> Response:
        found = await looking.ready()
        return JSONResponse(found.as_json(), 200 if found.is_ready else 503, {"Cache-Control": "no-store"})

    async def live(_: Request) -> Response:
        return JSONResponse({"live": True})

    async def home(_: Request) -> Response:
        return RedirectResponse("/graphql")

    routes = [
        Route("/", home),
        Route("/graphql", graphql, methods=METHODS),
        WebSocketRoute("/graphql", endpoint.socket),
        Route("/livez", live),
        Route("/readyz", ready),
    ]
    if is_bundled():
        routes.append(Mount("/graphiql", StaticFiles(directory=DIST)))  # type: ignore[arg-type]  # a mount is a route
    app = Starlette(routes=routes, middleware=_for_pages_elsewhere(reach))
    app.state.endpoint = endpoint
    return app


def _for_pages_elsewhere(reach: Reach) -> list[Middleware]:
    if not reach.origins:
        return []
    headers = ["Idempotency-Key"]
    return [
        Middleware(CORSMiddleware, allow_origins=sorted(reach.origins), allow_methods=["POST"], allow_headers=headers)
    ]
