"""What something is taxed as in FA(3): the code of a rate, and the fields that its sums stand in.

A code follows category and rate; of reverse charge also where the buyer is taxed: in Poland, in another state of the
Union (services there, article 100 (1) 4 of the act), or beyond.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from ...models.vocabulary import TaxCategory
from ..figures import added, turned
from ..listed import Entry
from ..terms import Document, TaxRow
from .buyers import is_in_union, is_polish

FIELDS = ("1", "2", "3", "6_1", "6_2", "6_3", "7", "8", "9", "10")  # in the order of the schema
WITH_TAX = frozenset(("1", "2", "3"))
STANDARD = {
    Decimal(23): ("23", "1"),
    Decimal(22): ("22", "1"),
    Decimal(8): ("8", "2"),
    Decimal(7): ("7", "2"),
    Decimal(5): ("5", "3"),
}
OTHERS = {
    TaxCategory.ZERO: ("0 KR", "6_1"),
    TaxCategory.INTRA_COMMUNITY: ("0 WDT", "6_2"),
    TaxCategory.EXPORT: ("0 EX", "6_3"),
    TaxCategory.EXEMPT: ("zw", "7"),
    TaxCategory.OUT_OF_SCOPE: ("np I", "8"),
}
OF_SERVICES_ABROAD, IN_UNION, AT_HOME = ("np I", "8"), ("np II", "9"), ("oo", "10")
IN_UNION_FIELDS = frozenset(("6_2", "9"))
DIRECTIVE, ACT = re.compile(r"2006/112|^VATEX-EU-\d"), "art."  # some codes of reasons are its articles


@dataclass(frozen=True)
class Sum:
    """What a field of the sums has: P_13_ and, where tax is charged, P_14_ of its name."""

    field: str
    base: Decimal
    amount: Decimal


def code_of(taxed: Entry | TaxRow, document: Document) -> tuple[str, str] | None:
    """The code of a rate (P_12) and the field of its sums; None where FA(3) has none."""
    if taxed.category is TaxCategory.STANDARD:
        return STANDARD.get(taxed.rate or Decimal(0))
    if taxed.category is TaxCategory.REVERSE_CHARGE:
        if is_polish(document.buyer):
            return AT_HOME
        return IN_UNION if is_in_union(document.buyer) else OF_SERVICES_ABROAD
    return OTHERS.get(taxed.category) if taxed.category is not None else None


def sums(document: Document) -> tuple[Sum, ...]:
    """The sums of a document, by their fields; below zero where it credits."""
    found: dict[str, list[TaxRow]] = {}
    for row in document.taxes:
        code = code_of(row, document)
        if code is not None:
            found.setdefault(code[1], []).append(row)
    return tuple(
        Sum(
            field,
            turned(added(one.base for one in found[field]), document.sign),
            turned(added(one.amount for one in found[field]), document.sign),
        )
        for field in FIELDS
        if field in found
    )


def exemption(document: Document) -> str | None:
    """On which law an exemption rests; None where nothing is exempt, or nobody said."""
    exempt = [one for one in document.taxes if one.category is TaxCategory.EXEMPT]
    reasons = dict.fromkeys(one.exemption_reason or one.exemption_reason_code or "" for one in exempt)
    return "; ".join(one for one in reasons if one) or None


def exemption_field(reason: str) -> str:
    """Where the law is named: the directive, the Polish act, or another one.

    >>> exemption_field("art. 43 ust. 1 pkt 37 ustawy"), exemption_field("art. 132 of directive 2006/112/EC")
    ('P_19A', 'P_19B')
    """
    if DIRECTIVE.search(reason) is not None:
        return "P_19B"
    return "P_19A" if ACT in reason.casefold() else "P_19C"


def categories(document: Document) -> frozenset[TaxCategory | None]:
    """What it is taxed as; of a correction as it should be: what was billed otherwise is so no more."""
    return frozenset(one.category for one in document.entries if not one.is_before)


def is_exempt(document: Document) -> bool:
    """Whether anything of it is exempt."""
    return TaxCategory.EXEMPT in categories(document)


def is_trade_in_union(document: Document) -> bool:
    """Whether goods or services go to a taxpayer of another state of the Union, whom the seller is a taxpayer for."""
    codes = [code_of(one, document) for one in document.entries if not one.is_before]
    return any(code is not None and code[1] in IN_UNION_FIELDS for code in codes)


def is_reverse_charge(document: Document) -> bool:
    """Whether the buyer owes the tax on any of it."""
    return TaxCategory.REVERSE_CHARGE in categories(document)
