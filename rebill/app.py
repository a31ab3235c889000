"""The ASGI application: the GraphQL endpoint, GraphiQL's files, and two addresses for whoever watches the server."""

from sqlalchemy.exc import SQLAlchemyError
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
from .models import migrate
from .models.database import Database
from .origins import Reach
from .posting.service.carrying import carry_on
from .resolvers.context import Carry
from .schema.build import build_schema

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
ANYHOW = Reach()


def create_app(database: Database, carry: Carry = carry_on, reach: Reach = ANYHOW) -> Starlette:
    """The application on an open, migrated database; `carry` is told of posting runs, else they are done at once.

    `app.state.endpoint` is what drains it.
    """
    endpoint = Endpoint(Execution(build_schema(), database, carry), reach)

    async def graphql(request: Request) -> Response:
        return await endpoint(request)

    def ready(_: Request) -> Response:
        try:
            good = migrate.at_head(database)
        except SQLAlchemyError:
            good = False
        return JSONResponse({"ready": good}, 200 if good else 503)

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
