"""A desk with fresh books, on each engine."""

from pathlib import Path

import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.exchange.files import Desk


@pytest.fixture
def desk(api: Api, tmp_path: Path) -> Desk:
    """Where files are taken into fresh books."""
    return Desk(api, tmp_path)


@pytest.fixture
def sqlite_desk(sqlite_database: Database, tmp_path: Path) -> Desk:
    """A desk on SQLite alone, for what is read before any database is asked."""
    return Desk(Api(sqlite_database), tmp_path)
