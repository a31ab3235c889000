"""Finding the rows to explain: whole lineages, and those that a connection ties to them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, func, or_, select

from ....models import identity, tables
from ....models.given_keys import given_keys, is_given
from ....models.identity import GlobalId
from ....models.ready import ReadyRows
from ....models.vocabulary import (
    BillingType,
    ConnectionRole,
    DocumentType,
    OrderType,
    TransactionClass,
    TransactionType,
)
from ...reading.references import meant
from ..points import ExplainRef
from .facts import Document, Entry
from .tree import Link

MOST_ROWS = 1000
ACTUAL, INVOICE, DETAIL, ORDER, LINK = (
    tables.actual,
    tables.invoice,
    tables.invoice_line_detail,
    tables.order,
    tables.actual_connection,
)
Links = dict[int, list[Link]]
NAMED_BY = ("id", "number", "rma_number")
IS_CONTRACT = ORDER.c.type == OrderType.PROJECT_CONTRACT


class EntryRow(NamedTuple):
    """A row of the ledger, first what `Entry` has of it, then the document that wrote it."""

    id: int
    root_id: int
    type: TransactionType
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    day: date
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    currency: str
    rule: str
    reverses_id: int | None
    reversed_by_id: int | None
    invoice_id: int | None
    number: str | None
    document_type: DocumentType | None
    invoice_date: date | None


class LinkRow(NamedTuple):
    """A connection of a row with an earlier one."""

    actual_id: int
    role: ConnectionRole
    other_id: int


ENTRY = [one for one in EntryRow._fields if one not in ("invoice_id", "number", "document_type", "invoice_date")]
CALLED = {"type": "transaction_type", "day": "transaction_date"}  # in the ledger
ROOTS, KEYS, CONTRACT, DETAIL_ID, MOST = (
    given_keys("roots"),
    given_keys("keys"),
    bindparam("contract", type_=ORDER.c.id.type),
    bindparam("detail", type_=DETAIL.c.id.type),
    bindparam("most", type_=Integer()),
)


def _entries(condition: ColumnElement[bool]) -> ReadyRows[EntryRow]:
    statement = (
        select(*[ACTUAL.c[CALLED.get(name, name)].label(name) for name in ENTRY])
        .add_columns(ACTUAL.c.invoice_id, INVOICE.c.number, INVOICE.c.document_type, INVOICE.c.invoice_date)
        .outerjoin(INVOICE, INVOICE.c.id == ACTUAL.c.invoice_id)
        .where(condition)
        .order_by(ACTUAL.c.root_id, ACTUAL.c.id)
        .limit(MOST)
    )
    return ReadyRows(statement, EntryRow)


def _roots_of_contract() -> Select[int]:
    """All lineages of a project contract but those of cost, which is no matter of the customer's; oldest first."""
    return (
        select(ACTUAL.c.id)
        .where(ACTUAL.c.order_id == CONTRACT, ACTUAL.c.id == ACTUAL.c.root_id)
        .where(ACTUAL.c.transaction_type != TransactionType.COST)
        .order_by(ACTUAL.c.id)
        .limit(MOST)
    )


def _roots_of_detail() -> Select[int]:
    """The lineages of what the details of a chain bill, and of the rows written for them."""
    chain = or_(DETAIL.c.id == DETAIL_ID, DETAIL.c.first_detail_id == DETAIL_ID)
    billed = ACTUAL.c.id.in_(select(DETAIL.c.source_actual_id).where(chain))
    written = ACTUAL.c.invoice_line_detail_id.in_(select(DETAIL.c.id).where(chain))
    union = select(ACTUAL.c.root_id).where(billed).union(select(ACTUAL.c.root_id).where(written)).subquery()
    return select(union.c.root_id)  # with OR neither engine finds both by their indexes


