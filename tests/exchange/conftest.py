"""A desk with fresh books, on each engine."""

from pathlib import Path

import pytest

from tests.api import Api
from tests.exchange.files import Desk


@pytest.fixture
def desk(api: Api, tmp_path: Path) -> Desk:
    """Where files are taken into fresh books."""
    return Desk(api, tmp_path)
