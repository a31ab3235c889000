"""What details of a draft do to the retainers of its contract (project-invoicing 3.5, L8).

Whatever a draft does to one retainer is settled at once: what was billed, less what is applied and refunded, must not
fall below zero, however many details take part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ....models.vocabulary import BillingStatus, BillingType, DetailKind, ProblemCode, RefundStatus
from ...amounts import ZERO, rounded
from ...canonical import plain
from ...planned.changes import Change, Value
from ...problems import Problem, problem
from ...saying import Phrase, phrase
from .facts import Draft, DraftDetail, Retainer

RETAINED = frozenset({DetailKind.RETAINER, DetailKind.APPLIED_RETAINER, DetailKind.RETAINER_REFUND})


def retainer_after(retainer: Retainer, details: Iterable[DraftDetail]) -> Retainer:
    """The retainer once `details` are confirmed."""
    after = retainer
    for detail in details:
        before = detail.billed_before
        change = detail.amount - (ZERO if before is None else before.amount)
        tax = detail.tax_amount - (ZERO if before is None else before.tax_amount)
        if detail.kind is DetailKind.RETAINER:
            after = replace(after, billed=after.billed + change, billed_tax=after.billed_tax + tax)
        elif detail.kind is DetailKind.APPLIED_RETAINER:
            after = replace(after, used=after.used - change, used_tax=after.used_tax - tax)
        else:
            after = replace(after, refunded=after.refunded - change, refunded_tax=after.refunded_tax - tax)
    return after


def retainer_changes(retainer: Retainer, details: Sequence[DraftDetail]) -> list[Change]:
    """How the retainer's columns move."""
    after = retainer_after(retainer, details)
    status = _status_after(retainer, after, details)
    taxed = _taxed_after(after, details)
    refund = RefundStatus.REFUNDED if after.refunded else None
    kept = all(detail.kind is not DetailKind.RETAINER_REFUND for detail in details)
    columns: tuple[tuple[str, Value, Value], ...] = (
        ("invoice_status", retainer.invoice_status, status),
        ("refund_status", retainer.refund_status, retainer.refund_status if kept else refund),
    )
    statuses = (Change("Retainer", retainer.id, name, old, new) for name, old, new in columns if old != new)
    return [*moved_columns(retainer, taxed), *statuses]


def moved_columns(before: Retainer, after: Retainer) -> list[Change]:
    """How amounts and taxes of a retainer move, and what it is taxed as."""
    columns: tuple[tuple[str, Value, Value], ...] = (
        ("billed_amount", before.billed, after.billed),
        ("used_amount", before.used, after.used),
        ("refunded_amount", before.refunded, after.refunded),
        ("tax_code_id", before.tax_code_id, after.tax_code_id),
        ("tax_rate", before.tax_rate, after.tax_rate),
        ("billed_tax_amount", before.billed_tax, after.billed_tax),
        ("used_tax_amount", before.used_tax, after.used_tax),
        ("refunded_tax_amount", before.refunded_tax, after.refunded_tax),
    )
    return [Change("Retainer", before.id, name, old, new) for name, old, new in columns if old != new]


def _taxed_after(retainer: Retainer, details: Sequence[DraftDetail]) -> Retainer:
    """The code that it is billed with stays with it, and the rate as long as it is billed (documents 2.7)."""
    for detail in details:
        if detail.kind is DetailKind.RETAINER and not detail.correction:
            retainer = replace(retainer, tax_code_id=detail.tax_code_id, tax_rate=detail.tax_rate)
    return retainer if retainer.billed else replace(retainer, tax_rate=None)


def _status_after(retainer: Retainer, after: Retainer, details: Sequence[DraftDetail]) -> BillingStatus:
    """A retainer credited to zero can be billed again (project-invoicing 2.8)."""
    if all(detail.kind is not DetailKind.RETAINER for detail in details):
        return retainer.invoice_status
    return BillingStatus.CUSTOMER_INVOICE_POSTED if after.billed else BillingStatus.READY_TO_INVOICE


def retainer_problems(draft: Draft, touched: frozenset[int] | None = None) -> list[Problem]:
    """Retainers that would be overdrawn or are refunded; of the `touched` details alone where they are given."""
    places = {detail.id: place for place, detail in enumerate(draft.details)}
    found = []
    for retainer in draft.retainers:
        details = draft.details_of(retainer)
        asked = [one for one in details if touched is None or one.id in touched]
        after = retainer_after(retainer, details)
        found += [
            problem
            for one in asked
            if (problem := _problem(draft, retainer, after, one, ("details", str(places[one.id])))) is not None
        ]
    return found


