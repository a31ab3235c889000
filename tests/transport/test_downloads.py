"""Files of documents over HTTP: who gets them, how they are sent, and what is told instead (documents 3.10)."""

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from rebill.access.door import Door
from rebill.models.database import Database
from rebill.models.vocabulary import Scope
from rebill.transport.origins import reach
from rebill.transport.profile import DEFAULT
from rebill.transport.trusted import Trusted
from tests.access.serving import bearer, secret
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.papers.sent import buyer, electronic, issued, printed, seller, sold
from tests.transport.serving import serving

ODD = "\u00c5/1-"  # with what addresses have to quote


@dataclass(frozen=True)
class Books:
    """Books in which a document was sent, one was not, one has an odd number, and one is a draft."""

    api: Api
    sent: str
    other: str
    odd: str
    draft: str


@pytest.fixture(scope="module")
def there(books: Database) -> Books:
    api = Api(books)
    seller(api)
    customer = buyer(api, language="DA")
    sent, other = (sold(api, customer)["number"] for _ in range(2))
    issued(api, sent, electronic=["UBL"], print=["PDF"])
    contract = api.contract(customer)
    api.work(contract, "1", "100")
    draft = api.draft(contract)["id"]
    with books.write() as connection:
        connection.execute(text("UPDATE number_series SET prefix = :odd WHERE name = 'INVOICE'"), {"odd": ODD})
    odd = sold(api, customer)["number"]
    return Books(api, sent, other, odd, draft)


def got(place: str, path: str, method: str = "GET", **headers: str) -> httpx2.Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.request(method, f"http://{place}{path}", headers=names, timeout=PATIENCE_SECONDS)


def told(answer: httpx2.Response) -> tuple[int, str]:
    """The status of a refusal, and its code."""
    assert answer.headers["content-type"].startswith("application/json")
    (error,) = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]


def test_each_file_is_what_the_api_answers_and_is_sent_as_what_it_is(place: str, there: Books) -> None:
    api, number = there.api, there.sent
    expected: dict[str, tuple[bytes, dict[str, Any], str]] = {
        ".pdf": (printed(api, number)["bytes"], printed(api, number), "application/pdf"),
        ".html?language=NB": (
            printed(api, number, "HTML", language="NB")["bytes"],
            printed(api, number, "HTML", language="NB"),
            "text/html; charset=utf-8",
        ),
        ".ubl.xml": (electronic(api, number)["xml"].encode(), electronic(api, number), "application/xml"),
        ".cii.xml?profile=PEPPOL_BIS_3": (
            electronic(api, number, "CII", profile="PEPPOL_BIS_3")["xml"].encode(),
            electronic(api, number, "CII", profile="PEPPOL_BIS_3"),
            "application/xml",
        ),
        ".fa3.xml?profile=EN16931": (
            electronic(api, number, "KSEF_FA3")["xml"].encode(),
            electronic(api, number, "KSEF_FA3"),
            "application/xml",
        ),
    }
    for ending, (content, shown, media) in expected.items():
        answer = got(place, f"/documents/{number}{ending}")
        assert (answer.status_code, answer.content) == (200, content), ending
        assert answer.headers["content-type"] == media
        assert answer.headers["etag"] == f'"{shown["sha256"]}"'
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["x-content-type-options"] == "nosniff"
        name = f"{number}{ending.partition('?')[0]}"
        assert answer.headers["content-disposition"] == f'inline; filename="{name}"'
        policy = answer.headers.get("content-security-policy")
        assert (policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:") == (".html" in ending)
        head = got(place, f"/documents/{number}{ending}", "HEAD")
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])
        assert head.headers["content-length"] == str(len(content))
        again = got(place, f"/documents/{number}{ending}", if_none_match=f'"x", W/{answer.headers["etag"]}')
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
        assert got(place, f"/documents/{number}{ending}", if_none_match="*").status_code == 304
    assert got(place, printed(api, number)["url"]).content == printed(api, number)["bytes"]


def test_what_somebody_has_already_may_be_told_in_several_lines(place: str, there: Books) -> None:
    path = f"http://{place}/documents/{there.sent}.ubl.xml"
    tag = got(place, f"/documents/{there.sent}.ubl.xml").headers["etag"]
    lines = [("If-None-Match", '"x"'), ("If-None-Match", tag)]
    assert httpx2.get(path, headers=lines, timeout=PATIENCE_SECONDS).status_code == 304


