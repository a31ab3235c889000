"""What is wrong with the tax of a draft's details (documents 2.3, 2.6)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ....models.vocabulary import DetailKind, ProblemCode
from ...amounts import rounded, tax_on
from ...canonical import plain
from ...problems import Problem, problem
from ...taxes.codes import Code, Codes
from .draft_values import charged
from .facts import Draft, DraftDetail

TOLERANCE = Decimal(5)  # minor units that a typed amount may be off by: nobody publishes any (documents A7)
TYPED = frozenset({DetailKind.TRANSACTION, DetailKind.MILESTONE, DetailKind.PRODUCT})


def amount_problems(detail: DraftDetail, codes: Codes, places: int, path: tuple[str, ...]) -> Iterator[Problem]:
    """Tax that is further from what its code comes to than rounding explains."""
    rate, is_typed = detail.tax_rate, detail.kind in TYPED and detail.goods is None
    if detail.tax_code_id is None or rate is None or not is_typed or not charged(detail) or detail.quantity == 0:
        return
    if detail.correction and detail.kind is DetailKind.MILESTONE:
        return  # which is credited as it was billed
    expected, tolerance = tax_on(detail.amount, rate, places), TOLERANCE.scaleb(-places)
    if abs(detail.tax_amount - expected) > tolerance:
        yield problem(
            ProblemCode.TAX_AMOUNT_MISMATCH,
            "detail",
            (*path, "taxAmount"),
            description=detail.description,
            given=rounded(detail.tax_amount, places),
            expected=expected,
            tolerance=rounded(tolerance, places),
            code=codes[detail.tax_code_id].code,
            rate=plain(rate),
        )


def rate_problems(draft: Draft) -> Iterator[Problem]:
    """Details whose code has no rate on their day of supply; `with_taxes` has said which day that is."""
    for place, detail in enumerate(draft.details):
        if detail.tax_code_id is not None and detail.tax_rate is None and detail.supplied_on is not None:
            code = draft.codes[detail.tax_code_id]
            yield rate_missing(code, detail.description, detail.supplied_on, ("details", str(place), "taxCode"))


def rate_missing(code: Code, description: str, day: date, path: tuple[str, ...]) -> Problem:
    """The refusal where a code has no rate on a day."""
    values = {"code": code.code, "description": description, "date": day, "limit": code.rates[0].day}
    return problem(ProblemCode.TAX_RATE_MISSING, "detail", path, **values)
