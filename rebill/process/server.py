"""Starting the server: database, demo data, the port, and the lines that tell a newcomer what to do."""

import gc
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import structlog
import uvicorn

from ..graphiql import is_being_built, is_bundled
from ..models import migrate
from ..models.capacity import DEFAULT, Capacity
from ..models.database import Database, DatabaseError
from ..models.engines import parsed
from ..models.sqlite_files import file_of
from ..posting.command.transaction import Service
from ..transport.caps import Caps
from ..transport.connections import Connection, notice_the_dead
from ..transport.origins import Reach
from ..transport.origins import reach as reach_of
from ..transport.profile import Profile
from ..transport.socket_connections import Socket
from ..transport.threads import with_room
from . import entrance
from .alone import alone_on
from .app import Application, create_app
from .bounding import profile_of
from .draining import Server, leave
from .preparing import prepare_rules
from .processes import supervise
from .settings import Settings
from .sharing import Sharing, capacity_for, sharing
from .starting import CannotStart
from .turns import Counts, Place, shared_port
from .worker import Worker

ONE_PROCESS = (
    "--processes needs PostgreSQL, or --read-only: a SQLite file has one writer at a time, and the turns at it are "
    "taken inside one process"
)
CANNOT_START = 2
log = structlog.get_logger()
LOOKED_FOR = 10_000  # new objects, before circles among them are looked for; with 700 that is 3 % of a small query
BACKLOG = 128  # connections taken on at one go, before any of them is counted: no more than files are kept back
TRY = "{ orders { nodes { number type status customer { name } } } }"


def run(settings: Settings, *, demo: bool) -> None:
    """Serve until a signal; in-flight postings finish before the process ends.

    The port is taken first: a server that cannot have it has changed nothing.
    """
    try:
        reach = reach_of(settings.host, settings.origins)
    except ValueError as error:
        raise CannotStart(str(error)) from None
    if settings.read_only and demo:
        raise CannotStart("--demo writes and --read-only forbids it; give one of them")
    profile = profile_of(settings, reach)
    file = file_of(parsed(settings.database))
    entrance.check(settings, reach, file)
    if settings.processes > 1 and file_is_written(settings):
        raise CannotStart(ONE_PROCESS)
    with bound(settings) as listening, alone_on(None if settings.read_only else file):
        database = _prepared(settings, profile, file, demo=demo)
        shown = replace(settings, port=listening.getsockname()[1])
        if settings.processes == 1:
            _greet(shown)
            _serve(settings, profile, reach, listening, database)
        else:
            _serve_together(shown, profile, reach, listening, database)
    leave()


def file_is_written(settings: Settings) -> bool:
    """Whether the database is SQLite's, which one process writes to."""
    return parsed(settings.database).get_backend_name() == "sqlite" and not settings.read_only


def _serve(
    settings: Settings,
    profile: Profile,
    reach: Reach,
    listening: socket.socket,
    database: Database,
    sharing: Sharing | None = None,
    place: Place | None = None,
) -> None:
    """Serve a database until a signal."""
    try:
        worker = None if settings.read_only or settings.no_worker else _worker(settings, database, sharing)
        app, at_once = _app(settings, profile, database, reach, worker), worker.finish if worker else lambda: None
        server = configured(app, at_once, BACKLOG if settings.processes == 1 else 1)
        server.place = place
        for ending in (signal.SIGTERM, signal.SIGINT):  # before uvicorn listens to them, and once it has drained
            signal.signal(ending, lambda *_: setattr(server, "should_exit", True))
        if worker:
            worker.start()
        prepare_rules(database)
        gc.freeze()  # what is there at the start stays: looking through it took 0.1 s in the middle of a request
        gc.set_threshold(LOOKED_FOR)
        try:
            with_room(partial(server.run, sockets=[listening]))
        finally:
            if worker:
                worker.stop(server.seconds_left())
    finally:
        database.dispose()


def _serve_together(
    settings: Settings, profile: Profile, reach: Reach, listening: socket.socket, database: Database
) -> None:
    """Serve a database by several processes until a signal; raises `SystemExit` where one could not finish its work."""
    try:
        capacity = profile.of(capacity_for(database, settings.processes))
    finally:
        database.dispose()  # connections are nothing to hand on to another process
    _greet(settings)
    print(f"It has {settings.processes} processes.", flush=True)
    gc.freeze()
    counts = Counts(settings.processes)
    serve = partial(_serve_beside, settings, profile, reach, listening, capacity, sharing(), counts)
    code = supervise(settings.processes, serve, counts.leave)
    if code:
        raise SystemExit(code)


