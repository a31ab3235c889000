"""Tax codes: making and changing them, as far as no posted document has used them (documents 2.1).

Postings hold the parameters until they commit, and whoever sets a code has these alone: so no document can come to use
a rate while it is being changed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, insert, select, update

from ...models import tables
from ...models.rows import read_all, read_one, read_one_or_none
from ...models.vocabulary import ProblemCode, TaxCategory
from ..canonical import plain
from ..checks import Checks
from ..command.transaction import Transaction
from ..commands import SetTaxCode, TaxRateInput
from ..history.notes import note_list, note_made
from .exemptions import WITHOUT_REASON, Exemption, check_exemption, check_rate, exemption

CODE, RATE, TAX, INVOICE = tables.tax_code, tables.tax_rate, tables.invoice_tax, tables.invoice
TEXTS = ("account", "standard_code")  # which an empty text takes away
Rates = Mapping[date, Decimal]  # by first day


@dataclass(frozen=True)
class TaxCodeResult:
    """A tax code."""

    tax_code: int


@dataclass(frozen=True)
class CodeRow:
    """A tax code as it is."""

    id: int
    description: str
    category: TaxCategory
    exemption_reason: str | None
    exemption_reason_code: str | None


@dataclass(frozen=True)
class RateRow:
    """A rate."""

    from_day: date
    rate: Decimal


@dataclass(frozen=True)
class UseRow:
    """A posted document that used a code, and the first and last day of supply in it."""

    number: str
    first_supply: date | None
    last_supply: date | None


def set_tax_code(transaction: Transaction, command: SetTaxCode) -> TaxCodeResult:
    """Add a code, or change what is given of it; refuses whatever would change what a posted document says."""
    connection = transaction.connection
    connection.execute(select(tables.parameters.c.id).with_for_update(key_share=True)).all()  # postings share this row
    known = read_one_or_none(connection, select(CODE).where(CODE.c.code == command.code), CodeRow)
    rates = {} if known is None else _rates(connection, known.id)
    checks = Checks()
    given = _given_rates(command.rates, checks)
    values = _values(command, known, {**rates, **given}, checks)
    if known is not None:
        _check_use(connection, command, known, rates, given, checks)
    checks.done()
    key = _put(connection, command.code, known, values)
    _put_rates(connection, key, rates, given)
    return TaxCodeResult(key)


def _rates(connection: Connection, key: int) -> dict[date, Decimal]:
    statement = select(RATE.c.from_day, RATE.c.rate).where(RATE.c.tax_code_id == key).order_by(RATE.c.from_day)
    return {row.from_day: row.rate for row in read_all(connection, statement, RateRow)}


def _given_rates(wanted: Sequence[TaxRateInput] | None, checks: Checks) -> dict[date, Decimal]:
    """The rates that are given, by day; of two for a day the second is wrong."""
    found: dict[date, Decimal] = {}
    for place, one in enumerate(wanted or ()):
        path = ("rates", str(place))
        checks.percent("A tax rate", one.rate, *path, "rate")
        if one.from_ in found:
            checks.invalid("rate-twice", *path, "from", given=one.from_)
        found[one.from_] = one.rate
    return found


def _values(command: SetTaxCode, known: CodeRow | None, rates: Rates, checks: Checks) -> dict[str, object]:
    """What the code's row is to have; what is missing or does not agree goes to the checks."""
    category = command.category or (None if known is None else known.category)
    needed = {"category": category, "description": command.description or known, "rates": rates}
    for field, value in needed.items():
        if not value:
            checks.invalid("tax-code-incomplete", field, field=field, code=command.code)
    values: dict[str, object] = {} if command.description is None else {"description": command.description}
    values |= {name: value or None for name in TEXTS if (value := getattr(command, name)) is not None}
    if category is None:
        return values
    _check_rates(command, category, rates, checks)
    given = Exemption(command.exemption_reason, command.exemption_reason_code)
    same = known is not None and known.category is category
    before = Exemption(known.exemption_reason, known.exemption_reason_code) if known is not None and same else None
    wanted = Exemption() if category in WITHOUT_REASON else exemption(category, given, before)
    check_exemption(category, given, wanted, checks)
    return values | {"category": category, "exemption_reason": wanted.reason, "exemption_reason_code": wanted.code}


def _check_rates(command: SetTaxCode, category: TaxCategory, rates: Rates, checks: Checks) -> None:
    """Those that are given, where they stand; and those that a new category does not fit."""
    for place, one in enumerate(command.rates or ()):
        check_rate(category, one.rate, checks, "rates", str(place), "rate")
    given = {one.from_ for one in command.rates or ()}
    for day, rate in rates.items():
        if day not in given:
            check_rate(category, rate, checks, "category")


def _check_use(
    connection: Connection, command: SetTaxCode, known: CodeRow, rates: Rates, given: Rates, checks: Checks
) -> None:
    """Refuse another category of a code that was used, and other rates on the days of supply that used one."""
    statement = (
        select(INVOICE.c.number, TAX.c.first_supply, TAX.c.last_supply)
        .join(INVOICE, INVOICE.c.id == TAX.c.invoice_id)
        .where(TAX.c.tax_code_id == known.id, INVOICE.c.posted_at.is_not(None))
    )
    uses = read_all(connection, statement.order_by(INVOICE.c.id), UseRow)
    if uses and command.category not in (None, known.category):
        _in_use(checks, command.code, uses[0], "category", "category")
    for place, one in enumerate(command.rates or ()):
        if rates.get(one.from_) == one.rate:
            continue
        later = min((day for day in {*rates, *given} if day > one.from_), default=date.max)
        use = next((use for use in uses if _is_supplied(use, one.from_, later)), None)
        if use is not None:
            _in_use(checks, command.code, use, "rate", "rates", str(place))


def _is_supplied(use: UseRow, first: date, after: date) -> bool:
    """Whether a document has a day of supply from one day until before another."""
    if use.first_supply is None or use.last_supply is None:
        return False
    return use.first_supply < after and first <= use.last_supply


def _in_use(checks: Checks, code: str, use: UseRow, variant: str, *path: str) -> None:
    values = {"code": code, "document": use.number, "date": use.last_supply}
    checks.fail(ProblemCode.TAX_CODE_IN_USE, variant, *path, **values)


def _put(connection: Connection, code: str, known: CodeRow | None, values: dict[str, object]) -> int:
    """Add the code, or change it; its key."""
    if known is None:
        key = read_one(connection, insert(CODE).values(code=code, **values).returning(CODE.c.id), int)
        note_made(connection, "TaxCode", key)
        return key
    connection.execute(update(CODE).where(CODE.c.id == known.id).values(values))
    return known.id


def _put_rates(connection: Connection, key: int, before: Rates, given: Rates) -> None:
    """Add and change rates, and have the history tell of them."""
    for day, rate in given.items():
        if day not in before:
            connection.execute(insert(RATE).values(tax_code_id=key, from_day=day, rate=rate))
        elif before[day] != rate:
            mine = (RATE.c.tax_code_id == key, RATE.c.from_day == day)
            connection.execute(update(RATE).where(*mine).values(rate=rate))
    note_list(connection, "TaxCode", key, "rates", _said(before), _said({**before, **given}))


def _said(rates: Rates) -> str:
    """Rates as the history tells them: a list, as the API writes it."""
    listed = [{"from": day.isoformat(), "rate": plain(rates[day])} for day in sorted(rates)]
    return json.dumps(listed, separators=(",", ":"))
