"""What stands billed and meets a selection: as conditions of one statement, and the invoices that it is on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, union

from ....models import tables
from ....models.among import among
from ....models.rows import read_all
from ....models.texts import folded
from ....models.vocabulary import BillingType, DetailKind
from ...projects.drafts.billed import BILLED, NOT_WAIVED
from ...sales.canceled import pairs_of
from ..requests import BilledWhere

MOST = 1000  # invoices
KINDS = (DetailKind.PRODUCT, DetailKind.TRANSACTION, DetailKind.MILESTONE)  # charges and retainers are never reached
ACTUAL, DETAIL, INVOICE, LINE = tables.actual, tables.invoice_line_detail, tables.invoice, tables.invoice_line
LINKS, NAMED = tables.invoice_correction, tables.invoice.alias("named")
FIRST, FIRST_LINE, MEMBER = DETAIL.alias("first"), LINE.alias("first_line"), DETAIL.alias("member")
STOOD, RESTORED = ACTUAL.alias("stood"), ACTUAL.alias("restored")  # what a cancellation put in the place of what
OTHER, LINE_OF, ROW = DETAIL.alias("other"), LINE.alias("line_of"), ACTUAL.alias("row_of")
FIRST_ID: ColumnElement[int] = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
STANDING = (
    BILLED,
    ACTUAL.c.reverses_id.is_(None),
    ACTUAL.c.reversed_by_id.is_(None),
    NOT_WAIVED,
    ACTUAL.c.billing_type == BillingType.CHARGEABLE,
    DETAIL.c.kind.in_(KINDS),
)
OF_INVOICE = [INVOICE.c[name] for name in ("id", "number", "invoice_date", "customer_id", "currency", "contract_id")]
Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class FoundInvoice:
    """An invoice on which a selection finds something: how much, and what its document shares with others."""

    id: int
    number: str
    invoice_date: date
    customer_id: int
    currency: str
    contract_id: int | None
    details: int

    @property
    def turn(self) -> tuple[date, int, str]:
        """When its turn is: by date, then by number."""
        return self.invoice_date, len(self.number), self.number


def standing(statement: Select[Any]) -> Select[Any]:
    """A statement of rows that stand billed, with their details, lines and invoices, and where their chains began.

    A row that a cancellation restored bills the detail of the row that it stands in for (putting-right 4.5).
    """
    return (
        statement.select_from(ACTUAL)
        .outerjoin(STOOD, STOOD.c.id == ACTUAL.c.stands_for_id)
        .join(DETAIL, DETAIL.c.id == func.coalesce(STOOD.c.invoice_line_detail_id, ACTUAL.c.invoice_line_detail_id))
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .join(LINE, LINE.c.id == DETAIL.c.invoice_line_id)
        .join(FIRST, FIRST.c.id == FIRST_ID)
        .join(FIRST_LINE, FIRST_LINE.c.id == FIRST.c.invoice_line_id)
        .where(*STANDING)
    )


def found_invoices(connection: Connection, conditions: Conditions) -> list[FoundInvoice]:
    """Invoices on which something meets the conditions, in the order of posting; at most one more than a run takes."""
    statement = standing(select(*OF_INVOICE, func.count().label("details"))).where(*conditions).group_by(*OF_INVOICE)
    return sorted(read_all(connection, statement.limit(MOST + 1), FoundInvoice), key=lambda one: one.turn)


def conditions_of(connection: Connection, where: BilledWhere, invoices: Sequence[int] | None = None) -> Conditions:
    """What rows have to meet, every field of a selection; of some `invoices` alone, where they are given.

    What returns credited stands credited, not billed: it is selected where its document is named, and not else.
    """
    found = [] if invoices is None else _on(connection, invoices)
    found += [column == value for column, value in _equal(where) if value is not None]
    found += _days(where)
    if invoices is None and where.invoices is None and (where.customer is not None or where.product is not None):
        found.append(_billing(where))
    if where.invoices is None:
        found.append(FIRST_LINE.c.return_order_line_id.is_(None))
    else:
        found += _named(connection, where.invoices, everywhere=invoices is None)
    if where.transaction_class is not None:
        found.append(ACTUAL.c.transaction_class.in_(where.transaction_class))
    if where.description is not None:
        found.append(among(connection, DETAIL.c.description, _spelled(connection, where.description, found)))
    return found


def _on(connection: Connection, invoices: Sequence[int]) -> list[ColumnElement[bool]]:
    """Billed on these invoices, by rows of theirs or by what stands in for them on documents that cancel others."""
    in_place = (
        select(RESTORED.c.invoice_id)
        .select_from(RESTORED)
        .join(STOOD, STOOD.c.id == RESTORED.c.stands_for_id)
        .where(among(connection, STOOD.c.invoice_id, invoices), RESTORED.c.invoice_id.is_not(None))
        .distinct()
    )
    wrote = [*invoices, *read_all(connection, in_place, int)]
    return [among(connection, ACTUAL.c.invoice_id, wrote), among(connection, INVOICE.c.id, invoices)]


def _billing(where: BilledWhere) -> ColumnElement[bool]:
    """Rows that bill details of the customer and the product, or stand in for such: no index has whichever it is."""
    # what each begins with is said: statements that threads make at once do not always find it themselves
    chosen = select(OTHER.c.id).select_from(OTHER).join(LINE_OF, LINE_OF.c.id == OTHER.c.invoice_line_id)
    chosen = chosen.join(NAMED, NAMED.c.id == OTHER.c.invoice_id)
    for column, value in ((NAMED.c.customer_id, where.customer), (LINE_OF.c.product_id, where.product)):
        chosen = chosen if value is None else chosen.where(column == value)
    own = select(ROW.c.id).where(ROW.c.invoice_line_detail_id.in_(chosen))
    in_place = select(RESTORED.c.id).select_from(RESTORED).join(ROW, ROW.c.id == RESTORED.c.stands_for_id)
    return ACTUAL.c.id.in_(union(own, in_place.where(ROW.c.invoice_line_detail_id.in_(chosen))))


def _named(connection: Connection, invoices: Sequence[int], *, everywhere: bool) -> list[ColumnElement[bool]]:
    """On these invoices, or on documents that correct them: what began or was corrected on one of them.

    What has been canceled corrected nothing, and what cancels does not either.
    """
    void = pairs_of(connection, invoices)
    invoices = [key for key in invoices if key not in void]
    of_chain = or_(MEMBER.c.id == FIRST_ID, MEMBER.c.first_detail_id == FIRST_ID)
    on_one = select(MEMBER.c.id).where(of_chain, among(connection, MEMBER.c.invoice_id, invoices)).exists()
    found: list[ColumnElement[bool]] = [or_(among(connection, INVOICE.c.id, invoices), on_one)]
    if everywhere:  # where they are, so that nothing else is looked at
        first = select(NAMED.c.id.label("invoice_id")).where(among(connection, NAMED.c.id, invoices))
        there = first.cte("there", recursive=True)
        there = there.union(
            select(LINKS.c.invoice_id).select_from(LINKS).join(there, LINKS.c.corrects_id == there.c.invoice_id)
        )
        found.append(ACTUAL.c.invoice_id.in_(select(there.c.invoice_id)))
    return found


def _equal(where: BilledWhere) -> tuple[tuple[ColumnElement[Any], object], ...]:
    return (
        (INVOICE.c.customer_id, where.customer),
        (ACTUAL.c.order_id, where.order),
        (LINE.c.product_id, where.product),
        (ACTUAL.c.unit_price, where.unit_price),
        (DETAIL.c.tax_rate, where.tax_rate),
    )


def _days(where: BilledWhere) -> list[ColumnElement[bool]]:
    bounds = (
        (where.worked_from, ACTUAL.c.transaction_date.__ge__),
        (where.worked_to, ACTUAL.c.transaction_date.__le__),
        (where.dated_from, INVOICE.c.invoice_date.__ge__),
        (where.dated_to, INVOICE.c.invoice_date.__le__),
    )
    return [compare(day) for day, compare in bounds if day is not None]


def _spelled(connection: Connection, text: str, conditions: Conditions) -> list[str]:
    """The descriptions that are this text in any case; neither engine knows what that is of every letter."""
    statement = standing(select(DETAIL.c.description)).where(and_(True, *conditions)).distinct()
    wanted = folded(text)
    return [one for one in read_all(connection, statement, str) if folded(one) == wanted]