def _problem(
    draft: Draft, retainer: Retainer, after: Retainer, detail: DraftDetail, path: tuple[str, ...]
) -> Problem | None:
    name = phrase("retainer", retainer=retainer.description)
    is_refund = detail.kind is DetailKind.RETAINER_REFUND
    if retainer.refund_status is RefundStatus.REFUNDED and not is_refund and (detail.amount or detail.correction):
        return problem(ProblemCode.RETAINER_REFUNDED, "refunded", path, name=name)
    if is_refund and not detail.correction:
        return _refund_problem(name, abs(detail.amount), after.available, path)
    if after.available >= 0:
        return None
    before = ZERO if detail.billed_before is None else detail.billed_before.amount
    if detail.kind is DetailKind.RETAINER:
        if detail.amount >= before:
            return None
        used = rounded(after.used + after.refunded, draft.places)
        return problem(
            ProblemCode.RETAINER_BELOW_USED,
            "used",
            (*path, "amount"),
            name=name,
            given=rounded(detail.amount, draft.places),
            available=used,
        )
    if detail.amount >= before or _lowered(draft, retainer):
        return None
    most = rounded(-detail.amount + after.available, draft.places)
    return problem(
        ProblemCode.RETAINER_AMOUNT_EXCEEDS_AVAILABLE,
        "taken",
        (*path, "amount"),
        given=rounded(-detail.amount, draft.places),
        name=name,
        available=most,
    )


def _refund_problem(name: Phrase, refund: Decimal, left: Decimal, path: tuple[str, ...]) -> Problem | None:
    """A refund pays back exactly what is left (project-invoicing 6.8)."""
    if left == 0:
        return None
    if left < 0:
        code, values = (
            ProblemCode.RETAINER_AMOUNT_EXCEEDS_AVAILABLE,
            {"given": plain(refund), "available": plain(refund + left)},
        )
        return problem(code, "refund-too-large", path, name=name, difference=plain(-left), **values)
    code, values = ProblemCode.INVALID_STATUS_TRANSITION, {"state": plain(refund), "needed": plain(refund + left)}
    return problem(code, "refund-too-small", path, name=name, difference=plain(left), **values)


def _lowered(draft: Draft, retainer: Retainer) -> bool:
    """Whether the draft itself corrects the retainer downwards, which is then what is wrong."""
    return any(
        detail.kind is DetailKind.RETAINER
        and detail.billed_before is not None
        and detail.amount < detail.billed_before.amount
        for detail in draft.details_of(retainer)
    )


@dataclass(frozen=True)
class FirstTime:
    """What first-time details take of retainers, and what they charge that retainers can be applied to, without tax."""

    applied: Decimal
    chargeable: Decimal

    def __add__(self, other: "FirstTime") -> "FirstTime":
        return FirstTime(self.applied + other.applied, self.chargeable + other.chargeable)

    def __sub__(self, other: "FirstTime") -> "FirstTime":
        return FirstTime(self.applied - other.applied, self.chargeable - other.chargeable)


def first_time(details: Iterable[DraftDetail]) -> FirstTime:
    """What the first-time ones among details come to."""
    applied = chargeable = ZERO
    for detail in details:
        if not detail.correction and detail.kind is DetailKind.APPLIED_RETAINER:
            applied -= detail.amount
        elif not detail.correction and detail.kind not in RETAINED and detail.billing_type is BillingType.CHARGEABLE:
            chargeable += detail.amount
    return FirstTime(applied, chargeable)


def applied_problems(draft: Draft, whole: FirstTime) -> list[Problem]:
    """Where the first-time details of a draft, all of them, apply more than they charge (project-invoicing 5)."""
    chargeable = max(whole.chargeable, ZERO)
    if whole.applied <= chargeable:
        return []
    return [
        problem(
            ProblemCode.APPLIED_EXCEEDS_CHARGEABLE,
            "draft",
            ("details",),
            name=draft.name,
            given=rounded(whole.applied, draft.places),
            available=rounded(chargeable, draft.places),
        )
    ]
