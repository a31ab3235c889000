"""Laws of the amounts of work and of what bills it: entries, details, and the ledger rows of details.

An entry is its quantity at its price. A detail is billed at its quantity and price, or at exactly what its source
comes to; a correction adds to its invoice what it differs by from what it corrects (project-invoicing 2.2, 2.3, 3.2).
"""

from decimal import Decimal

from sqlalchemy import Connection, and_, case, func, or_, select

from ...models import tables
from ...models.vocabulary import DetailKind, TransactionClass, TransactionType
from ..amounts import ZERO, gross
from ..planners.projects.retainers import RETAINED
from ..rules.entries import APPROVAL
from ..rules.goods_corrections import GOODS_CORRECTIONS
from ..rules.grammar import Basis
from ..rules.names import RowName
from ..rules.scenarios import PROJECT_SCENARIOS
from .law import ACTUAL, INVOICE, Found, Law, cancels, counted, or_zero, rows_of
from .walk import Row, at_some_places, breaking, key_of, rows, unlike

DETAIL, SHARE = tables.invoice_line_detail, tables.contract_customer
SOURCE = ACTUAL.alias("source")
ENTERED = tuple(APPROVAL.rules.values())
MILLIONTH = Decimal("0.000001")
# discounts and returns are between the amount of goods and their price: see `goods`
OF_GOODS = and_(
    DETAIL.c.kind == DetailKind.PRODUCT, or_(DETAIL.c.discount_percent.is_not(None), DETAIL.c.correction.is_(True))
)
BILLED_ALIKE = (
    "transaction_class",
    "billing_type",
    "description",
    "unit_price",
    "amount",
    "tax_amount",
    "milestone_id",
    "retainer_id",
)
BILLING = [
    scenario.rules[row.name]
    for scenario in (*PROJECT_SCENARIOS.values(), *GOODS_CORRECTIONS)
    for row in scenario.rows
    if row.type is TransactionType.BILLED_SALES and row.basis is Basis.CORRECTED and row.reverses is None
]


def _entries() -> Law:
    shares = counted(SHARE.c.order_id)
    entered = ACTUAL.c.rule.in_(ENTERED)
    statement = (
        select(ACTUAL.c.id, ACTUAL.c.rule, ACTUAL.c.quantity, ACTUAL.c.unit_price, ACTUAL.c.amount, ACTUAL.c.currency)
        .add_columns(func.coalesce(shares.c.rows, 1).label("customers"))
        .outerjoin(shares, shares.c.key == ACTUAL.c.order_id)
        .where(entered)
    )

    def broken(connection: Connection) -> Found:
        doubtful = statement.where(unlike(connection, ACTUAL.c.amount, ACTUAL.c.quantity, ACTUAL.c.unit_price))
        return breaking(rows(connection, doubtful), is_its_work, key_of)

    text = (
        "The amount of approved work is its quantity times its price, rounded; of work that several customers share, "
        "up to what the rounding of their parts may add up to."
    )
    return Law("K1 entries", text, rows_of(ACTUAL, entered), broken)


def _details() -> Law:
    statement = (
        select(DETAIL.c.id, DETAIL.c.kind, DETAIL.c.quantity, DETAIL.c.unit_price, DETAIL.c.amount)
        .add_columns(DETAIL.c.correction, INVOICE.c.currency)
        .add_columns(SOURCE.c.quantity.label("before"), SOURCE.c.amount.label("known"))
        .add_columns(SOURCE.c.unit_price.label("price_before"))
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .outerjoin(SOURCE, SOURCE.c.id == DETAIL.c.source_actual_id)
    )

    def broken(connection: Connection) -> Found:
        inexact = unlike(connection, DETAIL.c.amount, DETAIL.c.quantity, DETAIL.c.unit_price)
        doubtful = statement.where(~OF_GOODS, or_(inexact, SOURCE.c.amount != DETAIL.c.amount))
        return breaking(rows(connection, doubtful), is_its_detail, key_of)

    text = (
        "A detail totals its quantity times its price; with those of its source exactly as much as that. Only a "
        "correction has a price of its own."
    )
    return Law("2.2 detail amounts", text, rows_of(DETAIL, ~OF_GOODS), broken)


def is_its_work(row: Row) -> bool:
    """Whether an entry's amount follows, to what the rounding of parts of shared work may be off by."""
    shared = row.customers if row.rule == APPROVAL.rules[RowName.UNBILLED] and row.customers > 1 else 0

    def holds(places: int) -> bool:
        least = Decimal(1).scaleb(-places) + MILLIONTH * row.unit_price
        return bool(abs(row.amount - gross(row.quantity, row.unit_price, places)) <= shared * least)

    return at_some_places(row.currency, holds)


def is_its_detail(row: Row) -> bool:
    """Whether a detail's amount follows from its quantity and price, or is exactly that of its source.

    Only a correction may have another price than its source (putting-right 3.1).
    """
    if row.kind not in RETAINED and row.before is not None:
        if row.unit_price != row.price_before and not row.correction:
            return False
        if (row.quantity, row.unit_price) == (row.before, row.price_before):
            return bool(row.amount == row.known)
    return at_some_places(row.currency, lambda places: row.amount == gross(row.quantity, row.unit_price, places))


