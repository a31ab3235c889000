"""The tax of a document of the sales side: what its lines and charges are taxed as, and how much (documents 2.3–2.5).

Where the company rounds once for each code and rate, what is not prorated from another document is spread: over the
lines in their order, then the charges. An order that is not the first one of its document goes on where the last ended.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import ProblemCode, TaxRounding
from ...amounts import ZERO
from ...plan import Plan
from ...planned.documents import PlannedCharge, PlannedLine
from ...problems import Problem, problem
from ...saying import Phrase
from ...taxes.breakdown import TaxRow, breakdown
from ...taxes.codes import Code, Taxed
from ...taxes.credits import Original, OriginalKey, credit_taxes
from ...taxes.spreading import Spread, Taxable, spread, spread_after
from .facts import ReturnOrder, SalesOrder

Parts = tuple[tuple[PlannedLine, ...], tuple[PlannedCharge, ...]]
Booked = list[tuple[str | None, Decimal]]  # accounts of tax codes, None for that of SALES_TAX, and signed tax


def taxed_on(code: Code | None, day: date) -> Taxed | None:
    """What is supplied on a day is taxed as by its code; None without one. `rate_problems` tells of a missing rate."""
    if code is None:
        return None
    return code.taxed_on(day) or Taxed(code.id, code.code, code.category, day=day)


def rate_problems(code: Code | None, day: date, name: Phrase) -> Iterator[Problem]:
    """The refusal of a line whose code has no rate on its day of supply."""
    if code is not None and code.rate_on(day) is None:
        values = {"name": name, "code": code.code, "date": day, "limit": code.rates[0].day}
        yield problem(ProblemCode.TAX_RATE_MISSING, "line", ("order",), **values)


def charge_rate_problems(code: Code | None, day: date, description: str) -> Iterator[Problem]:
    """The same of a charge, whose day is that of the document."""
    if code is not None and code.rate_on(day) is None:
        values = {"description": description, "code": code.code, "date": day, "limit": code.rates[0].day}
        yield problem(ProblemCode.TAX_RATE_MISSING, "charge", ("order",), **values)


def with_spread_taxes(
    order: ReturnOrder | SalesOrder, lines: Sequence[PlannedLine], charges: Sequence[PlannedCharge]
) -> Parts:
    """Lines and charges with the tax that they bear on their document; each by itself where tax is rounded by line."""
    if order.rounding is TaxRounding.LINE:
        return tuple(lines), tuple(charges)
    taxes = iter(spread(_taxables(lines, charges), order.rounding, order.places, order.spread))
    taxed = tuple(one._replace(tax_amount=next(taxes)) for one in lines)
    return taxed, tuple(replace(one, tax_amount=next(taxes)) for one in charges)


def spread_with(plan: Plan, before: Spread) -> Spread:
    """What is spread of each group of a document once the plan of one of its orders is part of it."""
    return spread_after(_taxables(plan.lines, plan.charges), before)


def _taxables(lines: Iterable[PlannedLine], charges: Iterable[PlannedCharge]) -> Iterator[Taxable]:
    for line in lines:
        yield Taxable(line.taxed_as, line.net_amount, line.tax_amount if line.is_prorated else None)
    for charge in charges:
        yield Taxable(charge.taxed_as, charge.amount)


def with_group_taxes(
    lines: Sequence[PlannedLine], groups: Mapping[int, Original], places: int
) -> tuple[PlannedLine, ...]:
    """Lines with the tax of those that credit a document which was rounded by rate: `groups` are by original line.

    A group that came to nothing is credited line by line, as it stands.
    """
    places_of: dict[OriginalKey, list[int]] = {}
    for place, line in enumerate(lines):
        group = groups.get(line.credits_line_id or 0)
        if group is not None and group.net:
            places_of.setdefault(group.key, []).append(place)
    known = {group.key: group for group in groups.values()}
    taxed = list(lines)
    for key, mine in places_of.items():
        taxes = credit_taxes(known[key], [-lines[place].net_amount for place in mine], places)
        for place, tax in zip(mine, taxes, strict=True):
            taxed[place] = lines[place]._replace(tax_amount=ZERO - tax)
    return tuple(taxed)


def breakdown_of(lines: Sequence[PlannedLine], charges: Sequence[PlannedCharge]) -> tuple[TaxRow, ...]:
    """The breakdown of a document; lines that bill nothing, such as goods that go back, only where there are no others.

    What they are taxed as would be said to stand on the document.
    """
    billing = [one for one in lines if one.quantity or one.net_amount or one.tax_amount]
    shown = billing if billing or charges else lines
    of_lines = [(one.taxed_as, one.net_amount, one.tax_amount) for one in shown]
    return breakdown([*of_lines, *((one.taxed_as, one.amount, one.tax_amount) for one in charges)])


def by_account(parts: Iterable[PlannedLine | PlannedCharge]) -> Booked:
    """The accounts of lines or charges, with their tax."""
    return [(one.taxed_as.account, one.tax_amount) for one in parts]
