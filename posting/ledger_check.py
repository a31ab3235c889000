"""The ledger laws, checked on the live data: what `checkLedger` and `rebill check` run.

A law is a pair of statements: the rows that it looks at, and those of them that break it. Both read whole tables, so a
check of a large ledger takes its time; it runs on a snapshot and blocks nobody.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, literal, or_, select
from sqlalchemy import Table as Rows

from ..models import tables
from ..models.vocabulary import (
    AdjustmentStatus,
    BillingType,
    DocumentType,
    OrderType,
    ReturnLineStatus,
    TransactionClass,
    TransactionType,
)
from .amounts import ZERO

MOST_VIOLATIONS = 100
ACTUAL, INVOICE, LINE = tables.actual, tables.invoice, tables.invoice_line
DETAIL, RETURNED, ORDER, CUSTOMER = (
    tables.invoice_line_detail,
    tables.return_order_line,
    tables.order,
    tables.customer,
)
MONEY, PIECES = ACTUAL.c.amount.type, ACTUAL.c.quantity.type
BILLED = ACTUAL.c.transaction_type == TransactionType.BILLED_SALES
UNBILLED = ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES


@dataclass(frozen=True)
class Law:
    """A law and how it is checked. `broken` selects the key or number of each row that breaks it."""

    id: str
    statement: str
    looked_at: Select[Any]
    broken: Select[Any]


@dataclass(frozen=True)
class CheckedLaw:
    """What became of a law on the live data."""

    id: str
    statement: str
    checked_rows: int
    violations: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether no row breaks it."""
        return not self.violations


def _rows(table: Rows, *conditions: Any) -> Select[Any]:
    return select(func.count()).select_from(table).where(*conditions)


def _sum(column: Any, kind: Any = MONEY) -> Any:
    return func.coalesce(func.sum(column, type_=kind), literal(ZERO, kind), type_=kind)


def _reversals() -> Law:
    target = ACTUAL.alias("target")
    pairs = (
        (ACTUAL.c.transaction_type == target.c.transaction_type)
        & (ACTUAL.c.transaction_class == target.c.transaction_class)
        & (ACTUAL.c.billing_type == target.c.billing_type)
        & (ACTUAL.c.unit_price == target.c.unit_price)
        & (ACTUAL.c.order_id == target.c.order_id)
        & (ACTUAL.c.customer_id == target.c.customer_id)
        & (ACTUAL.c.quantity == -target.c.quantity)
        & (ACTUAL.c.amount == -target.c.amount)
        & (ACTUAL.c.tax_amount == -target.c.tax_amount)
        & (target.c.reversed_by_id == ACTUAL.c.id)
        & target.c.reverses_id.is_(None)
    )
    broken = select(ACTUAL.c.id).join(target, target.c.id == ACTUAL.c.reverses_id).where(~pairs)
    statement = "Every reversal negates one row of the same kind, price and contract, which no other row reverses."
    return Law("L1 reversal pairing", statement, _rows(ACTUAL, ACTUAL.c.reverses_id.is_not(None)), broken)


def _invoices() -> Law:
    billed = (
        select(_sum(ACTUAL.c.amount + ACTUAL.c.tax_amount))
        .where(ACTUAL.c.invoice_id == INVOICE.c.id, BILLED, ACTUAL.c.billing_type == BillingType.CHARGEABLE)
        .scalar_subquery()
    )
    posted = INVOICE.c.posted_at.is_not(None)
    broken = select(INVOICE.c.number).where(posted, billed != INVOICE.c.total_amount)
    statement = "A posted invoice's total is the sum, tax included, of the chargeable billed sales that it wrote."
    return Law("L3 invoice = ledger", statement, _rows(INVOICE, posted), broken)


def _lines() -> Law:
    of_lines = select(_sum(LINE.c.total_amount)).where(LINE.c.invoice_id == INVOICE.c.id).scalar_subquery()
    total = INVOICE.c.net_amount + INVOICE.c.tax_amount
    broken = select(INVOICE.c.id).where(or_(of_lines != INVOICE.c.total_amount, total != INVOICE.c.total_amount))
    statement = "An invoice's total is net and tax together, and the sum of its lines."
    return Law("invoice = lines", statement, _rows(INVOICE), broken)


