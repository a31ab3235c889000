"""What corrections are planned with besides their details, read for many documents at once (putting-right 8.3)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from ....models import tables
from ....models.among import among
from ....models.rows import read_pairs
from ....models.several import Several
from ....models.vocabulary import DocumentType, SettlementMode
from ...command.transaction import Transaction
from ...ledger.settings import Settings, read_settings_of
from ...ledger.tax_codes import Taxes, read_taxes
from ...planners.projects.facts import DraftDetail, Limit
from ...planners.settlements import OpenItem
from ...projects.drafts.account import FAMILIES
from ...projects.limits import limits_of_contracts
from ...sales.open_items import ALL_OPEN, AccountItem, items_of
from .details import Selected
from .groups import Group

CUSTOMER, INVOICE = tables.customer, tables.invoice
OF_FAMILIES, OF_CUSTOMERS = Several(FAMILIES), Several(ALL_OPEN)


@dataclass(frozen=True)
class Around:
    """Terms and settings by customer, limits by contract, what is open by family or customer, the last dates.

    `reason` is why all of it is corrected, which documents may have to say.
    """

    today: date
    given_day: date | None
    mode: SettlementMode
    reason: str
    terms: Mapping[int, int]
    settings: Mapping[date, Mapping[int, Settings]]
    limits: Mapping[int, tuple[Limit, ...]]
    items: Mapping[int, Sequence[AccountItem]]
    last: Mapping[DocumentType, date]  # where numbers follow the calendar
    taxes: Taxes

    def open_items(self, customer_id: int, details: Iterable[DraftDetail]) -> tuple[OpenItem, ...]:
        """The documents that a correction of such details may be matched with."""
        if self.mode is SettlementMode.AUTOMATIC:
            return items_of(self.items.get(customer_id, ()))
        families = sorted({one.family for one in details if one.family is not None})
        found = [item for family in families for item in self.items.get(family, ())]
        return items_of(sorted(found, key=lambda item: (item.due_date, item.invoice_id, item.family or 0)))

    def families_of(self, corrects: Collection[int]) -> tuple[int, ...]:
        """The families that documents are in."""
        found = {key for key, items in self.items.items() if any(one.invoice_id in corrects for one in items)}
        return tuple(sorted(found))


def load_around(
    transaction: Transaction,
    groups: Sequence[Group],
    selected: Mapping[int, Sequence[Selected]],
    mode: SettlementMode,
    given_day: date | None,
    reason: str,
) -> Around:
    """What the documents of groups are planned with, in a few statements however many there are."""
    connection, invoices = transaction.connection, [one for group in groups for one in group]
    customers = sorted({one.customer_id for one in invoices})
    terms = select(CUSTOMER.c.id, CUSTOMER.c.payment_terms_days).where(among(connection, CUSTOMER.c.id, customers))
    today = transaction.today
    days = {given_day} if given_day else {today, *(one.invoice_date for one in invoices if one.invoice_date > today)}
    keys = [one.id for one in invoices]
    settings = {day: read_settings_of(transaction, day, customers, invoices=keys) for day in days}
    parameters = settings[min(days)][customers[0]].parameters
    return Around(
        today=today,
        given_day=given_day,
        mode=mode,
        reason=reason,
        terms=dict(read_pairs(connection, terms, int, int)),
        settings=settings,
        limits=limits_of_contracts(connection, sorted({one.contract_id for one in invoices if one.contract_id})),
        items=_items(connection, customers, selected, mode),
        last=_last_dates(connection) if parameters.enforce_chronological_numbers else {},
        taxes=read_taxes(connection),
    )


def _items(
    connection: Connection, customers: Sequence[int], selected: Mapping[int, Sequence[Selected]], mode: SettlementMode
) -> dict[int, list[AccountItem]]:
    """What is open of customers, or is in the families of what is corrected."""
    found: dict[int, list[AccountItem]] = defaultdict(list)
    if mode is SettlementMode.AUTOMATIC:
        for item in OF_CUSTOMERS.read(connection, {"customers": customers}).rows(ALL_OPEN):
            found[item.customer_id].append(item)
        return found
    rights = (one.right for of_invoice in selected.values() for one in of_invoice)
    families = sorted({one.family for one in rights if one is not None and one.family is not None})
    if mode is not SettlementMode.NONE and families:
        for item in OF_FAMILIES.read(connection, {"families": families}).rows(FAMILIES):
            found[item.family or 0].append(item)
    return found


def _last_dates(connection: Connection) -> dict[DocumentType, date]:
    """The date of the last document of each series."""
    statement = select(INVOICE.c.document_type, func.max(INVOICE.c.invoice_date)).where(
        INVOICE.c.posted_at.is_not(None)
    )
    return dict(read_pairs(connection, statement.group_by(INVOICE.c.document_type), DocumentType, date))
