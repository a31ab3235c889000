"""Laws that hold a row of the ledger to what it was written for: its document, order, lineage and reversed row."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, literal, or_, select, true, union_all

from ...models import tables
from ...models.vocabulary import OrderType, TransactionClass, TransactionType
from ..amounts import ZERO
from ..rules.cancellations import CANCELLATION
from ..rules.goods_corrections import GOODS_CORRECTIONS
from ..rules.names import RowName
from ..rules.returns import CHARGE as CHARGE_RULE
from .law import ACTUAL, BILLED, INVOICE, LINE, ORDER, POSTED, Found, Law, rows_of, sum_of
from .project_amounts import ENTERED
from .walk import Row, breaking, key_of, rows

CHARGE, OF_ORDER, SHARE = tables.invoice_charge, tables.invoice_order, tables.contract_customer
ROOT, TARGET, BEFORE = ACTUAL.alias("root"), ACTUAL.alias("target"), ACTUAL.alias("before")
OF_CONTRACT = ORDER.c.type == OrderType.PROJECT_CONTRACT
CORRECTING = [rule for scenario in (*GOODS_CORRECTIONS, CANCELLATION) for rule in scenario.rules.values()]
RETAINER = ACTUAL.c.transaction_class == TransactionClass.RETAINER


def _documents() -> Law:
    """Rows are written by a posting, at its time or later where the clock was turned back."""
    line_of_another = and_(ACTUAL.c.invoice_line_id.is_not(None), LINE.c.invoice_id != ACTUAL.c.invoice_id)
    detail = tables.invoice_line_detail
    detail_of_another = and_(
        ACTUAL.c.invoice_line_detail_id.is_not(None), detail.c.invoice_id.is_distinct_from(ACTUAL.c.invoice_id)
    )
    broken = (
        select(ACTUAL.c.id)
        .join(INVOICE, INVOICE.c.id == ACTUAL.c.invoice_id)
        .outerjoin(OF_ORDER, and_(OF_ORDER.c.invoice_id == INVOICE.c.id, OF_ORDER.c.order_id == ACTUAL.c.order_id))
        .outerjoin(LINE, LINE.c.id == ACTUAL.c.invoice_line_id)
        .outerjoin(detail, detail.c.id == ACTUAL.c.invoice_line_detail_id)
        .where(
            or_(
                ~POSTED,
                ACTUAL.c.currency != INVOICE.c.currency,
                ACTUAL.c.customer_id != INVOICE.c.customer_id,
                ACTUAL.c.recorded_at < INVOICE.c.posted_at,
                OF_ORDER.c.order_id.is_(None),
                line_of_another,
                detail_of_another,
            )
        )
    )
    statement = "A row that a document wrote is in its currency, of its customer, its orders, its lines and details."
    return Law("3.5 row = document", statement, rows_of(ACTUAL, ACTUAL.c.invoice_id.is_not(None)), broken)


def _orders() -> Law:
    pays = and_(SHARE.c.order_id == ORDER.c.id, SHARE.c.customer_id == ACTUAL.c.customer_id)
    line, is_cost = tables.contract_line, ACTUAL.c.transaction_type == TransactionType.COST
    broken = (
        select(ACTUAL.c.id)
        .join(ORDER, ORDER.c.id == ACTUAL.c.order_id)
        .outerjoin(SHARE, pays)
        .outerjoin(line, line.c.id == ACTUAL.c.contract_line_id)
        .where(
            or_(
                ACTUAL.c.currency != ORDER.c.currency,
                and_(ACTUAL.c.customer_id != ORDER.c.customer_id, or_(SHARE.c.id.is_(None), is_cost)),
                and_(ACTUAL.c.contract_line_id.is_not(None), line.c.order_id != ORDER.c.id),
            )
        )
    )
    statement = (
        "A row is in the currency of its order, on a line of it, and of a customer who pays for it; cost is of its own."
    )
    return Law("L18 row = order", statement, rows_of(ACTUAL), broken)


def _lineages() -> Law:
    """A retainer is dated like the document that moved it, a credit of goods like its own document."""
    same = ("order_id", "customer_id", "currency", "contract_line_id", "milestone_id")
    differs = or_(*(ACTUAL.c[name].is_distinct_from(ROOT.c[name]) for name in same))
    credits = and_(ACTUAL.c.transaction_class == TransactionClass.PRODUCT, LINE.c.credits_line_id.is_not(None))
    corrects = ACTUAL.c.rule.in_(CORRECTING)
    own = or_(ACTUAL.c.rule.in_(ENTERED), and_(~OF_CONTRACT, ~corrects, func.coalesce(~credits, true())))
    another_day = and_(~RETAINER, ACTUAL.c.transaction_date != ROOT.c.transaction_date)
    broken = (
        select(ACTUAL.c.id)
        .join(ORDER, ORDER.c.id == ACTUAL.c.order_id)
        .outerjoin(ROOT, ROOT.c.id == ACTUAL.c.root_id)
        .outerjoin(LINE, LINE.c.id == ACTUAL.c.invoice_line_id)
        .where(
            or_(
                and_(own, ACTUAL.c.root_id != ACTUAL.c.id),
                ROOT.c.id.is_(None),
                ROOT.c.root_id != ROOT.c.id,
                ROOT.c.id > ACTUAL.c.id,
                and_(OF_CONTRACT, differs),
                and_(OF_CONTRACT, another_day),
                and_(~OF_CONTRACT, ROOT.c.currency != ACTUAL.c.currency),
            )
        )
    )
    statement = (
        "All rows of a piece of work have its contract line, customer, currency and date; what is new is its own root."
    )
    return Law("L2 lineage", statement, rows_of(ACTUAL), broken)


def _reversed_alike() -> Law:
    same = ("description", "transaction_date", "currency", "contract_line_id", "root_id", "milestone_id", "retainer_id")
    differs = or_(*(ACTUAL.c[name].is_distinct_from(TARGET.c[name]) for name in same))
    broken = (
        select(ACTUAL.c.id)
        .join(TARGET, TARGET.c.id == ACTUAL.c.reverses_id)
        .where(or_(differs, TARGET.c.id > ACTUAL.c.id))
    )
    statement = "A reversal has the text, date, currency, lineage and contract line of the row that it reverses."
    return Law("L1 reversed alike", statement, rows_of(ACTUAL, ACTUAL.c.reverses_id.is_not(None)), broken)


def _mutual() -> Law:
    broken = (
        select(ACTUAL.c.id)
        .outerjoin(TARGET, TARGET.c.reverses_id == ACTUAL.c.id)
        .where(ACTUAL.c.reversed_by_id.is_distinct_from(TARGET.c.id))
    )
    statement = "A row is marked as reversed exactly where another one reverses it, and by that one."
    return Law("L1 both ways", statement, rows_of(ACTUAL), broken)


def _sales_rows() -> Law:
    """The row of a line of a sales document, which a line without a quantity has not (returns 3.10)."""
    same = ("quantity", "unit_price", "description")
    differs = [ACTUAL.c[name].is_distinct_from(LINE.c[name]) for name in same]
    differs += [ACTUAL.c.amount != LINE.c.net_amount, ACTUAL.c.tax_amount != LINE.c.tax_amount]
    differs += [ACTUAL.c.transaction_date != INVOICE.c.invoice_date]
    mine = and_(ACTUAL.c.invoice_line_id == LINE.c.id, BILLED, ACTUAL.c.transaction_class == TransactionClass.PRODUCT)
    of_sales = or_(LINE.c.sales_order_line_id.is_not(None), LINE.c.return_order_line_id.is_not(None))
    written = and_(LINE.c.quantity != ZERO, or_(ACTUAL.c.id.is_(None), *differs))
    broken = (
        select(LINE.c.id)
        .join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
        .outerjoin(ACTUAL, mine)
        .where(of_sales, or_(written, and_(LINE.c.quantity == ZERO, ACTUAL.c.id.is_not(None))))
    )
    statement = "Every line of a sales document has one row of billed sales with its text, quantity, price and amounts."
    return Law("returns 3.3 row = line", statement, rows_of(LINE, of_sales), broken)


def _charge_rows() -> Law:
    fee = ACTUAL.c.rule == CHARGE_RULE.rules[RowName.BILLED]
    row = _told(ACTUAL, 1, ACTUAL.c.amount).where(fee, ACTUAL.c.transaction_date == INVOICE.c.invoice_date)
    both = union_all(row, _told(CHARGE, -1, -CHARGE.c.amount)).subquery()
    of_rows = func.sum(both.c.rows) != 0
    amounts = or_(sum_of(both.c.amount) != ZERO, sum_of(both.c.tax_amount) != ZERO)
    uneven = select(both.c.number).group_by(both.c.number, both.c.description).having(or_(of_rows, amounts)).subquery()
    broken = select(uneven.c.number).distinct()
    statement = "The charges of a document have as many rows of billed sales, dated like it, with the same amounts."
    return Law("returns 1.8 row = charge", statement, rows_of(CHARGE), broken)


def _told(table: Table, sign: int, amount: ColumnElement[Any]) -> Select[Any]:
    """Charges and their rows are told apart by what they say."""
    figures = (literal(sign).label("rows"), amount.label("amount"), (sign * table.c.tax_amount).label("tax_amount"))
    joined = select(INVOICE.c.number, table.c.description, *figures).select_from(table)
    return joined.join(INVOICE, INVOICE.c.id == table.c.invoice_id)


def _charge_prices() -> Law:
    fee = and_(ACTUAL.c.transaction_class == TransactionClass.FEE, ACTUAL.c.contract_line_id.is_(None))
    statement = select(ACTUAL.c.id, ACTUAL.c.quantity, ACTUAL.c.unit_price, ACTUAL.c.amount).where(fee)

    def broken(connection: Connection) -> Found:
        return breaking(rows(connection, statement), is_one_piece, key_of)

    text = "The row of a charge is one piece at its amount, given or taken back."
    return Law("returns 1.8 charge rows", text, rows_of(ACTUAL, fee), broken)


def is_one_piece(row: Row) -> bool:
    """Whether the row of a charge is one piece at its amount, given or taken back."""
    return bool(row.unit_price == abs(row.amount) and row.quantity == (1 if row.amount > 0 else -1))


def _instants() -> Law:
    broken = (
        select(ACTUAL.c.id)
        .join(BEFORE, BEFORE.c.id == ACTUAL.c.id - 1)
        .where(ACTUAL.c.recorded_at < BEFORE.c.recorded_at)
    )
    statement = "Positions in the ledger and the instants of recording rise together."
    return Law("ledger in order", statement, rows_of(ACTUAL), broken)


LAWS: tuple[Law, ...] = (
    _documents(),
    _orders(),
    _lineages(),
    _reversed_alike(),
    _mutual(),
    _sales_rows(),
    _charge_rows(),
    _charge_prices(),
    _instants(),
)
