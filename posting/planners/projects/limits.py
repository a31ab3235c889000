"""Not-to-exceed limits: what work takes up of them, and what may still be billed (project-invoicing 1.8, 5, 6.10)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from ....models.vocabulary import BillingType, DetailKind, NotToExceedStatus, ProblemCode
from ...amounts import ZERO, rounded
from ...problems import Problem, problem
from .draft_values import charged, invoice_amount, reopened
from .facts import Draft, DraftDetail, Limit

UNCHECKED = {
    NotToExceedStatus.FAILED: ProblemCode.NTE_FAILED,
    NotToExceedStatus.NOT_EVALUATED: ProblemCode.NTE_NOT_EVALUATED,
}


def applies(limits: Iterable[Limit], contract_line_id: int | None) -> list[Limit]:
    """The limits that work on a contract line counts in."""
    return [one for one in limits if one.contract_line_id in (None, contract_line_id)]


def status_of(
    limits: Iterable[Limit], contract_line_id: int | None, billing_type: BillingType, amount: Decimal
) -> NotToExceedStatus:
    """Whether `amount` more fits under every limit.

    >>> limit = Limit("contract PC-1", None, Decimal(1000), Decimal(900))
    >>> str(status_of([limit], 7, BillingType.CHARGEABLE, Decimal(101)))
    'FAILED'
    """
    mine = applies(limits, contract_line_id)
    if not mine or billing_type is not BillingType.CHARGEABLE:
        return NotToExceedStatus.NOT_APPLICABLE
    fits = amount <= 0 or all(one.consumed + amount <= one.limit for one in mine)
    return NotToExceedStatus.COMMITTED if fits else NotToExceedStatus.FAILED


def committed(limits: Iterable[Limit], contract_line_id: int | None, amount: Decimal) -> tuple[Limit, ...]:
    """The limits once `amount` of a contract line takes them up, too."""
    mine = applies(limits, contract_line_id)
    return tuple(replace(one, consumed=one.consumed + amount) if one in mine else one for one in limits)


def limit_status(draft: Draft, detail: DraftDetail) -> NotToExceedStatus:
    """The status of unbilled rows that confirming a detail writes: they take up what the detail did before."""
    mine = applies(draft.limits, detail.contract_line_id)
    if not mine or not _is_work(detail) or not charged(detail):
        return NotToExceedStatus.NOT_APPLICABLE
    fits = all(one.consumed <= one.limit for one in mine)
    return NotToExceedStatus.COMMITTED if fits else NotToExceedStatus.FAILED


def consumed_by(draft: Draft) -> dict[int, Decimal]:
    """What a draft takes up of limits once it is confirmed, by contract line; below zero where it frees them.

    What it puts back among the open work counts where that is committed.
    """
    found: dict[int, Decimal] = defaultdict(Decimal)
    for detail in draft.details if draft.limits else ():
        if detail.contract_line_id is not None and _is_work(detail) and charged(detail):
            is_open = limit_status(draft, detail) is NotToExceedStatus.COMMITTED
            put_back = reopened(detail, draft.places) if is_open else ZERO
            found[detail.contract_line_id] += invoice_amount(detail) + put_back
    return found


def limit_problems(draft: Draft) -> list[Problem]:
    """Work that was not checked or does not fit, and details that bill more than the limits leave."""
    found = []
    for place, detail in enumerate(draft.details):
        backing, path = detail.backing, ("details", str(place))
        if backing is not None and backing.not_to_exceed_status in UNCHECKED:
            code = UNCHECKED[backing.not_to_exceed_status]
            found.append(problem(code, "work", path, description=detail.description))
    for limit in draft.limits:
        found += _exceeded(draft, limit)
    return found


def _exceeded(draft: Draft, limit: Limit) -> list[Problem]:
    more = {
        place: change
        for place, detail in enumerate(draft.details)
        if limit.contract_line_id in (None, detail.contract_line_id) and (change := _taken_up(detail, draft.places))
    }
    after = limit.consumed + sum(more.values(), ZERO)
    if after <= limit.limit or sum(more.values(), ZERO) <= 0:
        return []
    return [
        problem(
            ProblemCode.NTE_FAILED,
            "limit",
            ("details", str(place), "quantity"),
            description=draft.details[place].description,
            what=limit.name,
            after=rounded(after, draft.places),
            limit=rounded(limit.limit, draft.places),
        )
        for place, change in more.items()
        if change > 0
    ]


def _taken_up(detail: DraftDetail, places: int) -> Decimal:
    """What confirming a detail takes up of its limits, more than its source does already.

    What a correction puts back among the open work goes on taking them up.
    """
    if not _is_work(detail):
        return ZERO
    if detail.correction:
        return invoice_amount(detail) + reopened(detail, places) if charged(detail) else ZERO
    before, backing = ZERO, detail.backing
    if backing is not None and backing.not_to_exceed_status in UNCHECKED:
        return ZERO  # refused for that already
    if backing is not None and backing.not_to_exceed_status is NotToExceedStatus.COMMITTED:
        before = backing.amount
    return (detail.amount if charged(detail) else ZERO) - before


def _is_work(detail: DraftDetail) -> bool:
    return detail.kind is DetailKind.TRANSACTION
