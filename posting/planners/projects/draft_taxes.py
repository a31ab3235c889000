"""What the details of a draft are taxed as, and how much that is: plan and confirmation have the last word.

Only what has a tax code is worked out (documents 2.6): tax that was typed stays as it is, what is left as billed keeps
its cents, what is credited in full bears none, and advances have rules of their own. All else is rounded as the legal
entity rounds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import DetailKind
from ...amounts import ZERO, tax_on
from ...taxes.codes import Codes, Taxed, bare
from ...taxes.spreading import Taxable, spread
from .advances import advance_taxes
from .draft_values import charged, previous_tax
from .facts import Draft, DraftDetail, Retainer
from .goods_values import right_amounts
from .retainers import RETAINED

DEDUCTED = RETAINED - {DetailKind.RETAINER}
DATED_LIKE_ITS_INVOICE = frozenset({DetailKind.RETAINER, DetailKind.PRODUCT})


def supply_day(detail: DraftDetail, invoice_date: date) -> date:
    """The day that decides the rate: of a correction that of what it corrects (documents 2.3, 2.6)."""
    if detail.correction:
        return detail.supplied_on or (invoice_date if detail.source is None else detail.source.transaction_date)
    if detail.kind in DATED_LIKE_ITS_INVOICE:
        return invoice_date
    return (detail.start_date if detail.source is None else detail.source.transaction_date) or invoice_date


def with_taxes(draft: Draft, invoice_date: date) -> Draft:
    """The draft with what its details are taxed as on that day, and with their taxes."""
    if not any(one.tax_code_id is not None for one in draft.details):
        return draft
    retainers = {one.id: one for one in draft.retainers}
    with_rates = (_rated(one, draft, retainers, invoice_date) for one in draft.details)
    draft = replace(draft, details=tuple(with_rates))
    of_advances: dict[int, Decimal] = {}
    for retainer in draft.retainers:
        of_advances |= advance_taxes(retainer, draft.details_of(retainer), draft.places)
    items = [Taxable(taxed_as(one, draft.codes), one.amount, _given(one, of_advances)) for one in draft.details]
    taxes = spread(items, draft.rounding, draft.places)
    details = (
        one._replace(tax_amount=tax, tax_entered=one.tax_entered or _is_kept(one))
        for one, tax in zip(draft.details, taxes, strict=True)
    )
    return replace(draft, details=tuple(details))


def taxed_as(detail: DraftDetail, codes: Codes) -> Taxed:
    """What a detail is taxed as; what has no code has its bare rate, or none."""
    code = None if detail.tax_code_id is None else codes[detail.tax_code_id]
    if code is None:
        return bare(detail.tax_rate)
    return code.taxed_at(ZERO if detail.tax_rate is None else detail.tax_rate, detail.supplied_on)


def _rated(detail: DraftDetail, draft: Draft, retainers: Mapping[int, Retainer], invoice_date: date) -> DraftDetail:
    """The detail with its rate: of an advance the one it was billed with, of a correction the one that was billed."""
    if detail.tax_code_id is None:
        return detail
    if detail.kind in DEDUCTED and not detail.correction:
        retainer = retainers[detail.retainer_id or 0]
        return detail._replace(tax_code_id=retainer.tax_code_id, tax_rate=retainer.tax_rate)
    found = rated(detail, draft.codes, invoice_date)
    return found if found.tax_rate == detail.tax_rate else _reckoned_anew(found, draft.places)


def rated(detail: DraftDetail, codes: Codes, invoice_date: date) -> DraftDetail:
    """A detail with the rate of its code on the day of supply; what was billed with a code keeps the rate of then."""
    if detail.tax_code_id is None:
        return detail
    code_before, rate_before = previous_tax(detail)
    day = supply_day(detail, invoice_date)
    if detail.correction and detail.tax_code_id == code_before:
        return detail._replace(tax_rate=rate_before, supplied_on=day)
    return detail._replace(tax_rate=codes[detail.tax_code_id].rate_on(day), supplied_on=day)


def line_tax(detail: DraftDetail, places: int) -> Decimal:
    """The tax of a detail with a code by itself, before any of it is spread; what was typed stays."""
    given = _given(detail, {})
    return tax_on(detail.amount, detail.tax_rate or ZERO, places) if given is None else given


def _reckoned_anew(detail: DraftDetail, places: int) -> DraftDetail:
    """Goods whose rate is another one by now: their tax is not spread, and follows at once (documents 2.5)."""
    if detail.goods is None or detail.goods.unit_price is None:
        return detail
    terms = (detail.quantity, detail.unit_price, detail.discount_percent, detail.tax_rate)
    net, tax = right_amounts(detail.goods, *terms, places)
    return detail._replace(amount=net, tax_amount=tax)


def _given(detail: DraftDetail, of_advances: Mapping[int, Decimal]) -> Decimal | None:
    """The tax of a detail that is neither worked out nor spread; None of one that is."""
    if not charged(detail):
        return ZERO
    if detail.tax_code_id is None or detail.goods is not None:
        return detail.tax_amount
    if detail.id in of_advances:
        return of_advances[detail.id]
    if detail.quantity == 0:
        return detail.tax_amount if detail.tax_entered else ZERO  # which is refused
    if detail.tax_entered:
        return detail.tax_amount
    before = detail.billed_before
    return before.tax_amount if before is not None and _is_kept(detail) else None


def _is_kept(detail: DraftDetail) -> bool:
    """Whether a correction of work stays as it was billed: its tax, too, which may have been typed, or spread."""
    before = detail.billed_before
    if before is None or detail.tax_code_id is None or detail.goods is not None or not detail.quantity:
        return False
    terms = (detail.quantity, detail.unit_price, detail.amount, detail.tax_code_id, detail.tax_rate)
    return terms == (before.quantity, before.unit_price, before.amount, *previous_tax(detail))


def tax_parts(draft: Draft) -> Iterator[tuple[Taxed, Decimal, Decimal]]:
    """What the document is taxed as, with base and tax: a correction takes back what was billed, as it was billed.

    What has neither code nor rate is all in one row, whose rate nobody knows if any tax was entered (documents 2.9).
    """
    parts = [part for one in draft.details if charged(one) for part in _parts(one, draft.codes)]
    unknown = bare(None if any(tax for taxed, _, tax in parts if _is_unknown(taxed)) else ZERO)
    for taxed, base, tax in parts:
        yield (unknown if _is_unknown(taxed) else taxed), base, tax


def _is_unknown(taxed: Taxed) -> bool:
    return taxed.code_id is None and taxed.rate is None


def _parts(detail: DraftDetail, codes: Codes) -> Iterator[tuple[Taxed, Decimal, Decimal]]:
    now, before = taxed_as(detail, codes), detail.billed_before
    if before is None:
        yield now, detail.amount, detail.tax_amount
        return
    code_id, rate = previous_tax(detail)
    was = taxed_as(detail._replace(tax_code_id=code_id, tax_rate=rate), codes)
    if was.group == now.group:
        yield now, detail.amount - before.amount, detail.tax_amount - before.tax_amount
        return
    yield was, ZERO - before.amount, ZERO - before.tax_amount
    if detail.amount or detail.tax_amount:
        yield now, detail.amount, detail.tax_amount
