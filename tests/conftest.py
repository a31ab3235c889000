"""Fresh databases, on one engine or both, and the API as a client sees it.

A test that asks for a database gets SQLite; one that is marked `both_engines`, since the engine can change what comes
of it, gets PostgreSQL as well. `make test-long` gives both to every test. Migrated templates are made once a run, for
all of its workers, and copied for each test.
"""

import gc
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from rebill.models import migrate
from rebill.models.database import Database
from tests.compiled import compile_once_a_process
from tests.held import hold_problems_to_their_params
from tests.length import LENGTH, engines, usually
from tests.postgres import Postgres, given_postgres, one_at_a_time, own_postgres
from tests.shell import rebill

if TYPE_CHECKING:
    from tests.api import Api

__all__ = ["rebill"]

MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30  # bytes: more than a run ever has at once


def _write_to_memory() -> None:
    """Let tests write to memory where there is room: to be on the disk, commits wait about as long as all else takes."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # it is looked up anew


_write_to_memory()
gc.disable()  # until everything is loaded
BEGAN_IT = "REBILL_TEST_RUN" not in os.environ  # not a worker, nor a run of pytest that a test starts
RUN = os.environ.setdefault("REBILL_TEST_RUN", uuid.uuid4().hex[:12])  # the same in all workers of a run
SHARED = Path(tempfile.gettempdir()) / f"rebill-tests-{RUN}"
compile_once_a_process()
hold_problems_to_their_params()
settings.register_profile(
    "rebill",
    max_examples=usually(100, long=1000, quick=20),
    deadline=None,  # a slow machine is not a mistake
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
    print_blob=True,
)
settings.load_profile("rebill")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever uses a database on its engines; a test may name them itself."""
    definition = metafunc.definition
    if "engine_name" not in metafunc.fixturenames:
        return
    if not any("engine_name" in mark.args[0] for mark in definition.iter_markers("parametrize")):
        is_about_them = definition.get_closest_marker("both_engines") is not None
        metafunc.parametrize("engine_name", engines(is_about_them=is_about_them), indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slow ones last, so that what is broken shows soon; the quick run is without them and without PostgreSQL."""
    slow = {item for item in items if item.get_closest_marker("slow") is not None}
    items.sort(key=lambda item: item in slow)
    if LENGTH == "quick":
        left_out = [item for item in items if item in slow or "[postgresql" in item.name]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_unconfigure() -> None:
    """At the end of a run, in the process that began it: what its workers shared goes."""
    if BEGAN_IT:
        shutil.rmtree(SHARED, ignore_errors=True)
        if (given := given_postgres(RUN)) is not None:
            given.drop(given.template)
            given.leave()


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine that a test runs on."""
    return str(request.param)


def _migrated(url: str) -> None:
    database = Database.open(url)
    migrate.upgrade(database)
    database.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server with a migrated template."""
    with ExitStack() as held:
        found = given_postgres(RUN) or held.enter_context(own_postgres(SHARED / "postgres"))
        found.make_template(_migrated)
        yield found
        found.leave()


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """A migrated SQLite file to copy."""
    SHARED.mkdir(exist_ok=True)
    path = SHARED / "template.db"
    with one_at_a_time(SHARED / "template.lock"):
        if not path.exists():
            _migrated(f"sqlite:///{path}.new")
            Path(f"{path}.new").rename(path)
    return path


@pytest.fixture
def new_database(
    engine_name: str, tmp_path: Path, sqlite_template: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Database]]:
    """Makes fresh migrated databases; they are gone after the test."""
    with ExitStack() as opened:

        def make() -> Database:
            if engine_name == "sqlite":
                path = tmp_path / f"{uuid.uuid4().hex[:12]}.db"
                shutil.copy(sqlite_template, path)
                database = Database.open(f"sqlite:///{path}")
            else:
                server: Postgres = request.getfixturevalue("postgres")
                name = server.new()
                opened.callback(server.drop, name)
                database = Database.open(server.address(name))
            opened.callback(database.dispose)
            return database

        yield make


@pytest.fixture
def database(new_database: Callable[[], Database]) -> Database:
    """A fresh migrated database."""
    return new_database()


@pytest.fixture
def sqlite_database(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """A fresh migrated SQLite database, for what is SQLite's or has nothing to do with PostgreSQL."""
    path = tmp_path / "only.db"
    shutil.copy(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture
def api(database: Database) -> "Api":
    """The API on a fresh database, with a clock that stands still."""
    from tests.api import Api  # which builds the schema: whoever only hands out the tests does without

    return Api(database)
