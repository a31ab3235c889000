"""The breakdown of tax in business terms: a row for each category and rate, whatever the codes (BG-23)."""

from collections.abc import Iterable
from decimal import Decimal

from ..models.vocabulary import TaxCategory
from .facts import FactTax
from .figures import added, money, turned
from .lines import category_of, rate_of
from .terms import DocumentCharge, Line, TaxRow

Key = tuple[TaxCategory | None, Decimal | None]


def tax_rows(
    taxes: Iterable[FactTax], lines: Iterable[Line], charges: Iterable[DocumentCharge], sign: int, places: int
) -> tuple[TaxRow, ...]:
    """BG-23, in order of first appearance.

    A row of nothing is left out where no line or charge is taxed so: a correction leaves out what stayed as it was,
    and the rules want a row for what is there, and for nothing else (BR-S-01 and the like).
    """
    found: dict[Key, list[FactTax]] = {}
    for one in taxes:
        found.setdefault((category_of(one.taxed), rate_of(one.taxed)), []).append(one)
    used = {(one.category, one.rate) for one in lines} | {(one.category, one.rate) for one in charges}
    rows = [_row(key, rows, sign, places) for key, rows in found.items()]
    return tuple(one for one in rows if one.base or one.amount or (one.category, one.rate) in used)


def _row(key: Key, rows: list[FactTax], sign: int, places: int) -> TaxRow:
    category, rate = key
    reasons = dict.fromkeys(one.exemption_reason for one in rows if one.exemption_reason)
    codes = dict.fromkeys(one.exemption_reason_code for one in rows if one.exemption_reason_code)
    return TaxRow(
        category=category,
        rate=rate,
        base=money(turned(added(one.base for one in rows), sign), places),
        amount=money(turned(added(one.amount for one in rows), sign), places),
        exemption_reason="; ".join(reasons) or None,
        exemption_reason_code=next(iter(codes), None),  # there is room for one
        codes=tuple(dict.fromkeys(one.taxed.code for one in rows if one.taxed.code)),
    )
