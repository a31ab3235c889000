"""Return confirmations and statements of account: pages for customers that no posting makes (documents 4.2).

They show the parties as they stand today, and are made when they are asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, func, select

from ...documents.confirmations import AgreedCharge, ExpectedLine, ReturnConfirmation
from ...documents.statements import Statement
from ...documents.units import unit_code
from ...models import tables
from ...models.among import among
from ...models.money import minor_unit
from ...models.rows import read_all, read_one, read_pairs, read_value
from ...models.vocabulary import ChargeCategory, Language, ReturnLineStatus
from ..amounts import ZERO, gross, line_net, percentage, rounded
from ..command.zones import ZONE, day_in
from ..ledger.addressed import account_of, buyer_of, language_of, seller_of
from ..ledger.settings import Settings, settings_about
from .statements import account_of_customer

ORDER, LINE, PRODUCT, CHARGE = tables.order, tables.return_order_line, tables.product, tables.return_charge
REASON, LOGO, CUSTOMER = tables.reason_code, tables.logo, tables.customer


@dataclass(frozen=True)
class OrderRow:
    """A return order's header."""

    id: int
    number: str
    customer_id: int
    currency: str
    created_at: datetime
    rma_number: str | None
    deadline: date | None
    reason: str | None
    buyer_reference: str | None


@dataclass(frozen=True)
class LineRow:
    """A line of a return order."""

    id: int
    order_id: int
    description: str
    expected_quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    product: str
    unit: str


@dataclass(frozen=True)
class ChargeRow:
    """A charge of a return order, or of one of its lines."""

    order_id: int
    line_id: int | None
    description: str
    category: ChargeCategory
    value: Decimal


ORDERS = select(
    *(ORDER.c[name] for name in ("id", "number", "customer_id", "currency", "created_at", "rma_number", "deadline")),
    func.coalesce(REASON.c.description, ORDER.c.reason_code).label("reason"),
    ORDER.c.buyer_reference,
).outerjoin(REASON, REASON.c.code == ORDER.c.reason_code)
LINES = (
    select(
        *(LINE.c[name] for name in ("id", "order_id", "description", "expected_quantity")),
        *(LINE.c[name] for name in ("unit_price", "discount_percent")),
        PRODUCT.c.number.label("product"),
        PRODUCT.c.unit,
    )
    .select_from(LINE)
    .join(PRODUCT, PRODUCT.c.id == LINE.c.product_id)
    .where(LINE.c.return_status != ReturnLineStatus.CANCELED)
    .order_by(LINE.c.order_id, LINE.c.line_number)
)
CHARGES = (
    select(*(CHARGE.c[name] for name in ("order_id", "line_id", "description", "category", "value")))
    .where(CHARGE.c.ended.is_(False))
    .order_by(CHARGE.c.order_id, CHARGE.c.id)
)


def confirmations(connection: Connection, orders: Sequence[int]) -> dict[int, ReturnConfirmation]:
    """The confirmations of return orders, by key, each in its customer's language."""
    heads = read_all(connection, ORDERS.where(among(connection, ORDER.c.id, orders)), OrderRow)
    settings = settings_about(connection, {one.customer_id for one in heads}, ())
    lines = read_all(connection, LINES.where(among(connection, LINE.c.order_id, orders)), LineRow)
    charges = read_all(connection, CHARGES.where(among(connection, CHARGE.c.order_id, orders)), ChargeRow)
    logo, zone = _logo(connection, settings.values()), read_value(connection, ZONE, str)
    lines_of, charges_of = defaultdict[int, list[LineRow]](list), defaultdict[int, list[ChargeRow]](list)
    for line in lines:
        lines_of[line.order_id].append(line)
    for charge in charges:
        charges_of[charge.order_id].append(charge)
    found = {}
    for one in heads:
        day = day_in(zone, one.created_at)
        found[one.id] = _confirmation(one, day, lines_of[one.id], charges_of[one.id], settings[one.customer_id], logo)
    return found


def statement_of(
    connection: Connection, customer: int, first: date, last: date, language: Language | None
) -> Statement:
    """A customer's account from the first day to the last, in a language, else in the customer's own."""
    settings = settings_about(connection, [customer], ())[customer]
    assert settings.customer is not None, "they are the customer's"
    currency = read_one(connection, select(CUSTOMER.c.currency).where(CUSTOMER.c.id == customer), str)
    found = account_of_customer(connection, customer, first, last)
    company = settings.company
    return Statement(
        customer=buyer_of(settings.customer),
        from_day=first,
        to_day=last,
        opening=found.opening,
        closing=found.closing,
        movements=found.movements,
        open_items=found.open_items,
        currency=currency,
        places=minor_unit(currency),
        language=language or language_of(settings.customer, company) or Language.EN,
        seller=None if company is None else seller_of(company),
        account=None if company is None else account_of(company, currency),
        logo=_logo(connection, [settings]),
    )


def _confirmation(
    order: OrderRow,
    day: date,
    lines: Sequence[LineRow],
    charges: Sequence[ChargeRow],
    now: Settings,
    logo: bytes | None,
) -> ReturnConfirmation:
    assert now.customer is not None, "an order has a customer"
    seller = None if now.company is None else seller_of(now.company)
    places = minor_unit(order.currency)
    return ReturnConfirmation(
        order_number=order.number,
        day=day,
        customer=buyer_of(now.customer),
        lines=tuple(
            ExpectedLine(one.description, one.expected_quantity, one.unit, unit_code(one.unit), one.product)
            for one in lines
        ),
        currency=order.currency,
        places=places,
        language=language_of(now.customer, now.company) or Language.EN,
        rma_number=order.rma_number,
        deadline=order.deadline,
        seller=seller,
        send_to=None if seller is None else seller.address,
        reason=order.reason,
        charges=tuple(AgreedCharge(one.description, _agreed(one, lines, places)) for one in charges),
        buyer_reference=order.buyer_reference or now.customer.buyer_reference,
        logo=logo,
    )


def _agreed(charge: ChargeRow, lines: Sequence[LineRow], places: int) -> Decimal:
    """What a charge comes to if all that is expected comes back; a part of what is credited is the customer's."""
    on = [one for one in lines if charge.line_id in (None, one.id)]
    if charge.category is ChargeCategory.FIXED:
        return rounded(charge.value, places)
    if charge.category is ChargeCategory.PER_PIECE:
        return gross(sum((one.expected_quantity for one in on), ZERO), charge.value, places)
    net = sum((line_net(one.expected_quantity, one.unit_price, one.discount_percent, places) for one in on), ZERO)
    return percentage(-net, charge.value, places)


def _logo(connection: Connection, every: Iterable[Settings]) -> bytes | None:
    """The company's logo; None without one."""
    keys = {one.company.logo for one in every if one.company is not None and one.company.logo is not None}
    pictured = select(LOGO.c.sha256, LOGO.c.content).where(LOGO.c.sha256.in_(keys))
    return next(iter(dict(read_pairs(connection, pictured, str, bytes)).values()), None) if keys else None
