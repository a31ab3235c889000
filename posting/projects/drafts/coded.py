"""A detail of a draft with another tax code, or with a bare rate in its place (documents 2.6)."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import ProblemCode
from ...canonical import plain
from ...checks import Checks
from ...commands import DetailUpdateInput
from ...planners.projects.draft_taxes import DATED_LIKE_ITS_INVOICE, rated
from ...planners.projects.editing import takes_code
from ...planners.projects.facts import DraftDetail
from ...planners.projects.retainers import RETAINED
from ...planners.projects.tax_problems import rate_missing
from ...saying import phrase
from ...taxes.codes import Code, Codes


class Taxing(NamedTuple):
    """The tax codes there are, and the day that a draft without a date would have."""

    codes: Codes
    day: date


def has_fixed_code(detail: DraftDetail) -> bool:
    """Whether its code is that of an advance which has been billed."""
    return detail.kind in RETAINED and not takes_code(detail)


def recoded(
    detail: DraftDetail, wanted: DetailUpdateInput, taxing: Taxing, checks: Checks, path: tuple[str, ...]
) -> DraftDetail:
    """The detail with the wanted code and the rate of its day; its tax does not follow yet.

    An empty code takes it away: work then has no rate, and goods a bare one.
    """
    if wanted.tax_code is None:
        return _at_bare_rate(detail, wanted.tax_rate)
    code = next((one for one in taxing.codes.values() if one.code == wanted.tax_code), None)
    at = (*path, "taxCode")
    if code is None and wanted.tax_code != "":
        checks.fail(ProblemCode.NOT_FOUND, "tax-code", *at, given=wanted.tax_code, type="TaxCode")
    elif has_fixed_code(detail):
        _check_same(detail, code, wanted, taxing.codes, checks, at)
    elif code is None:
        rate = None if detail.goods is None else detail.tax_rate
        return _at_bare_rate(detail._replace(tax_code_id=None, tax_rate=rate), wanted.tax_rate)
    else:
        return _with_code(detail, code, wanted, taxing, checks, path)
    return detail


def _at_bare_rate(detail: DraftDetail, rate: Decimal | None) -> DraftDetail:
    """A rate other than the code's takes the place of the code."""
    return detail if rate is None or rate == detail.tax_rate else detail._replace(tax_code_id=None, tax_rate=rate)


def _with_code(
    detail: DraftDetail,
    code: Code,
    wanted: DetailUpdateInput,
    taxing: Taxing,
    checks: Checks,
    path: tuple[str, ...],
) -> DraftDetail:
    found = rated(detail._replace(tax_code_id=code.id), taxing.codes, taxing.day)
    is_dated = detail.source is not None or detail.start_date is not None
    if found.tax_rate is None and found.supplied_on is not None and is_dated and not _is_dated_later(detail):
        checks.problems.append(rate_missing(code, detail.description, found.supplied_on, (*path, "taxCode")))
    elif wanted.tax_rate is not None and wanted.tax_rate != found.tax_rate:
        shown = None if found.tax_rate is None else plain(found.tax_rate)
        variant = "code-without-rate" if shown is None else "code-and-rate"
        given = plain(wanted.tax_rate)
        checks.invalid(variant, *path, "taxRate", code=code.code, given=given, expected=shown, date=found.supplied_on)
    return found


def _is_dated_later(detail: DraftDetail) -> bool:
    return not detail.correction and detail.kind in DATED_LIKE_ITS_INVOICE


def _check_same(
    detail: DraftDetail,
    code: Code | None,
    wanted: DetailUpdateInput,
    codes: Codes,
    checks: Checks,
    at: tuple[str, ...],
) -> None:
    """What an advance was billed with stays with it: naming just that changes nothing."""
    known = None if detail.tax_code_id is None else codes[detail.tax_code_id]
    if known != code:
        checks.fail(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "advance-without-code" if known is None else "code-of-advance",
            *at,
            name=phrase("retainer", retainer=detail.description),
            state="" if known is None else known.code,
            needed=wanted.tax_code,
        )
