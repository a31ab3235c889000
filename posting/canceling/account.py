"""What settles a document that is to be canceled, and what the one that cancels it may be matched with."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from ...models import tables
from ...models.among import among
from ...models.given_keys import given_keys, is_given
from ...models.rows import columns_of, read_all
from ...models.several import Several
from ...models.vocabulary import SettlementMode
from ..planned.vouchers import Entry
from ..planners.accounts import AccountDocument
from ..planners.releases import Settled
from ..planners.settlements import OpenItem, each_once
from ..sales.open_items import ALL_OPEN, AccountItem, family_items, items_of
from .records import SettledEntry, SettledRow

SETTLEMENT, PAYMENT, INVOICE = tables.settlement, tables.payment, tables.invoice
VOUCHER, ENTRY = tables.voucher, tables.voucher_entry
RELEASE = SETTLEMENT.alias("release")
FAMILIES = family_items(is_given(INVOICE.c.id, given_keys("families")))
OF_FAMILIES, OF_CUSTOMER = Several(FAMILIES), Several(ALL_OPEN)


@dataclass(frozen=True)
class Account:
    """What settles the document, the documents on both sides of that, and what else is open."""

    settled: tuple[Settled, ...]
    documents: dict[int, AccountDocument]
    items: tuple[OpenItem, ...]


def account_of(
    connection: Connection, invoice_id: int, customer_id: int, families: Sequence[int], mode: SettlementMode
) -> Account:
    """The customer's account around a document."""
    settled = tuple(_settled(connection, invoice_id))
    sides = {key for one in settled for key in (one.debit_invoice_id, one.credit_invoice_id) if key is not None}
    chosen = select(INVOICE).where(among(connection, INVOICE.c.id, sorted({invoice_id, *sides})))
    documents = {one.id: one for one in read_all(connection, chosen, AccountDocument)}
    return Account(settled, documents, _items(connection, sides - {invoice_id}, customer_id, families, mode))


def _settled(connection: Connection, invoice_id: int) -> list[Settled]:
    """What settles the document and was not released; what is written off with its voucher."""
    statement = (
        select(SETTLEMENT, PAYMENT.c.reference)
        .outerjoin(PAYMENT, PAYMENT.c.id == SETTLEMENT.c.payment_id)
        .outerjoin(RELEASE, RELEASE.c.releases_id == SETTLEMENT.c.id)
        .where(or_(SETTLEMENT.c.debit_invoice_id == invoice_id, SETTLEMENT.c.credit_invoice_id == invoice_id))
        .where(SETTLEMENT.c.releases_id.is_(None), RELEASE.c.id.is_(None))
        .order_by(SETTLEMENT.c.id)
    )
    rows = read_all(connection, statement, SettledRow)
    entries = _entries(connection, [row.id for row in rows])
    return [Settled(**vars(row), released_on=None, entries=tuple(entries[row.id])) for row in rows]


def _entries(connection: Connection, settlements: Sequence[int]) -> Mapping[int, list[Entry]]:
    """The entries of the vouchers of settlements, by settlement; a match has none."""
    found: dict[int, list[Entry]] = defaultdict(list)
    if settlements:
        statement = (
            select(VOUCHER.c.settlement_id, *columns_of(ENTRY, Entry))
            .join(ENTRY, ENTRY.c.voucher_id == VOUCHER.c.id)
            .where(among(connection, VOUCHER.c.settlement_id, settlements))
            .order_by(ENTRY.c.position)
        )
        for row in read_all(connection, statement, SettledEntry):
            entry = vars(row)
            found[entry.pop("settlement_id")].append(Entry(**entry))
    return found


def _items(
    connection: Connection, released: set[int], customer_id: int, families: Sequence[int], mode: SettlementMode
) -> tuple[OpenItem, ...]:
    """What is open, and what will be once matches are released."""
    if mode is SettlementMode.NONE:
        return ()
    if mode is SettlementMode.ORIGINAL_INVOICE:
        return items_of(OF_FAMILIES.read(connection, {"families": sorted(families)}).rows(FAMILIES))
    found: list[AccountItem] = OF_CUSTOMER.read(connection, {"customers": [customer_id]}).rows(ALL_OPEN)
    opened = OF_FAMILIES.read(connection, {"families": sorted(released)}).rows(FAMILIES) if released else []
    return each_once((*items_of(found), *(one for one in items_of(opened) if one.invoice_id in released)))