def _connections() -> Select[*tuple[Any, ...]]:
    """The connections of rows with earlier and with later ones, but for those of cost; oldest first."""
    read = select(LINK.c.id, LINK.c.actual_id, LINK.c.role, LINK.c.other_id)
    read = read.where(LINK.c.other_role != ConnectionRole.COST)
    both = read.where(is_given(LINK.c.actual_id, KEYS)).union(read.where(is_given(LINK.c.other_id, KEYS))).subquery()
    return select(both.c.actual_id, both.c.role, both.c.other_id).order_by(both.c.id)


OF_ROOTS = _entries(is_given(ACTUAL.c.root_id, ROOTS))
OF_CONTRACT = _entries(ACTUAL.c.root_id.in_(_roots_of_contract()))
OF_DETAIL = _entries(ACTUAL.c.root_id.in_(_roots_of_detail()))
LINKS = ReadyRows(_connections(), LinkRow)
ROOTS_OF = ReadyRows(select(ACTUAL.c.root_id).where(is_given(ACTUAL.c.id, KEYS)), int)
FIRST_OF = ReadyRows(select(func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)).where(DETAIL.c.id == DETAIL_ID), int)
CONTRACTS = {
    name: ReadyRows(
        select(ORDER.c.id).where(ORDER.c[name] == bindparam("named", type_=ORDER.c[name].type)).where(IS_CONTRACT), int
    )
    for name in NAMED_BY
}


def load(connection: Connection, ref: ExplainRef) -> tuple[list[Entry], Links, bool] | None:
    """The rows of the lineages that `ref` asks for and of those connected with them, the connections, and whether
    there is more; None where there is no such record.
    """
    rows = _first(connection, ref)
    while rows is not None:
        entries = _with_documents(rows[:MOST_ROWS])
        links, strangers = _links(connection, {one.id for one in entries})
        is_cut = len(rows) > MOST_ROWS
        known = {one.root_id for one in rows}
        found = set(ROOTS_OF.read(connection, {"keys": [*strangers]})) - known if strangers and not is_cut else set()
        if not found:
            return entries, links, is_cut
        rows = OF_ROOTS.read(connection, {"roots": [*known, *found], "most": MOST_ROWS + 1})
    return None


def _first(connection: Connection, ref: ExplainRef) -> list[EntryRow] | None:
    """The rows of the lineages themselves, oldest first."""
    most = {"most": MOST_ROWS + 1}
    if ref.actual is not None:
        key = _key(ref.actual, "Actual")
        roots = [] if key is None else ROOTS_OF.read(connection, {"keys": [key]})
        return OF_ROOTS.read(connection, {"roots": roots, **most}) if roots else None
    if ref.invoice_line_detail is not None:
        firsts = FIRST_OF.read(connection, {"detail": _key(ref.invoice_line_detail, "InvoiceLineDetail")})
        return OF_DETAIL.read(connection, {"detail": firsts[0], **most}) if firsts else None
    assert ref.contract is not None, "the schema lets one of the three through"
    column, value = meant(ORDER, ref.contract)
    keys = [] if column is None else CONTRACTS[column].read(connection, {"named": value})
    return OF_CONTRACT.read(connection, {"contract": keys[0], **most}) if keys else None


def _key(ref: GlobalId, type_name: str) -> int | None:
    decoded = identity.decode(ref)
    return None if decoded is None or decoded[0] != type_name else decoded[1]


def _links(connection: Connection, keys: set[int]) -> tuple[Links, set[int]]:
    """The connections of rows with earlier ones, and rows beyond `keys` that a connection leads to; cost left out."""
    links: Links = {}
    strangers: set[int] = set()
    for actual_id, role, other_id in LINKS.read(connection, {"keys": [*keys]}) if keys else ():
        links.setdefault(actual_id, []).append(Link(role, other_id))
        strangers |= {actual_id, other_id} - keys
    return links, strangers


def _with_documents(rows: Sequence[EntryRow]) -> list[Entry]:
    documents: dict[int | None, Document | None] = {None: None}
    entries = []
    for row in rows:
        *values, key, number, kind, day = row
        if key not in documents and key and number and kind and day:
            documents[key] = Document(key, number, kind, day)
        entries.append(Entry._make([*values, documents[key]]))
    return entries
