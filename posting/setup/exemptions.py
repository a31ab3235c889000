"""Why no tax is charged, by category: what holds for a code's reasons and rates (documents 2.1).

The official rules of electronic invoices want a reason in some categories, and refuse it in others; some codes of the
VATEX list belong to one category (Peppol P0104 to P0111).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ...models.vocabulary import TaxCategory
from ..canonical import plain
from ..checks import Checks


class Exemption(NamedTuple):
    """Why no tax is charged: the sentence, and its code in the VATEX list."""

    reason: str | None = None
    code: str | None = None


DEFAULTS: Mapping[TaxCategory, Exemption] = {
    TaxCategory.REVERSE_CHARGE: Exemption("Reverse charge", "VATEX-EU-AE"),
    TaxCategory.INTRA_COMMUNITY: Exemption("Intra-Community supply", "VATEX-EU-IC"),
    TaxCategory.EXPORT: Exemption("Export outside the EU", "VATEX-EU-G"),
    TaxCategory.OUT_OF_SCOPE: Exemption("Not subject to VAT", "VATEX-EU-O"),
}
WITHOUT_REASON = frozenset({TaxCategory.STANDARD, TaxCategory.ZERO})
CATEGORY_OF: Mapping[str, TaxCategory] = {
    "VATEX-EU-G": TaxCategory.EXPORT,  # P0104
    "VATEX-EU-O": TaxCategory.OUT_OF_SCOPE,  # P0105
    "VATEX-EU-IC": TaxCategory.INTRA_COMMUNITY,  # P0106
    "VATEX-EU-AE": TaxCategory.REVERSE_CHARGE,  # P0107
    "VATEX-EU-D": TaxCategory.EXEMPT,  # P0108
    "VATEX-EU-F": TaxCategory.EXEMPT,  # P0109
    "VATEX-EU-I": TaxCategory.EXEMPT,  # P0110
    "VATEX-EU-J": TaxCategory.EXEMPT,  # P0111
}
LIST = "VATEX-"  # what every code of the list begins with


def exemption(category: TaxCategory, given: Exemption, before: Exemption | None) -> Exemption:
    """The reasons of a code: what is given, else what it had in this category, else what the category says.

    An empty text takes one away.

    >>> exemption(TaxCategory.EXPORT, Exemption(reason="Eksport"), None)
    Exemption(reason='Eksport', code='VATEX-EU-G')
    """
    known = DEFAULTS.get(category, Exemption()) if before is None else before
    reason = known.reason if given.reason is None else given.reason or None
    code = known.code if given.code is None else given.code or None
    return Exemption(reason, code)


def check_exemption(category: TaxCategory, given: Exemption, wanted: Exemption, checks: Checks) -> None:
    """Collect where reasons and category do not agree."""
    if category in WITHOUT_REASON:
        for value, field in zip(given, ("exemptionReason", "exemptionReasonCode"), strict=True):
            if value:
                checks.invalid("reason-of-taxed", field, category=category, given=value)
        return
    if wanted == Exemption():
        checks.invalid("exemption-needed", "exemptionReason", category=category)
    if wanted.code is None:
        return
    of_code = CATEGORY_OF.get(wanted.code)
    if not wanted.code.startswith(LIST):
        checks.invalid("exemption-unlisted", "exemptionReasonCode", given=wanted.code)
    elif of_code is not None and of_code is not category:
        values = {"given": wanted.code, "category": category, "expected": of_code}
        checks.invalid("exemption-of-other", "exemptionReasonCode", **values)


def check_rate(category: TaxCategory, rate: Decimal, checks: Checks, *path: str) -> None:
    """A rate is above zero in STANDARD, and zero in every other category."""
    if category is TaxCategory.STANDARD and rate <= 0:
        checks.invalid("rate-of-standard", *path, given=plain(rate), limit=0)
    elif category is not TaxCategory.STANDARD and rate != 0:
        checks.invalid("rate-of-untaxed", *path, given=plain(rate), category=category, limit=0)