def _serve_beside(
    settings: Settings,
    profile: Profile,
    reach: Reach,
    listening: socket.socket,
    capacity: Capacity,
    sharing: Sharing,
    counts: Counts,
    number: int,
) -> None:
    """Be one of several processes that serve."""
    try:
        database = Database.open(settings.database, capacity, read_only=settings.read_only)
    except DatabaseError as error:
        log.error("a server process cannot begin", reason=str(error))
        raise SystemExit(CANNOT_START) from None
    place = Place(counts, number)
    _serve(settings, profile, reach, shared_port(listening, place), database, sharing, place)
    leave()


def _prepared(settings: Settings, profile: Profile, file: Path | None, *, demo: bool) -> Database:
    """The database, open and at this version; with demo data where it is asked for and nothing is there yet."""
    if settings.read_only and file is not None and not file.exists():
        raise CannotStart(f"there is no file {file}, and --read-only makes none")
    database = Database.open(settings.database, profile.of(DEFAULT), read_only=settings.read_only)
    try:
        if not settings.read_only:
            migrate.upgrade(database)
        elif not migrate.at_head(database):
            raise CannotStart(f"{database.url} is not migrated to this version, and --read-only migrates nothing")
        if demo:
            is_empty = migrate.is_empty(database)
            print("Loading demo data" if is_empty else f"{database.url} has data; no demo data was loaded", flush=True)
            if is_empty:
                from .. import demo as demo_data  # only here: most servers load none

                demo_data.load(database)
    except BaseException:
        database.dispose()
        raise
    return database


def _app(settings: Settings, profile: Profile, database: Database, reach: Reach, worker: Worker | None) -> Application:
    """The application as the settings have it."""
    notify, state = (worker.notify, lambda: worker.state) if worker else (_left_to_others, None)
    return create_app(
        database,
        notify,
        reach,
        profile,
        state,
        logs_requests=settings.access_log,
        explains=settings.explain_queries,
        door=entrance.door_of(settings, database),
    )


def _worker(settings: Settings, database: Database, sharing: Sharing | None = None) -> Worker:
    """What carries runs on, by the same door as whoever asks: nobody's runs only where nobody has to be known."""
    takes_tokens = entrance.tokens_of(settings) is not None
    return Worker(database, sharing, stays_open=settings.stays_open, takes_tokens=takes_tokens)


def _left_to_others(_: Service, __: int) -> None:
    """A posting run is written down and waits for a worker elsewhere."""


def configured(app: Application, at_once: Callable[[], None] = lambda: None, backlog: int = BACKLOG) -> Server:
    """A server for `app`; `at_once` is called when it is asked to stop.

    It takes on `backlog` connections at one go; of several processes each takes one, and the rest is for the others.
    """
    caps: Caps = app.caps
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        log_config=None,  # see log.py
        access_log=False,  # see request_log.py
        lifespan="off",
        http=partial(Connection, caps, app.logs_requests),  # type: ignore[arg-type]  # is only ever called
        backlog=backlog,
        ws=partial(Socket, caps),  # type: ignore[arg-type]  # likewise
        ws_max_size=caps.body,
        ws_ping_interval=caps.ping_seconds,
        ws_ping_timeout=caps.ping_seconds,
        ws_per_message_deflate=False,
    )
    return Server(config, at_once, app.endpoint.drain)


def work(settings: Settings) -> None:
    """Carry posting runs on until a signal; documents under way are finished."""
    if parsed(settings.database).get_backend_name() == "sqlite":
        raise CannotStart("on SQLite the server carries posting runs on itself; more workers need PostgreSQL")
    database = Database.open(settings.database)
    try:
        migrate.upgrade(database)
        ending = threading.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: ending.set())
        worker = _worker(settings, database)
        worker.start()
        print(f"Rebill carries posting runs on as {worker.name}", flush=True)
        ending.wait()
        worker.stop()
    finally:
        database.dispose()
    leave()


def bound(settings: Settings) -> socket.socket:
    """A socket that listens at the address, so that nobody else can have it; raises `CannotStart`.

    Whoever connects before the server is ready is answered once it is.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # with its protocol named: asyncio sends without delay (TCP_NODELAY) only on sockets that say they are TCP
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    notice_the_dead(listening)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(BACKLOG)  # until then Linux would let another one bind it, too
    except OSError as error:
        listening.close()
        raise CannotStart(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}") from None
    return listening


def _greet(settings: Settings) -> None:
    if settings.stays_open:
        log.warning("the server is open (--open): whoever reaches it may do everything")
    print(f"Rebill serves GraphQL and GraphiQL on http://{settings.host}:{settings.port}/graphql")
    print(f"A query to try:  {TRY}")
    if settings.read_only:
        print("It is read-only: mutations are refused, and no posting run is carried on.")
    elif settings.no_worker:
        print("It has no worker: posting runs are written down, and wait for a worker or for rebill run.")
    if is_bundled():
        print("GraphiQL is served from this machine; it needs no network.", flush=True)
    elif is_being_built():
        print("GraphiQL is being built; its page waits for it.", flush=True)
    else:
        print("GraphiQL is loaded from a CDN, because it was not built here (Node was missing).", flush=True)
