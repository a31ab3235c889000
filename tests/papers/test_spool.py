"""Files that wait to be kept: their bytes are not in memory, however many there are."""

import resource
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rebill.models.database import Database
from rebill.models.outages import Reason, Unavailable
from rebill.models.vocabulary import Language, PrintFormat
from rebill.posting.issuing.spool import MOST_HELD, spool
from rebill.posting.papers.renditions import File, Rendition
from rebill.process.app import create_app
from tests.api import Api
from tests.load.slow import told
from tests.papers.sent import buyer, seller, shown, sold

PAGE = Rendition(PrintFormat.PDF, Language.EN)
SIZE = MOST_HELD // 4


def page(place: int) -> File:
    content = bytes([place % 256]) * SIZE
    return File(PAGE, content, sha256(content).hexdigest(), f"Page {place}")


def test_a_hundred_files_come_back_as_they_were_made_and_memory_holds_a_few() -> None:
    given = {(0, PAGE.key): page(0)}
    tracemalloc.start()
    try:
        with spool(given) as files:
            for place in range(1, 101):
                files.put((place, PAGE.key), page(place))
                assert files[place // 2, PAGE.key] == page(place // 2)
            assert len(files) == len(list(files)) == 101
            assert files[0, PAGE.key] is given[0, PAGE.key]
            assert all(sha256(one.content).hexdigest() == one.sha256 for one in files.values())
            assert (102, PAGE.key) not in files
        assert tracemalloc.get_traced_memory()[1] < 3 * MOST_HELD
    finally:
        tracemalloc.stop()


@contextmanager
def files_of(size: int) -> Iterator[None]:
    """No file of this process grows beyond a size, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_is_told_as_such() -> None:
    with files_of(2 * MOST_HELD), pytest.raises(Unavailable) as found, spool({}) as files:
        for place in range(20):
            files.put((place, PAGE.key), page(place))
    assert found.value.reason is Reason.TEMPORARY


def test_without_a_folder_for_temporary_files_nothing_is_issued_and_why_is_told(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    api = Api(sqlite_database)
    seller(api)
    number = sold(api, buyer(api))["number"]
    monkeypatch.setattr("rebill.posting.issuing.spool.MOST_HELD", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    query = f'mutation {{ issueDocuments(input: {{invoices: [{{number: "{number}"}}], electronic: [UBL]}}) {{ __typename }} }}'
    with TestClient(create_app(sqlite_database)) as client:
        answer = client.post("/graphql", json={"query": query})
        assert told(answer) == (503, "UNAVAILABLE", {"reason": "TEMPORARY", "seconds": "30"})
        assert "TMPDIR" in answer.json()["errors"][0]["message"]
    assert shown(api, number, "files { id }")["files"] == []
    monkeypatch.undo()
    with TestClient(create_app(sqlite_database)) as client:
        assert "errors" not in client.post("/graphql", json={"query": query}).json()
    assert len(shown(api, number, "files { id }")["files"]) == 1
