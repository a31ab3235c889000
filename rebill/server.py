"""Starting the server: database, demo data, the port, and the lines that tell a newcomer what to do."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from .app import create_app
from .cli import CannotStart
from .draining import Server, leave
from .graphiql import is_bundled
from .models import migrate
from .models.database import Database
from .origins import reach as reach_of
from .posting import demo as demo_data
from .posting.service import runs
from .posting.service.clock import SystemClock
from .posting.service.transaction import Service
from .requests import LARGEST_BODY
from .settings import Settings

TRY = "{ orders { nodes { number type status customer { name } } } }"


def run(settings: Settings, *, demo: bool) -> None:
    """Serve until a signal; in-flight postings finish before the process ends."""
    try:
        reach = reach_of(settings.host, settings.origins)
    except ValueError as error:
        raise CannotStart(str(error)) from None
    database = Database.open(settings.database)
    try:
        migrate.upgrade(database)
        if demo and migrate.is_empty(database):
            demo_data.load(database)
        listening = bound(settings)
        with listening:
            _greet(settings)
            for ending in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again once it has drained
                signal.signal(ending, lambda *_: None)
            with _unfinished_runs(database) as stopping:
                configured(create_app(database, reach), stopping.set).run(sockets=[listening])
    finally:
        database.dispose()
    leave()


def configured(app: Starlette, at_once: Callable[[], None] = lambda: None) -> Server:
    """A server for `app`; `at_once` is called when it is asked to stop."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=LARGEST_BODY,
        ws_per_message_deflate=False,
    )
    return Server(config, at_once, app.state.endpoint.drain)


@contextmanager
def _unfinished_runs(database: Database) -> Iterator[threading.Event]:
    """While the server runs, posting runs that a process left behind go on; a document under way is finished.

    The event that is yielded stops them after that document.
    """
    stopping = threading.Event()
    service = Service(database, SystemClock())

    def go_on() -> None:
        for run_id in runs.unfinished(service):
            runs.carry_on(service, run_id, stopping.is_set)

    worker = threading.Thread(target=go_on, name="posting runs", daemon=True)
    worker.start()
    try:
        yield stopping
    finally:
        stopping.set()
        worker.join(1)  # a posting that lasts longer is rolled back, and begun again when a server starts


def bound(settings: Settings) -> socket.socket:
    """A socket bound to the address; raises `CannotStart`."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # with its protocol named: asyncio sends without delay (TCP_NODELAY) only on sockets that say they are TCP
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise CannotStart(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}") from None
    return listening


def _greet(settings: Settings) -> None:
    print(f"Rebill serves GraphQL and GraphiQL on http://{settings.host}:{settings.port}/graphql")
    print(f"A query to try:  {TRY}")
    if is_bundled():
        print("GraphiQL is served from this machine; it needs no network.", flush=True)
    else:
        print("GraphiQL is loaded from a CDN, because it was not built here (Node was missing).", flush=True)