def _differences() -> Law:
    correction = DETAIL.c.correction.is_(True)
    before, tax_before = or_zero(DETAIL.c.previous_amount), or_zero(DETAIL.c.previous_tax_amount)
    original, stood = DETAIL.alias("corrected"), ACTUAL.alias("stood")
    of_detail = func.coalesce(stood.c.invoice_line_detail_id, SOURCE.c.invoice_line_detail_id)
    spent = and_(cancels(DETAIL.c.invoice_id), DETAIL.c.previous_quantity == ZERO)  # nothing stood of it
    previous = ("quantity", "amount", "tax_amount")
    unlike_source = or_(*(DETAIL.c[f"previous_{name}"].is_distinct_from(SOURCE.c[name]) for name in previous))
    of_source = and_(DETAIL.c.kind != DetailKind.PRODUCT, unlike_source)  # returns took of goods before
    first = func.coalesce(original.c.first_detail_id, original.c.id)
    broken = (
        select(DETAIL.c.id)
        .outerjoin(SOURCE, SOURCE.c.id == DETAIL.c.source_actual_id)
        .outerjoin(stood, stood.c.id == SOURCE.c.stands_for_id)
        .outerjoin(original, original.c.id == DETAIL.c.original_detail_id)
        .where(
            or_(
                DETAIL.c.extended_amount != DETAIL.c.amount + DETAIL.c.tax_amount,
                DETAIL.c.invoice_amount != DETAIL.c.amount - before,
                DETAIL.c.invoice_tax_amount != DETAIL.c.tax_amount - tax_before,
                and_(correction, ~spent, or_(original.c.id.is_(None), SOURCE.c.id.is_(None), of_source)),
                and_(correction, DETAIL.c.first_detail_id.is_distinct_from(first)),
                and_(correction, ~spent, of_detail.is_distinct_from(original.c.id)),
                and_(correction, DETAIL.c.start_date.is_distinct_from(original.c.start_date)),
                and_(
                    ~correction,
                    or_(
                        DETAIL.c.original_detail_id.is_not(None),
                        DETAIL.c.first_detail_id.is_not(None),
                        *(DETAIL.c[f"previous_{name}"].is_not(None) for name in previous),
                    ),
                ),
            )
        )
    )
    text = (
        "A correction adds to its invoice what it differs by from the billed row that it corrects, anything else all."
    )
    return Law("2.3 detail differences", text, rows_of(DETAIL), broken)


def _sources() -> Law:
    """What a detail takes from its source as it is."""
    retained = DETAIL.c.transaction_class == TransactionClass.RETAINER
    same = [SOURCE.c.transaction_class != DETAIL.c.transaction_class]
    priced = (DetailKind.TRANSACTION, DetailKind.PRODUCT, DetailKind.CHARGE)
    priced_anew = and_(DETAIL.c.kind.in_(priced), DETAIL.c.correction.is_(True))
    same += [and_(~retained, ~priced_anew, SOURCE.c.unit_price != DETAIL.c.unit_price)]
    same += [SOURCE.c.customer_id != INVOICE.c.customer_id, SOURCE.c.order_id != INVOICE.c.contract_id]
    same += [SOURCE.c[name].is_distinct_from(DETAIL.c[name]) for name in ("milestone_id", "retainer_id")]
    another_day = DETAIL.c.start_date.is_distinct_from(SOURCE.c.transaction_date)
    work = and_(DETAIL.c.kind == DetailKind.TRANSACTION, DETAIL.c.correction.is_(False), another_day)
    broken = (
        select(DETAIL.c.id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .join(SOURCE, SOURCE.c.id == DETAIL.c.source_actual_id)
        .where(or_(*same, work))
    )
    text = (
        "A detail has the class, customer, contract and date of the work that it bills or corrects; and its price, but "
        "where work is corrected."
    )
    return Law("2.2 detail sources", text, rows_of(DETAIL, DETAIL.c.source_actual_id.is_not(None)), broken)


def _billed_rows() -> Law:
    billing = ACTUAL.c.rule.in_(BILLING)
    retained = DETAIL.c.transaction_class == TransactionClass.RETAINER
    entered = case((DETAIL.c.quantity < ZERO, -DETAIL.c.quantity), else_=DETAIL.c.quantity)
    size = case((ACTUAL.c.quantity < ZERO, -ACTUAL.c.quantity), else_=ACTUAL.c.quantity)
    quantity = or_(and_(retained, size != entered), and_(~retained, ACTUAL.c.quantity != DETAIL.c.quantity))
    differs = or_(quantity, *(ACTUAL.c[name].is_distinct_from(DETAIL.c[name]) for name in BILLED_ALIKE))
    broken = (
        select(ACTUAL.c.id)
        .outerjoin(DETAIL, DETAIL.c.id == ACTUAL.c.invoice_line_detail_id)
        .where(billing, or_(DETAIL.c.id.is_(None), differs))
    )
    text = "The billed row of a detail has exactly the detail's figures."
    return Law("3.5 billed = detail", text, rows_of(ACTUAL, billing), broken)


LAWS: tuple[Law, ...] = (_entries(), _details(), _differences(), _sources(), _billed_rows())
