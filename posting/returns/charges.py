"""Charges of return orders: entered by hand, and brought by reason and disposition codes (returns 1.7, 1.8)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, insert, or_, select, update

from ...models import tables
from ...models.identity import encode
from ...models.money import minor_unit
from ...models.rows import read_all
from ...models.vocabulary import ChargeCategory, ChargeOrigin, ProblemCode
from ..canonical import plain
from ..checks import Checks
from ..commands import ChargeInput
from ..history.notes import note_list
from ..ledger.tax_codes import Entering, unless_zero
from ..taxes.codes import Picked, picked

CHARGE, AUTOMATIC = tables.return_charge, tables.automatic_charge
MOST_CHARGES = 50


@dataclass(frozen=True)
class Charge:
    """What all tables of charges share; `value` is an amount, or per cents, by the category."""

    description: str
    category: ChargeCategory
    value: Decimal
    tax_rate: Decimal
    tax_code_id: int | None


@dataclass(frozen=True)
class AutomaticCharge(Charge):
    """A charge that comes with a code, to orders in its currency, where it has one."""

    currency: str | None


@dataclass(frozen=True)
class LineCharge(Charge):
    """A charge of a line of a return order."""

    order_id: int
    origin: ChargeOrigin


def check_charges(
    taxes: Entering, charges: Sequence[ChargeInput] | None, currency: str | None, checks: Checks, *path: str
) -> None:
    """Collect what is wrong with charges; an amount fits the currency where that is known."""
    if charges is None:
        return
    checks.at_most("charges", charges, MOST_CHARGES, *path, "charges")
    for index, charge in enumerate(charges):
        place = (*path, "charges", str(index))
        _check_currency(charge, currency, checks, *place)
        if charge.category is ChargeCategory.FIXED and currency is not None:
            checks.amount("A fixed charge", charge.value, minor_unit(currency), *place, "value")
        else:
            checks.number("A charge", charge.value, *place, "value")
        if charge.value == 0:
            checks.invalid("charge-of-zero", *place, "value", limit=0)
        if charge.tax_rate is not None:
            checks.percent("A tax rate", charge.tax_rate, *place, "taxRate")
        _tax(taxes, charge, checks, *place)


def _tax(taxes: Entering, charge: ChargeInput, checks: Checks, *place: str) -> Picked:
    """What a charge is taxed as: its code, or its rate; zero without either."""
    rate = unless_zero(charge.tax_code, charge.tax_rate)
    return picked(taxes.entered(charge.tax_code, rate, checks, *place))


def _check_currency(charge: ChargeInput, currency: str | None, checks: Checks, *place: str) -> None:
    if (
        charge.currency is None
        or charge.currency == currency
        or not checks.currency(charge.currency, *place, "currency")
    ):
        return
    if currency is not None:
        checks.fail(
            ProblemCode.CURRENCY_MISMATCH,
            "charge",
            *place,
            "currency",
            description=charge.description,
            given=charge.currency,
            expected=currency,
        )


def automatic_values(taxes: Entering, charges: Sequence[ChargeInput] | None) -> list[dict[str, object]]:
    """The charges of a code as the columns of their table."""
    return [_columns(_entered(taxes, charge)) | {"currency": charge.currency} for charge in charges or ()]


def _columns(charge: Charge) -> dict[str, object]:
    return {
        "description": charge.description,
        "category": charge.category,
        "value": charge.value,
        "tax_rate": charge.tax_rate,
        "tax_code_id": charge.tax_code_id,
    }


def _entered(taxes: Entering, charge: ChargeInput) -> Charge:
    tax = _tax(taxes, charge, Checks())
    what = (charge.description, charge.category, charge.value)
    return Charge(*what, taxes.shown_rate(tax), tax.code_id)


def add_charges(taxes: Entering, order_id: int, line_id: int | None, charges: Sequence[ChargeInput] | None) -> None:
    """Add charges entered by hand."""
    entered = [_entered(taxes, charge) for charge in charges or ()]
    _insert(taxes.connection, order_id, line_id, ChargeOrigin.MANUAL, entered)


def replace_charges(taxes: Entering, order_id: int, line_id: int | None, charges: Sequence[ChargeInput] | None) -> None:
    """Have these charges from now on, whatever brought the ones before (putting-right 7.1); None leaves them.

    What has been posted stays on its documents; only what would go by each further posting ends with the others.
    """
    if charges is None:
        return
    goes_on = or_(CHARGE.c.posted.is_(False), CHARGE.c.category != ChargeCategory.FIXED)
    with telling(taxes.connection, order_id, line_id):
        _end(taxes.connection, *_of(order_id, line_id), goes_on)
        add_charges(taxes, order_id, line_id, charges)


def _of(order_id: int, line_id: int | None) -> tuple[ColumnElement[bool], ...]:
    """The charges of a line, or of an order as a whole."""
    mine = CHARGE.c.line_id.is_(None) if line_id is None else CHARGE.c.line_id == line_id
    return CHARGE.c.order_id == order_id, mine


@contextmanager
def telling(connection: Connection, order_id: int, line_id: int | None) -> Iterator[None]:
    """Have the history tell of the charges of an order or a line, as they were and as they are."""
    stands = or_(CHARGE.c.ended.is_(False), CHARGE.c.posted.is_(True))  # as the API shows them
    listed = select(CHARGE).where(*_of(order_id, line_id), stands).order_by(CHARGE.c.id)
    before = said(read_all(connection, listed, Charge))
    yield
    owner = ("ReturnOrder", order_id) if line_id is None else ("ReturnOrderLine", line_id)
    note_list(connection, *owner, "charges", before, said(read_all(connection, listed, Charge)))


def said(charges: Iterable[Charge]) -> str:
    """Charges as the history tells them: a list, as the API writes it.

    >>> said([Charge("Restocking", ChargeCategory.FIXED, Decimal("-4.990000"), Decimal(25), None)])
    '[{"description":"Restocking","category":"FIXED","value":"-4.99","taxRate":"25"}]'
    """
    return json.dumps([_said(one) for one in charges], separators=(",", ":"), ensure_ascii=False)


def _said(one: Charge) -> dict[str, str | None]:
    found: dict[str, str | None] = {"description": one.description, "category": one.category.value}
    found |= {"value": plain(one.value), "taxRate": plain(one.tax_rate)}
    if one.tax_code_id is not None:
        found["taxCode"] = encode("TaxCode", one.tax_code_id)
    return found | {"currency": one.currency} if isinstance(one, AutomaticCharge) else found


def _end(connection: Connection, *chosen: ColumnElement[bool]) -> None:
    """Have charges on no further document; they are kept for those that they stand on."""
    connection.execute(update(CHARGE).where(*chosen, CHARGE.c.ended.is_(False)).values(ended=True))


def add_reason_charges(connection: Connection, order_id: int, reason_code: str | None) -> None:
    """Add what a reason code brings, if it is set up; charges of a former code stay, and none is added twice."""
    reason = tables.reason_code
    waiting = select(CHARGE).where(CHARGE.c.order_id == order_id, CHARGE.c.line_id.is_(None))
    waiting = waiting.where(CHARGE.c.origin == ChargeOrigin.REASON, CHARGE.c.posted.is_(False))
    waiting = waiting.where(CHARGE.c.ended.is_(False))
    known = read_all(connection, waiting, Charge)
    statement = _of_currency(order_id).join(reason, reason.c.id == AUTOMATIC.c.reason_code_id)
    brought = read_all(connection, statement.where(reason.c.code == reason_code), Charge)
    _insert(connection, order_id, None, ChargeOrigin.REASON, [charge for charge in brought if charge not in known])


def set_disposition_charges(connection: Connection, order_id: int, line_id: int, code_id: int | None) -> None:
    """Give a line the charges of its disposition code, in the place of those of a former one."""
    former = (CHARGE.c.origin == ChargeOrigin.DISPOSITION, CHARGE.c.posted.is_(False))
    _end(connection, CHARGE.c.line_id == line_id, *former)
    if code_id is None:
        return
    brought = _of_currency(order_id).where(AUTOMATIC.c.disposition_code_id == code_id)
    _insert(connection, order_id, line_id, ChargeOrigin.DISPOSITION, read_all(connection, brought, Charge))


def _of_currency(order_id: int) -> Select[Any]:
    """Automatic charges that fit the currency of an order."""
    order = tables.order
    currency = select(order.c.currency).where(order.c.id == order_id).scalar_subquery()
    fits = AUTOMATIC.c.currency.is_(None) | (AUTOMATIC.c.currency == currency)
    return select(AUTOMATIC).where(fits).order_by(AUTOMATIC.c.id)


def split_charges(connection: Connection, line_id: int, rest_id: int) -> None:
    """Charges for a part of the line go with the rest, too; a FIXED one stays with the line."""
    statement = select(CHARGE).where(
        CHARGE.c.line_id == line_id,
        CHARGE.c.category != ChargeCategory.FIXED,
        CHARGE.c.origin != ChargeOrigin.DISPOSITION,
        CHARGE.c.ended.is_(False),
    )
    for row in read_all(connection, statement.order_by(CHARGE.c.id), LineCharge):
        _insert(connection, row.order_id, rest_id, row.origin, [row])


def _insert(
    connection: Connection, order_id: int, line_id: int | None, origin: ChargeOrigin, charges: Sequence[Charge]
) -> None:
    place = {"order_id": order_id, "line_id": line_id, "origin": origin, "posted": False}
    rows = [_columns(charge) | place for charge in charges]
    if rows:
        connection.execute(insert(CHARGE), rows)