def test_a_draft_is_called_by_its_id_and_a_number_may_have_any_letters(place: str, there: Books) -> None:
    draft = got(place, f"/documents/{there.draft}.html")
    assert draft.status_code == 200
    assert "Proforma" in draft.text
    odd = electronic(there.api, there.odd)
    assert odd["url"] == "/documents/%C3%85/1-000003.ubl.xml?profile=EN16931"
    answer = got(place, odd["url"])
    assert (answer.status_code, answer.text) == (200, odd["xml"])
    assert answer.headers["content-disposition"] == "inline; filename*=UTF-8''%C3%85-1-000003.ubl.xml"
    assert got(place, f"/documents/{there.odd.replace('/', '%2F')}.ubl.xml").status_code == 200


@pytest.mark.parametrize(
    ("path", "method", "expected"),
    [
        ("INV-999999.pdf", "GET", (404, "BAD_REQUEST")),
        ("{sent}", "GET", (404, "BAD_REQUEST")),
        ("{sent}.docx", "GET", (404, "BAD_REQUEST")),
        (".pdf", "GET", (404, "BAD_REQUEST")),
        ("", "GET", (404, "BAD_REQUEST")),
        ("%00.pdf", "GET", (400, "BAD_USER_INPUT")),
        ("x" * 5000 + ".pdf", "GET", (404, "BAD_REQUEST")),
        ("{sent}.pdf?language=SV", "GET", (400, "BAD_REQUEST")),
        ("{sent}.pdf?language=", "GET", (400, "BAD_REQUEST")),
        ("{sent}.pdf?language=NB&language=DA", "GET", (400, "BAD_REQUEST")),
        ("{sent}.ubl.xml?profile=XRECHNUNG", "GET", (400, "BAD_REQUEST")),
        ("{sent}.ubl.xml?language=NB", "GET", (400, "BAD_REQUEST")),
        ("{sent}.html?profile=EN16931", "GET", (400, "BAD_REQUEST")),
        ("{sent}.fa3.xml?profile=PEPPOL_BIS_3", "GET", (400, "BAD_REQUEST")),
        ("{sent}.pdf", "POST", (405, "BAD_REQUEST")),
        ("{sent}.pdf", "DELETE", (405, "BAD_REQUEST")),
    ],
)
def test_what_there_is_not_is_told_as_everything_else_is(
    place: str, there: Books, path: str, method: str, expected: tuple[int, str]
) -> None:
    answer = got(place, f"/documents/{path.format(sent=there.sent)}", method, accept_language="de")
    assert answer.status_code == expected[0]
    assert answer.headers["content-language"] == "de"
    if expected[0] == 405:
        assert answer.headers["allow"] == "GET, HEAD"
    assert told(answer) == expected


def test_a_download_issues_nothing(place: str, there: Books, books: Database) -> None:
    count = text("SELECT count(*) FROM document_file")
    with books.read() as connection:
        before = connection.execute(count).scalar_one()
    for ending in (".pdf", ".ubl.xml"):
        assert got(place, f"/documents/{there.other}{ending}").status_code == 200
    with books.read() as connection:
        assert connection.execute(count).scalar_one() == before


@pytest.fixture(scope="module")
def copied(books: Database, there: Books, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books once more, for servers that are not open."""
    path = tmp_path_factory.mktemp("shut") / "x.db"
    with sqlite3.connect(str(books.engine.url.database)) as connection:
        connection.execute("VACUUM INTO ?", (str(path),))
    return path


def test_nothing_is_public_and_whoever_reads_the_invoice_reads_its_files(copied: Path, there: Books) -> None:
    path = f"/documents/{there.sent}.ubl.xml"
    database = Database.open(f"sqlite:///{copied}")
    secret(database)
    reads = secret(database, Scope.PAY, name="reads")
    with serving(database) as place:
        assert got(place, path).status_code == 401
        assert got(place, path, authorization=bearer(reads)["Authorization"]).status_code == 200
        assert got(place, path, authorization="Bearer no").status_code == 401
    with serving(database, reach("127.0.0.1", ()), door=Door(database, stays_open=True)) as place:
        assert got(place, path, host="evil.example").status_code == 421
        assert got(place, path, host="localhost").status_code == 200
    database.dispose()


def test_files_are_read_where_nothing_is_written_and_where_documents_are_trusted(copied: Path, there: Books) -> None:
    reading = Database.open(f"sqlite:///{copied}", read_only=True)
    trusting = replace(DEFAULT, trusted=Trusted({}, is_only=True))
    with serving(reading, profile=trusting, door=Door(reading, stays_open=True)) as place:
        assert got(place, f"/documents/{there.sent}.pdf").status_code == 200
        assert got(place, f"/documents/{there.other}.html").status_code == 200
    reading.dispose()
