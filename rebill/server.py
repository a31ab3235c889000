"""Starting the server: database, demo data, the port, and the lines that tell a newcomer what to do."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from .app import create_app
from .graphiql import is_bundled
from .models import migrate
from .models.database import Database
from .posting import demo as demo_data
from .posting.service import runs
from .posting.service.clock import SystemClock
from .posting.service.transaction import Service
from .settings import Settings
from .starting import CannotStart

GRACE_SECONDS = 8
TRY = "{ orders { nodes { number type status customer { name } } } }"


def run(settings: Settings, *, demo: bool) -> None:
    """Serve until a signal; in-flight postings finish before the process ends."""
    database = Database.open(settings.database)
    try:
        migrate.upgrade(database)
        if demo and migrate.is_empty(database):
            demo_data.load(database)
        listening = _bound(settings)
        with listening:
            _greet(settings)
            config = uvicorn.Config(
                create_app(database),
                log_level="warning",
                timeout_graceful_shutdown=GRACE_SECONDS,
                server_header=False,
                lifespan="off",
                ws="none",
            )
            for ending in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again once it has drained
                signal.signal(ending, lambda *_: None)
            with _unfinished_runs(database):
                uvicorn.Server(config).run(sockets=[listening])
    finally:
        database.dispose()


@contextmanager
def _unfinished_runs(database: Database) -> Iterator[None]:
    """While the server runs, posting runs that a process left behind go on; a document under way is finished."""
    stopping = threading.Event()
    service = Service(database, SystemClock())

    def go_on() -> None:
        for run_id in runs.unfinished(service):
            runs.carry_on(service, run_id, stopping.is_set)

    worker = threading.Thread(target=go_on, name="posting runs", daemon=True)
    worker.start()
    try:
        yield
    finally:
        stopping.set()
        worker.join(GRACE_SECONDS)


def _bound(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
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
