"""What is asked, of Rebill and of each peer in its own words; every list of requests goes over the whole book.

Aliases make the peers' answers bear Rebill's names, so that they can be compared. `pages` and `one` are asked of all;
the others only of Rebill and of the Rebill of November 2026.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.book import Book

PLACES = 100  # of the book that a query is asked at
PAGES, ONE = "q50", "small"
Bodies = Mapping[str, list[bytes]]

Q50 = """query Q($after: String) { invoices(first: 50, after: $after) { nodes {
  id number totalAmount lines { id description netAmount details { id kind amount } } } } }"""
SMALL = "query S($number: String!) { invoice(ref: { number: $number }) { number status totalAmount } }"
ACTUALS = """query A($after: String) { actuals(first: 100, after: $after) { nodes {
  id sequence transactionType transactionClass quantity amount billingStatus recordedAt
  connections { role otherRole other { sequence } } reverses { sequence } reversedBy { sequence } invoice { number }
} pageInfo { hasNextPage endCursor } } }"""
ORDERS = """query O($after: String) { orders(first: 50, after: $after) { edges { cursor node {
  __typename id number type status currency createdAt customer { number name }
  ... on SalesOrder { lines { lineNumber quantity product { number name } } }
  ... on ReturnOrder { rmaNumber returnStatus deadline lines { lineNumber expectedQuantity returnStatus } }
  ... on ProjectContract { name lines { lineNumber name amount milestones { name amount invoiceStatus } } }
} } } }"""
OPTIONS = """query C($number: String!) { invoice(ref: { number: $number }) { number correctionOptions {
  canCorrect blockers { code message } details { canCorrect fullCreditOnly maxQuantity maxAmount
  blockers { code } detail { id description quantity } } } } }"""
EXPLAIN = """query E($number: String!) { explain(ref: { contract: { number: $number } }) {
  text truncated rows { depth scenario arithmetic text actual { sequence amount } } } }"""
EFFECTIVE = """query F($number: String!) { invoice(ref: { number: $number }) { number effective {
  netAmount taxAmount totalAmount chain { number } details { quantity amount original { id } current { id } } } } }"""
INTERPRETED = """query I($after: String) { __type(name: "PageInfo") { name fields { name } }
  invoices(first: 20, after: $after) { nodes {
    id number totalAmount lines { id description netAmount details { id kind amount } } } } }"""

POSTGRAPHILE_Q50 = """query Q($after: Cursor) { invoices: allInvoices(first: 50, after: $after) { nodes {
  id: rowId number totalAmount lines: invoiceLinesByInvoiceIdList(orderBy: [PRIMARY_KEY_ASC]) {
    id: rowId description netAmount details: invoiceLineDetailsByInvoiceLineIdList(orderBy: [PRIMARY_KEY_ASC]) {
      id: rowId kind amount } } } } }"""
POSTGRAPHILE_SMALL = """query S($number: String!) { invoice: invoiceByNumber(number: $number) {
  number status totalAmount } }"""
KEYED_Q50 = Q50.replace("$after: String", "$after: Int")


@dataclass(frozen=True)
class Sample:
    """A list's first cursor, from which those of other rows can be made: all that is in it but its key."""

    text: str

    def after(self, key: int) -> str:
        """The cursor of another row of a list in the order of its keys."""
        padded = self.text + "=" * (-len(self.text) % 4)
        held = json.loads(base64.urlsafe_b64decode(padded))
        is_padded = self.text == padded and len(self.text) % 4 == 0 and "=" in self.text
        spaced = b", " in base64.urlsafe_b64decode(padded)
        made = json.dumps([*held[:-1], key], separators=None if spaced else (",", ":"))
        found = base64.urlsafe_b64encode(made.encode()).decode()
        return found if is_padded else found.rstrip("=")


def body(query: str, **variables: object) -> bytes:
    """A request."""
    return json.dumps({"query": query, "variables": variables}).encode()


def of_rebill(book: Book, ask: Callable[[bytes], dict[str, object]]) -> Bodies:
    """Rebill's own."""
    sample = Sample(_cursor(ask(body("{ list: invoices(first: 1) { edges { cursor } } }"))))
    after = [sample.after(key) for key in book.starts(PLACES)]
    later = [sample.after(key * book.actuals // book.invoices) for key in book.starts(PLACES)]
    return {
        PAGES: [body(Q50, after=one) for one in after],
        ONE: _numbered(SMALL, book.entered_numbers(PLACES)),
        "actuals": [body(ACTUALS, after=one) for one in later],
        "orders": [body(ORDERS, after=one) for one in after],
        "options": _numbered(OPTIONS, book.entered_numbers(PLACES)),
        "explain": _numbered(EXPLAIN, book.contract_numbers(PLACES)),
        "effective": _numbered(EFFECTIVE, book.corrected_numbers(PLACES)),
        "interpreted": [body(INTERPRETED, after=one) for one in after],
    }


def of_postgraphile(book: Book, ask: Callable[[bytes], dict[str, object]]) -> Bodies:
    """PostGraphile's, on the tables."""
    sample = Sample(_cursor(ask(body("{ list: allInvoices(first: 1) { edges { cursor } } }"))))
    return {
        PAGES: [body(POSTGRAPHILE_Q50, after=sample.after(key)) for key in book.starts(PLACES)],
        ONE: _numbered(POSTGRAPHILE_SMALL, book.entered_numbers(PLACES)),
    }


def of_written(book: Book, _: Callable[[bytes], dict[str, object]]) -> Bodies:
    """Of the peers whose schema is written by hand: Rebill's, with keys in the place of cursors."""
    return {
        PAGES: [body(KEYED_Q50, after=key) for key in book.starts(PLACES)],
        ONE: _numbered(SMALL, book.entered_numbers(PLACES)),
    }


def of_bare(book: Book, _: Callable[[bytes], dict[str, object]]) -> Bodies:
    """Of the server without GraphQL: names of its statements."""
    return {
        PAGES: [body(PAGES, after=key) for key in book.starts(PLACES)],
        ONE: _numbered(ONE, book.entered_numbers(PLACES)),
    }


def _numbered(query: str, numbers: list[str]) -> list[bytes]:
    return [body(query, number=number) for number in numbers]


def _cursor(data: Mapping[str, object]) -> str:
    found = json.loads(json.dumps(data))["list"]["edges"][0]["cursor"]
    return str(found)