def _contracts() -> Law:
    invoiced = (
        select(_sum(INVOICE.c.total_amount))
        .where(INVOICE.c.contract_id == ORDER.c.id, INVOICE.c.posted_at.is_not(None))
        .scalar_subquery()
    )
    billed = (
        select(_sum(ACTUAL.c.amount + ACTUAL.c.tax_amount))
        .where(ACTUAL.c.order_id == ORDER.c.id, BILLED, ACTUAL.c.billing_type == BillingType.CHARGEABLE)
        .scalar_subquery()
    )
    contract = ORDER.c.type == OrderType.PROJECT_CONTRACT
    broken = select(ORDER.c.number).where(contract, invoiced != billed)
    statement = "A contract's invoices come to its chargeable billed sales, tax and reversals included."
    return Law("L4 contract total", statement, _rows(ORDER, contract), broken)


def _outcomes() -> Law:
    first = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
    sums = (
        select(
            first.label("root"),
            _sum(ACTUAL.c.amount).label("amount"),
            _sum(ACTUAL.c.tax_amount).label("tax"),
            func.max(DETAIL.c.id).label("latest"),
        )
        .select_from(ACTUAL)
        .join(DETAIL, DETAIL.c.id == ACTUAL.c.invoice_line_detail_id)
        .where(BILLED, ACTUAL.c.rule.not_like("%.write_off_billed"))
        .group_by(first)
        .subquery()
    )
    entered = DETAIL.alias("entered")
    broken = (
        select(entered.c.id)
        .join(sums, sums.c.latest == entered.c.id)
        .where(or_(sums.c.amount != entered.c.amount, sums.c.tax != entered.c.tax_amount))
    )
    statement = "The billed sales of a detail and all its corrections come to what was last entered."
    return Law("L5 correction outcome", statement, _rows(DETAIL), broken)


