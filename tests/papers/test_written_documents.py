"""`rebill documents`: files of many documents in a folder, as they are or as they were issued (documents 3.10)."""

from pathlib import Path

import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.papers.parties import changed, company
from tests.papers.sent import buyer, electronic, issued, printed, seller, shown, sold
from tests.shell import Rebill

DAYS = ("--from", "2026-09-01", "--to", "2026-09-01")


@pytest.fixture
def books(sqlite_database: Database) -> Api:
    """Three documents of one day: one was sent, one can be, one lacks the buyer's address."""
    api = Api(sqlite_database)
    seller(api)
    customer = buyer(api, language="NB")
    first, _ = sold(api, customer), sold(api, customer)
    sold(api, buyer(api, address=None))
    issued(api, first["number"], print=["PDF"])
    changed(api, customer, name="Other AS")
    company(api, name="New AS")
    return api


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_files_of_many_documents_are_written_to_a_folder_and_none_that_fails_is_issued(
    books: Api, rebill: Rebill, tmp_path: Path
) -> None:
    place = ("--database", str(books.database.engine.url))
    first, second, third = (f"INV-00000{one}" for one in (1, 2, 3))
    out = tmp_path / "a" / "pages"
    ended = rebill("documents", *DAYS, "--out", str(out), *place)
    assert (ended.returncode, ended.stderr) == (0, f"3 files written to {out}\n")
    assert names(out) == [f"{first}.nb.pdf", f"{second}.nb.pdf", f"{third}.en.pdf"]
    assert (out / f"{first}.nb.pdf").read_bytes() == printed(books, first)["bytes"]
    assert [len(shown(books, one, "files { id }")["files"]) for one in (first, second, third)] == [1, 0, 0]

    out = tmp_path / "machines"
    both = ("--format", "ubl", "--format", "html", "--language", "de")
    ended = rebill("documents", *DAYS, "--out", str(out), *both, *place)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"6 files written to {out}",
        f"rebill: {third} does not pass BR-10: An Invoice shall contain the Buyer postal address (BG-8).",
    ]
    assert len(names(out)) == 6
    assert (out / f"{second}.de.html").read_bytes() == printed(books, second, "HTML", language="DE")["bytes"]

    out = tmp_path / "sent"
    ended = rebill("documents", *DAYS, "--out", str(out), *both, "--issue", *place)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[0] == f"4 files written to {out}"
    assert ended.stderr.splitlines()[1].startswith(f"rebill: {third} is not issued: BR-10: An Invoice shall contain")
    assert names(out) == [f"{one}{ending}" for one in (first, second) for ending in (".de.html", ".ubl.xml")]
    assert [len(shown(books, one, "files { id }")["files"]) for one in (first, second, third)] == [3, 2, 0]
    assert (out / f"{first}.ubl.xml").read_text() == electronic(books, first)["xml"]
    again = rebill("documents", *DAYS, "--out", str(out), *both, "--issue", *place)
    assert (again.returncode, names(out)) == (1, names(out))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--format", "docx"), "docx is no format; there are pdf, html, ubl, cii, ksef_fa3"),
        (("--language", "sv"), "sv is no language of documents; there are en, nb, da, de"),
    ],
)
def test_what_it_cannot_write_is_told_in_one_line(
    sqlite_database: Database, rebill: Rebill, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    place = ("--database", str(sqlite_database.engine.url))
    ended = rebill("documents", *DAYS, "--out", str(tmp_path / "out"), *arguments, *place)
    assert (ended.returncode, ended.stderr) == (2, f"rebill: {told}\n")
    (tmp_path / "file").write_text("")
    ended = rebill("documents", *DAYS, "--out", str(tmp_path / "file"), *place)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"rebill: cannot write to {tmp_path / 'file'}: ")


def test_days_without_documents_write_nothing(sqlite_database: Database, rebill: Rebill, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = rebill("documents", *DAYS, "--out", str(out), "--database", str(sqlite_database.engine.url))
    assert (ended.returncode, ended.stderr, names(out)) == (0, f"0 files written to {out}\n", [])
