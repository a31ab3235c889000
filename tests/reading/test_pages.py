"""Keyset pages: every row once, in either direction, under any order, while rows are added."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable

import pytest

from rebill.models import tables
from rebill.models.database import Database
from tests.reading.asking import Ask
from tests.reading.books import D, invoice, put

NULLABLE = ["invoiceDate: ASC", "invoiceDate: DESC", "postedAt: ASC", "postedAt: DESC", "number: ASC", "number: DESC"]
SORTS = [
    "",
    "createdAt: DESC",
    "totalAmount: ASC",
    "totalAmount: DESC",
    "totalAmount: DESC}, {invoiceDate: ASC",
    *NULLABLE,
]


def more_invoices(books: Database, count: int) -> None:
    """Invoices with many equal totals; every third is a draft, without number or dates."""
    drafted = {"status": "DRAFT", "invoice_date": None, "document_date": None, "posted_at": None}
    keys = range(1000, 1000 + count)
    rows = [
        invoice(key, None if key % 3 == 0 else f"INV-{key}", D(key % 4), D(0), **(drafted if key % 3 == 0 else {}))
        for key in keys
    ]
    with books.write() as connection:
        put(connection, tables.invoice, rows)


def walked(ask: Ask, sort: str, *, backward: bool, size: int = 7) -> list[str]:
    """The ids of all invoices, page after page, in the order of the list."""
    order = f"orderBy: [{{{sort}}}], " if sort else ""
    take, from_ = ("last", "before") if backward else ("first", "after")
    query = f"""query ($cursor: String) {{ invoices({order}{take}: {size}, {from_}: $cursor) {{
      nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"""
    found: list[str] = []
    cursor = None
    while True:
        answer = ask(query, cursor=cursor)
        assert answer.errors == []
        page = answer.data["invoices"]
        ids = [one["id"] for one in page["nodes"]]
        found = ids + found if backward else found + ids
        if not page["pageInfo"]["hasPreviousPage" if backward else "hasNextPage"]:
            return found
        cursor = page["pageInfo"]["startCursor" if backward else "endCursor"]


@pytest.mark.parametrize("sort", SORTS)
def test_every_row_comes_once_and_backward_is_forward_reversed_by_pages(sort: str, ask: Ask, books: Database) -> None:
    more_invoices(books, 40)
    forward = walked(ask, sort, backward=False)
    assert len(forward) == len(set(forward)) == 45
    assert walked(ask, sort, backward=True) == forward


def test_rows_added_meanwhile_disturb_no_page(ask: Ask, books: Database) -> None:
    query = "query ($after: String) { invoices(first: 3, after: $after) { nodes { id } pageInfo { endCursor } } }"
    first = ask(query).data["invoices"]
    second = ask(query, after=first["pageInfo"]["endCursor"]).data["invoices"]
    more_invoices(books, 10)
    assert ask(query).data["invoices"] == first
    again = ask(query, after=first["pageInfo"]["endCursor"]).data["invoices"]
    assert again["nodes"][: len(second["nodes"])] == second["nodes"]


def test_a_list_without_arguments_is_fifty_long(ask: Ask, books: Database) -> None:
    more_invoices(books, 60)
    answer = ask("{ invoices { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }").data["invoices"]
    assert len(answer["nodes"]) == 50
    assert answer["pageInfo"] == {"hasNextPage": True, "hasPreviousPage": False}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [("first: 251", "first"), ("first: -1", "first"), ("last: 251", "last"), ("first: 1, last: 1", "last")],
)
def test_a_page_that_cannot_be_is_refused_and_the_argument_named(arguments: str, named: str, ask: Ask) -> None:
    answer = ask(f"{{ invoices({arguments}) {{ nodes {{ id }} }} }}")
    assert len(answer.errors) == 1
    assert named in answer.errors[0]


def forged(real: str, *, key: object = None, value: object = None, more: tuple[object, ...] = ()) -> str:
    """A real cursor with another last value (the key), another sort value before it, or values too many."""
    held = json.loads(urlsafe_b64decode(real + "=" * (-len(real) % 4)))
    if key is not None:
        held[-1] = key
    if value is not None:
        held[-2] = value
    return urlsafe_b64encode(json.dumps([*held, *more]).encode()).decode().rstrip("=")


BAD_CURSORS: list[tuple[str, str, Callable[[str], str]]] = [
    ("not base64", "", lambda real: "%%%"),
    ("not JSON", "", lambda real: "AAAA"),
    ("cut short", "", lambda real: real[:-3]),
    ("no integer", "", lambda real: forged(real, key="x")),
    ("beyond 64 bits", "", lambda real: forged(real, key=10**30)),
    ("true is no key", "", lambda real: forged(real, key=True)),
    ("too many values", "", lambda real: forged(real, more=(2,))),
    ("not a number", "totalAmount: ASC", lambda real: forged(real, value="NaN")),
    ("infinite", "totalAmount: ASC", lambda real: forged(real, value="Infinity")),
    ("too large", "totalAmount: ASC", lambda real: forged(real, value="1" * 30)),
    ("too many places", "totalAmount: ASC", lambda real: forged(real, value="0.000001")),
    ("an instant without a zone", "createdAt: ASC", lambda real: forged(real, value="2026-01-01T00:00:00")),
    ("no date", "invoiceDate: ASC", lambda real: forged(real, value="2026-13-01")),
]


@pytest.mark.parametrize(("why", "sort", "spoil"), BAD_CURSORS, ids=[row[0] for row in BAD_CURSORS])
def test_a_bad_cursor_is_refused_as_one(why: str, sort: str, spoil: Callable[[str], str], ask: Ask) -> None:
    order = f"orderBy: [{{{sort}}}], " if sort else ""
    page = ask(f"{{ invoices({order}first: 1) {{ pageInfo {{ endCursor }} }} }}")
    end = spoil(page.data["invoices"]["pageInfo"]["endCursor"])
    answer = ask(f'{{ invoices({order}after: "{end}") {{ nodes {{ id }} }} }}')
    assert len(answer.errors) == 1, why
    assert "cursor" in answer.errors[0]


def test_a_cursor_of_another_order_is_refused(ask: Ask) -> None:
    page = "{ invoices(orderBy: [{number: ASC}], first: 1) { pageInfo { endCursor } } }"
    end = ask(page).data["invoices"]["pageInfo"]["endCursor"]
    answer = ask(f'{{ invoices(orderBy: [{{number: DESC}}], after: "{end}") {{ nodes {{ id }} }} }}')
    assert len(answer.errors) == 1