def _quantities() -> Law:
    source, root = ACTUAL.alias("source"), ACTUAL.alias("root")
    entered, before = func.abs(DETAIL.c.quantity), func.abs(source.c.quantity)
    given_up = and_(source.c.transaction_class == TransactionClass.FEE, entered < before, entered != ZERO)
    change = case((or_(entered > before, given_up), DETAIL.c.quantity - source.c.quantity), else_=literal(ZERO, PIECES))
    changed = (
        select(_sum(change, PIECES))
        .select_from(DETAIL)
        .join(source, source.c.id == DETAIL.c.source_actual_id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(source.c.root_id == root.c.id, INVOICE.c.posted_at.is_not(None))
        .scalar_subquery()
    )
    standing = (
        select(_sum(ACTUAL.c.quantity, PIECES))
        .where(ACTUAL.c.root_id == root.c.id, or_(BILLED, UNBILLED))
        .scalar_subquery()
    )
    is_root = and_(root.c.root_id == root.c.id, root.c.transaction_type == TransactionType.UNBILLED_SALES)
    broken = select(root.c.id).where(is_root, standing != root.c.quantity + changed)
    statement = (
        "No piece of work is lost: billed and open come to what was approved, more what was raised, less fees given up."
    )
    return Law("L7 quantities", statement, select(func.count()).select_from(root).where(is_root), broken)


def _backlog() -> Law:
    open_row = and_(ACTUAL.c.reverses_id.is_(None), ACTUAL.c.reversed_by_id.is_(None))
    everything = _sum(ACTUAL.c.amount + ACTUAL.c.tax_amount)
    of_open = _sum(case((open_row, ACTUAL.c.amount + ACTUAL.c.tax_amount), else_=literal(ZERO, MONEY)))
    broken = select(ACTUAL.c.root_id).where(UNBILLED).group_by(ACTUAL.c.root_id).having(everything != of_open)
    statement = "Of every piece of work, all unbilled sales together come to its open unbilled sales."
    return Law("L6 backlog", statement, _rows(ACTUAL, UNBILLED), broken)


def _costs() -> Law:
    cost = ACTUAL.c.transaction_type == TransactionType.COST
    broken = select(ACTUAL.c.id).where(cost, or_(ACTUAL.c.invoice_id.is_not(None), ACTUAL.c.reverses_id.is_not(None)))
    return Law("L11 cost untouched", "Posting an invoice writes no cost rows.", _rows(ACTUAL, cost), broken)


def _flags() -> Law:
    of_invoice = select(func.count()).where(DETAIL.c.invoice_id == INVOICE.c.id, DETAIL.c.correction.is_(True))
    corrections = of_invoice.scalar_subquery()
    broken = select(INVOICE.c.id).where(INVOICE.c.has_corrections != (corrections > 0))
    statement = "An invoice has corrections exactly where one of its details is a correction."
    return Law("L12 correction flag", statement, _rows(INVOICE), broken)


def _live_rows() -> Law:
    first = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
    live = and_(BILLED, ACTUAL.c.reverses_id.is_(None), ACTUAL.c.reversed_by_id.is_(None))
    broken = (
        select(first)
        .select_from(ACTUAL)
        .join(DETAIL, DETAIL.c.id == ACTUAL.c.invoice_line_detail_id)
        .where(live, ACTUAL.c.rule.not_like("%.write_off_billed"))
        .group_by(first)
        .having(func.count() > 1)
    )
    statement = "A billed detail and its corrections have at most one billed row that stands."
    return Law("L13 one live row", statement, _rows(DETAIL), broken)


def _statuses() -> Law:
    is_reversal = ACTUAL.c.reverses_id.is_not(None)
    reversed_bill = and_(BILLED, ACTUAL.c.reversed_by_id.is_not(None))
    status = ACTUAL.c.adjustment_status
    broken = select(ACTUAL.c.id).where(
        or_(
            and_(is_reversal, status.is_distinct_from(AdjustmentStatus.UNADJUSTABLE)),
            and_(~is_reversal, status == AdjustmentStatus.UNADJUSTABLE),
            and_(reversed_bill, status.is_distinct_from(AdjustmentStatus.ADJUSTED)),
            and_(status == AdjustmentStatus.ADJUSTED, ACTUAL.c.reversed_by_id.is_(None)),
        )
    )
    statement = "Reversals are UNADJUSTABLE, reversed billed sales ADJUSTED, and nothing else is."
    return Law("L13 statuses", statement, _rows(ACTUAL), broken)


def _connections() -> Law:
    link = tables.actual_connection
    linked = select(link.c.actual_id).where(
        link.c.actual_id == ACTUAL.c.id, link.c.other_id == ACTUAL.c.reverses_id, link.c.role == "REVERSING"
    )
    reversal = ACTUAL.c.reverses_id.is_not(None)
    broken = select(ACTUAL.c.id).where(reversal, ~linked.exists())
    statement = "Every reversal has a Reversing/Original connection to the row that it reverses."
    return Law("L20 connections", statement, _rows(ACTUAL, reversal), broken)


def _positions() -> Law:
    last = select(func.coalesce(func.max(ACTUAL.c.id), 0)).scalar_subquery()
    rows = select(func.count()).select_from(ACTUAL).scalar_subquery()
    broken = select(last).where(last != rows)
    return Law("ledger gapless", "Positions in the ledger run from 1 without a gap.", _rows(ACTUAL), broken)


def _balances() -> Law:
    posted = (
        select(_sum(INVOICE.c.total_amount))
        .where(INVOICE.c.customer_id == CUSTOMER.c.id, INVOICE.c.posted_at.is_not(None))
        .scalar_subquery()
    )
    broken = select(CUSTOMER.c.number).where(posted != CUSTOMER.c.balance)
    statement = "A customer's balance is the sum of its posted invoices and credit notes."
    return Law("customer balance", statement, _rows(CUSTOMER), broken)


def _returned_quantities() -> Law:
    claimed = (
        select(_sum(RETURNED.c.expected_quantity - RETURNED.c.released_quantity, PIECES))
        .where(RETURNED.c.original_invoice_line_id == LINE.c.id)
        .where(RETURNED.c.return_status != ReturnLineStatus.CANCELED)
        .scalar_subquery()
    )
    credit = LINE.alias("credit")
    credited = select(_sum(-credit.c.quantity, PIECES)).where(credit.c.credits_line_id == LINE.c.id).scalar_subquery()
    sold = LINE.c.sales_order_line_id.is_not(None)
    broken = select(LINE.c.id).where(sold, or_(claimed > LINE.c.quantity, credited > claimed))
    statement = "No more of an invoice line is returned than it sold, and no more credited than returned."
    return Law("returns 1 quantities", statement, _rows(LINE, sold), broken)


def _return_lines() -> Law:
    line = RETURNED.c
    credited = line.invoiced_quantity + line.released_quantity
    closed = line.return_status == ReturnLineStatus.INVOICED
    awaiting = line.return_status == ReturnLineStatus.AWAITING
    broken = select(line.id).where(
        or_(
            line.invoiced_quantity < ZERO,
            credited > line.expected_quantity,
            line.received_quantity > line.registered_quantity,
            line.registered_quantity > line.expected_quantity,
            and_(closed, credited != line.expected_quantity),
            and_(awaiting, line.registered_quantity != ZERO),
        )
    )
    statement = "Quantities of a return line never exceed those of the stage before, and match its status."
    return Law("returns 2, 4 stages", statement, _rows(RETURNED), broken)


def _return_headers() -> Law:
    live = RETURNED.c.return_status != ReturnLineStatus.CANCELED
    closed = RETURNED.c.return_status == ReturnLineStatus.INVOICED
    of_order = RETURNED.c.order_id == ORDER.c.id
    waiting = select(RETURNED.c.id).where(of_order, live, ~closed).exists()
    any_live = select(RETURNED.c.id).where(of_order, live).exists()
    returns = ORDER.c.type == "RETURN_ORDER"
    is_closed = ORDER.c.return_status == "CLOSED"
    broken = select(ORDER.c.number).where(
        returns, or_(is_closed != and_(any_live, ~waiting), is_closed != (ORDER.c.status == "INVOICED"))
    )
    statement = "A return order is CLOSED, and INVOICED, exactly where every live line is credited."
    return Law("returns 5 header", statement, _rows(ORDER, returns), broken)


def _document_types() -> Law:
    posted = INVOICE.c.posted_at.is_not(None)
    credits = select(tables.invoice_correction.c.invoice_id).where(
        tables.invoice_correction.c.invoice_id == INVOICE.c.id
    )
    negative = or_(INVOICE.c.total_amount < ZERO, and_(INVOICE.c.total_amount == ZERO, credits.exists()))
    is_credit = INVOICE.c.document_type == DocumentType.CREDIT_NOTE
    broken = select(INVOICE.c.number).where(posted, is_credit != negative)
    statement = "The sign of the total names the document; zero is a credit note where something is credited."
    return Law("returns 10 document type", statement, _rows(INVOICE, posted), broken)


def _numbers() -> Law:
    series = tables.number_series
    used = (
        select(func.count())
        .where(INVOICE.c.document_type == series.c.name, INVOICE.c.number.is_not(None))
        .scalar_subquery()
    )
    documents = series.c.name.in_([DocumentType.INVOICE, DocumentType.CREDIT_NOTE])
    broken = select(series.c.name).where(documents, used != series.c.next - 1)
    statement = "Invoices and credit notes are numbered without a gap."
    return Law("returns 14 numbers", statement, _rows(INVOICE, INVOICE.c.number.is_not(None)), broken)


LAWS: tuple[Law, ...] = (
    _reversals(),
    _invoices(),
    _lines(),
    _contracts(),
    _outcomes(),
    _backlog(),
    _quantities(),
    _costs(),
    _flags(),
    _live_rows(),
    _statuses(),
    _connections(),
    _positions(),
    _balances(),
    _returned_quantities(),
    _return_lines(),
    _return_headers(),
    _document_types(),
    _numbers(),
)


def check_connection(connection: Connection) -> list[CheckedLaw]:
    """Check every law on what `connection` sees."""
    return [_checked(connection, law) for law in LAWS]


def _checked(connection: Connection, law: Law) -> CheckedLaw:
    rows = int(connection.execute(law.looked_at).scalar_one())
    broken = connection.execute(law.broken.limit(MOST_VIOLATIONS)).scalars()
    return CheckedLaw(law.id, law.statement, rows, tuple(f"{law.id}: {row}" for row in broken))
