"""Tax on a page: the rate of a line, the breakdown, and why none is charged, in the language of the page."""

from decimal import Decimal

from ...models.vocabulary import Language, TaxCategory
from ..terms import Document, TaxRow
from .figures import money, percent
from .sheet import Column, Row, Table
from .words import Say, words_of

UNKNOWN = "–"
USUAL_REASONS = {  # as the file says it where nobody has put it otherwise (documents 2.1)
    TaxCategory.REVERSE_CHARGE: "Reverse charge",
    TaxCategory.INTRA_COMMUNITY: "Intra-Community supply",
    TaxCategory.EXPORT: "Export outside the EU",
    TaxCategory.OUT_OF_SCOPE: "Not subject to VAT",
}


def breakdown(document: Document, language: Language) -> Table | None:
    """Base and tax by rate; the reason where one is not charged."""
    if not document.taxes:
        return None
    say = words_of(language)
    reasons = [reason_of(one, say) for one in document.taxes]
    columns = (
        Column(say("tax-rate")),
        Column(say("base", currency=document.currency), is_figure=True),
        Column(say("tax-amount", currency=document.currency), is_figure=True),
        *((Column(say("tax-reason"), is_wide=True),) if any(reasons) else ()),
    )
    rows = tuple(
        Row(
            (
                _called(one, language),
                money(one.base, document.places, language),
                money(one.amount, document.places, language),
                *((reason,) if any(reasons) else ()),
            )
        )
        for one, reason in zip(document.taxes, reasons, strict=True)
    )
    return Table(columns, rows, heading=say("breakdown"))


def rate_of(rate: Decimal | None, code: str | None, language: Language) -> str:
    """What a line is taxed at: its rate, else its code."""
    return (code or UNKNOWN) if rate is None else percent(rate, language)


def reason_of(row: TaxRow, say: Say) -> str:
    """Why no tax is charged: the language's own words for the usual reason, else what was entered."""
    if row.category in USUAL_REASONS and row.exemption_reason in (None, "", USUAL_REASONS[row.category]):
        return say(f"exempt-{row.category.value.lower().replace('_', '-')}")
    return row.exemption_reason or ""


def _called(row: TaxRow, language: Language) -> str:
    codes = ", ".join(row.codes)
    if row.rate is None:
        return codes or UNKNOWN
    rate = percent(row.rate, language)
    return words_of(language)("rate-and-code", rate=rate, code=codes) if codes else rate
