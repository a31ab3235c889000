"""What the details of a draft come to together, found in the database: whoever changes a few reads no others."""

from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, FromClause, Integer, and_, case, exists, func, literal, select

from ....models import tables
from ....models.rows import read_all, read_one, read_value
from ....models.vocabulary import BillingType, DetailKind, TransactionType
from ...amounts import ZERO
from ...planners.projects.retainers import RETAINED, FirstTime
from .records import RaisedDetail

DETAIL, ACTUAL = tables.invoice_line_detail, tables.actual


def stored_first_time(connection: Connection, invoice_id: int) -> FirstTime:
    """What the first-time details of a draft come to, as they are stored."""
    applied = DETAIL.c.kind == DetailKind.APPLIED_RETAINER
    charged = and_(DETAIL.c.kind.not_in(RETAINED), DETAIL.c.billing_type == BillingType.CHARGEABLE)
    sums = _sum(applied, -DETAIL.c.amount).label("applied"), _sum(charged, DETAIL.c.amount).label("chargeable")
    statement = select(*sums).where(DETAIL.c.invoice_id == invoice_id, DETAIL.c.correction.is_(False))
    return read_one(connection, statement, FirstTime)


def _sum(condition: ColumnElement[bool], amount: ColumnElement[Decimal]) -> ColumnElement[Decimal]:
    kind = DETAIL.c.amount.type
    return func.coalesce(func.sum(case((condition, amount)), type_=kind), literal(ZERO, kind), type_=kind)


def raised_details(connection: Connection, invoice_id: int) -> list[RaisedDetail]:
    """The corrections upwards of a draft whose lineage has open unbilled sales, at their places among all details.

    Nearly every draft has none, so that this is looked at before the details are counted.
    """
    source, other = ACTUAL.alias("source"), ACTUAL.alias("other")
    of_lineage = and_(
        other.c.root_id == source.c.root_id,
        other.c.transaction_type == TransactionType.UNBILLED_SALES,
        other.c.reverses_id.is_(None),
        other.c.reversed_by_id.is_(None),
    )
    mine, is_open = DETAIL.c.invoice_id == invoice_id, exists().where(of_lineage)
    of_source = DETAIL.join(source, source.c.id == DETAIL.c.source_actual_id)
    first = select(DETAIL.c.id).select_from(of_source).where(mine, _goes_up(DETAIL), is_open).limit(1)
    if read_value(connection, first, int) is None:
        return []
    placed = select(DETAIL, (func.row_number(type_=Integer).over(order_by=DETAIL.c.id) - 1).label("place")).where(mine)
    detail, quantity = placed.subquery(), other.c.quantity.type
    left = select(func.sum(other.c.quantity, type_=quantity)).where(of_lineage).scalar_subquery().label("left")
    statement = select(detail, left).join(source, source.c.id == detail.c.source_actual_id)
    return read_all(connection, statement.where(_goes_up(detail), is_open).order_by(detail.c.place), RaisedDetail)


def _goes_up(detail: FromClause) -> ColumnElement[bool]:
    """Whether a detail corrects work upwards."""
    higher = func.abs(detail.c.quantity) > func.abs(detail.c.previous_quantity)
    return and_(detail.c.correction.is_(True), detail.c.retainer_id.is_(None), higher)
