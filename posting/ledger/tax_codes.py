"""Tax codes and the way tax is rounded, as what is entered, planned and posted needs them: read all at once.

A database has a few dozen codes. Postings hold the parameters while they use them, and `setTaxCode` has these alone: so
each posting is before a change of a code or behind it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from sqlalchemy import Connection, select

from ...models import tables
from ...models.several import Found, Part, Several
from ...models.vocabulary import ProblemCode, TaxCategory, TaxRounding
from ..amounts import ZERO
from ..canonical import plain
from ..checks import Checks
from ..command.transaction import Transaction
from ..taxes.codes import Code, Codes, Picked, Rate, by_code, by_rate


@dataclass(frozen=True)
class CodeRow:
    """A tax code."""

    id: int
    code: str
    category: TaxCategory
    exemption_reason: str | None
    exemption_reason_code: str | None
    account: str | None


@dataclass(frozen=True)
class RateRow:
    """A rate of a tax code."""

    tax_code_id: int
    from_day: date
    rate: Decimal


CODE, RATE, COMPANY = tables.tax_code, tables.tax_rate, tables.company
CODES = Part(select(CODE).order_by(CODE.c.code), CodeRow)
RATES = Part(select(RATE).order_by(RATE.c.tax_code_id, RATE.c.from_day), RateRow)
ROUNDING = Part(select(COMPANY.c.tax_rounding), TaxRounding)
TAXES = (CODES, RATES, ROUNDING)  # for whoever reads them together with other rows
ALONE = Several(*TAXES)


@dataclass(frozen=True)
class Taxes:
    """The tax codes by key, and how the company rounds tax: by line where there is no company."""

    codes: Codes
    rounding: TaxRounding = TaxRounding.LINE

    @cached_property
    def by_name(self) -> dict[str, Code]:
        """The codes by what users call them."""
        return {one.code: one for one in self.codes.values()}


def read_taxes(connection: Connection) -> Taxes:
    """The codes and the rounding as they are now."""
    return taxes_of(ALONE.read(connection, {}))


def taxes_of(found: Found) -> Taxes:
    """The same, of what was read with other rows."""
    rates: dict[int, list[Rate]] = defaultdict(list)
    for row in found.rows(RATES):
        rates[row.tax_code_id].append(Rate(row.from_day, row.rate))
    codes = {row.id: _code(row, tuple(rates[row.id])) for row in found.rows(CODES)}
    return Taxes(codes, found.row_or_none(ROUNDING) or TaxRounding.LINE)


def _code(row: CodeRow, rates: tuple[Rate, ...]) -> Code:
    reasons = (row.exemption_reason, row.exemption_reason_code)
    return Code(row.id, row.code, row.category, rates, *reasons, row.account)


def entered(
    taxes: Callable[[], Taxes], code: str | None, rate: Decimal | None, today: date, checks: Checks, *path: str
) -> Picked | None:
    """What was typed in an input: a code, or a bare rate; None where neither was (documents 2.2).

    A rate beside a code has to be the one that the code has today. Where zero is the default of the input's rate, the
    caller leaves it out. `taxes` are read where there is a code.
    """
    if code is None:
        return by_rate(rate)
    found = taxes().by_name.get(code)
    if found is None:
        checks.fail(ProblemCode.NOT_FOUND, "tax-code", *path, "taxCode", given=code, type="TaxCode")
        return None
    expected = found.rate_on(today)
    if rate is not None and rate != expected:
        shown = None if expected is None else plain(expected)
        variant = "code-without-rate" if expected is None else "code-and-rate"
        checks.invalid(variant, *path, "taxRate", code=code, given=plain(rate), expected=shown, date=today)
    return by_code(found.id)


@dataclass(frozen=True)
class Entering:
    """What is entered as tax on a day: codes by their names, and bare rates; read when the first code is met."""

    connection: Connection
    today: date

    @cached_property
    def taxes(self) -> Taxes:
        """The codes, read once for a command."""
        return read_taxes(self.connection)

    def entered(self, code: str | None, rate: Decimal | None, checks: Checks, *path: str) -> Picked | None:
        """What was typed in an input; None where nothing was."""
        return entered(lambda: self.taxes, code, rate, self.today, checks, *path)

    def shown_rate(self, tax: Picked) -> Decimal:
        """The rate that orders show: today's of a code (documents 2.3)."""
        if tax.code_id is None:
            return tax.rate or ZERO
        return self.taxes.codes[tax.code_id].shown_rate(self.today)


def entering(transaction: Transaction) -> Entering:
    """For what a command enters today."""
    return Entering(transaction.connection, transaction.today)


def unless_zero(code: str | None, rate: Decimal | None) -> Decimal | None:
    """A rate whose default is zero: beside a code it counts as left out."""
    return None if code is not None and rate == ZERO else rate
