"""Finding the rows to explain: whole lineages, and those that a connection ties to them."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, func, or_, select

from ....models import identity, tables
from ....models.identity import GlobalId
from ....models.vocabulary import (
    BillingType,
    ConnectionRole,
    DocumentType,
    OrderType,
    TransactionClass,
    TransactionType,
)
from ....posting.commands import OrderRef
from ...reading.references import key_condition
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
ENUMS: dict[str, type[StrEnum]] = {
    "type": TransactionType,
    "transaction_class": TransactionClass,
    "billing_type": BillingType,
}
CALLED = {"type": "transaction_type", "date": "transaction_date"}  # in the ledger
READ = [field.name for field in fields(Entry) if field.name != "document"]


def roots_of(connection: Connection, ref: ExplainRef) -> list[int] | None:
    """The roots of the lineages that `ref` asks for, oldest first; None where there is no such record."""
    if ref.actual is not None:
        return _roots_of_actual(connection, ref.actual)
    if ref.invoice_line_detail is not None:
        return _roots_of_detail(connection, ref.invoice_line_detail)
    assert ref.contract is not None, "the schema lets one of the three through"
    return _roots_of_contract(connection, ref.contract)


def load(connection: Connection, roots: Iterable[int]) -> tuple[list[Entry], Links, bool]:
    """The rows of the lineages and of those connected with them, the connections, and whether there is more."""
    known = set(roots)
    while True:
        rows = connection.execute(_rows(known)).mappings().all()
        entries = [_entry(row) for row in rows[:MOST_ROWS]]
        links, strangers = _links(connection, {one.id for one in entries})
        found = set(connection.scalars(select(ACTUAL.c.root_id).where(ACTUAL.c.id.in_(strangers)))) - known
        if not found or len(rows) > MOST_ROWS:
            return entries, links, len(rows) > MOST_ROWS
        known |= found


def _roots_of_actual(connection: Connection, ref: GlobalId) -> list[int] | None:
    key = _key(ref, "Actual")
    return list(connection.scalars(select(ACTUAL.c.root_id).where(ACTUAL.c.id == key))) or None


def _roots_of_detail(connection: Connection, ref: GlobalId) -> list[int] | None:
    """The lineages of what the details of a chain bill, and of the rows written for them."""
    first = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
    beginning = connection.scalar(select(first).where(DETAIL.c.id == _key(ref, "InvoiceLineDetail")))
    if beginning is None:
        return None
    chain = or_(DETAIL.c.id == beginning, DETAIL.c.first_detail_id == beginning)
    billed = ACTUAL.c.id.in_(select(DETAIL.c.source_actual_id).where(chain))
    written = ACTUAL.c.invoice_line_detail_id.in_(select(DETAIL.c.id).where(chain))
    roots = select(ACTUAL.c.root_id).where(billed).union(select(ACTUAL.c.root_id).where(written))
    return sorted(connection.scalars(roots))  # with OR neither engine finds both by their indexes


def _roots_of_contract(connection: Connection, ref: OrderRef) -> list[int] | None:
    """All lineages of a project contract but those of cost, which is no matter of the customer's."""
    contract = and_(ORDER.c.id.in_(key_condition(ORDER, ref)), ORDER.c.type == OrderType.PROJECT_CONTRACT)
    key = connection.scalar(select(ORDER.c.id).where(contract))
    if key is None:
        return None
    statement = (
        select(ACTUAL.c.id)
        .where(ACTUAL.c.order_id == key, ACTUAL.c.id == ACTUAL.c.root_id)
        .where(ACTUAL.c.transaction_type != TransactionType.COST)
        .order_by(ACTUAL.c.id)
        .limit(MOST_ROWS + 1)
    )
    return list(connection.scalars(statement))


def _key(ref: GlobalId, type_name: str) -> int | None:
    decoded = identity.decode(ref)
    return None if decoded is None or decoded[0] != type_name else decoded[1]


def _rows(roots: Collection[int]) -> Select[Any]:
    return (
        select(*[ACTUAL.c[CALLED.get(name, name)].label(name) for name in READ])
        .add_columns(ACTUAL.c.invoice_id, INVOICE.c.number, INVOICE.c.document_type, INVOICE.c.invoice_date)
        .outerjoin(INVOICE, INVOICE.c.id == ACTUAL.c.invoice_id)
        .where(ACTUAL.c.root_id.in_(roots))
        .order_by(ACTUAL.c.root_id, ACTUAL.c.id)
        .limit(MOST_ROWS + 1)
    )


def _links(connection: Connection, keys: set[int]) -> tuple[Links, set[int]]:
    """The connections of rows with earlier ones, and rows beyond `keys` that a connection leads to; cost left out."""
    statement = select(LINK.c.actual_id, LINK.c.role, LINK.c.other_id).where(
        or_(LINK.c.actual_id.in_(keys), LINK.c.other_id.in_(keys)), LINK.c.other_role != ConnectionRole.COST
    )
    links: Links = {}
    strangers: set[int] = set()
    for row in connection.execute(statement.order_by(LINK.c.id)):
        links.setdefault(row.actual_id, []).append(Link(ConnectionRole(row.role), row.other_id))
        strangers |= {row.actual_id, row.other_id} - keys
    return links, strangers


def _entry(row: RowMapping) -> Entry:
    values: dict[str, Any] = {name: ENUMS[name](row[name]) if name in ENUMS else row[name] for name in READ}
    return Entry(**values, document=None if row["invoice_id"] is None else _document(row))


def _document(row: RowMapping) -> Document:
    kind = DocumentType(row["document_type"])
    return Document(id=row["invoice_id"], number=row["number"], type=kind, date=row["invoice_date"])
