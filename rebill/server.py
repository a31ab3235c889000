"""Starting the server: database, demo data, the port, and the lines that tell a newcomer what to do."""

import gc
import signal
import socket
import threading
from collections.abc import Callable
from functools import partial

import uvicorn
from starlette.applications import Starlette

from .app import create_app
from .caps import Caps
from .connections import Connection, Socket, notice_the_dead
from .draining import Server, leave
from .graphiql import is_bundled
from .models import migrate
from .models.database import Database
from .origins import reach as reach_of
from .posting import demo as demo_data
from .requests import LARGEST_BODY
from .settings import Settings
from .starting import CannotStart
from .worker import Worker

BACKLOG = 128  # connections taken on at one go, before any of them is counted: no more than files are kept back
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
            worker = Worker(database)
            app = create_app(
                database, worker.carry, reach, worker=lambda: worker.is_alive, logs_requests=settings.access_log
            )
            server = configured(app, worker.finish)
            for ending in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again once it has drained
                signal.signal(ending, lambda *_: None)
            worker.start()
            gc.freeze()  # what is there at the start stays: looking through it took 0.1 s in the middle of a request
            try:
                server.run(sockets=[listening])
            finally:
                worker.stop(server.seconds_left())
    finally:
        database.dispose()
    leave()


def configured(app: Starlette, at_once: Callable[[], None] = lambda: None) -> Server:
    """A server for `app`; `at_once` is called when it is asked to stop."""
    caps: Caps = app.state.caps
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        log_config=None,  # see log.py
        access_log=False,  # see request_log.py
        lifespan="off",
        http=partial(Connection, caps, app.state.logs_requests),  # type: ignore[arg-type]  # is only ever called
        h11_max_incomplete_event_size=caps.head,
        timeout_keep_alive=caps.idle_seconds,
        backlog=BACKLOG,
        ws=partial(Socket, caps),  # type: ignore[arg-type]  # likewise
        ws_max_size=LARGEST_BODY,
        ws_ping_interval=caps.ping_seconds,
        ws_ping_timeout=caps.ping_seconds,
        ws_per_message_deflate=False,
    )
    return Server(config, at_once, app.state.endpoint.drain)


def work(settings: Settings) -> None:
    """Carry posting runs on until a signal; documents under way are finished."""
    database = Database.open(settings.database)
    try:
        if database.dialect == "sqlite":
            raise CannotStart("on SQLite the server carries posting runs on itself; more workers need PostgreSQL")
        migrate.upgrade(database)
        ending = threading.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: ending.set())
        worker = Worker(database)
        worker.start()
        print(f"Rebill carries posting runs on as {worker.name}", flush=True)
        ending.wait()
        worker.stop()
    finally:
        database.dispose()
    leave()


def bound(settings: Settings) -> socket.socket:
    """A socket bound to the address; raises `CannotStart`."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # with its protocol named: asyncio sends without delay (TCP_NODELAY) only on sockets that say they are TCP
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    notice_the_dead(listening)
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
