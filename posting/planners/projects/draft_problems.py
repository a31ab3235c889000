"""Everything that stands in the way of confirming a draft, all at once (project-invoicing 2.5, 5)."""

from ....models.vocabulary import DetailKind, ProblemCode
from ...canonical import plain
from ...problems import Problem, Problems, problem
from .draft_values import repeats, unchanged
from .facts import Draft, DraftDetail
from .goods_problems import goods_problems, joint_goods_problems
from .limits import limit_problems
from .retainers import applied_problems, first_time, retainer_problems
from .tax_problems import amount_problems, rate_problems


def confirmation_problems(draft: Draft) -> Problems:
    """Every blocker of a confirmation."""
    if not draft.details:
        return (problem(ProblemCode.NO_CHARGEABLE_TRANSACTIONS, "no-details", ("invoice",), name=draft.name),)
    if all(unchanged(detail) for detail in draft.details) and not repeats(draft):
        return (problem(ProblemCode.NO_CHANGES, "all-as-before", ("invoice",), name=draft.name),)
    of_details = (
        problem
        for place, detail in enumerate(draft.details)
        for problem in (
            *value_problems(detail, draft.places, "details", str(place)),
            *amount_problems(detail, draft.codes, draft.places, ("details", str(place))),
            *_source_problems(detail, str(place)),
        )
    )
    return (
        *of_details,
        *rate_problems(draft),
        *retainer_problems(draft),
        *applied_problems(draft, first_time(draft.details)),
        *limit_problems(draft),
        *joint_goods_problems(draft),
    )


def value_problems(detail: DraftDetail, places: int, *path: str) -> list[Problem]:
    """What is wrong with the values of one detail, whatever else the draft holds."""
    if detail.goods is not None:
        return goods_problems(detail, detail.goods, places, path)
    if detail.kind is DetailKind.MILESTONE and detail.correction:
        return _milestone_problems(detail, path)
    if detail.kind is DetailKind.RETAINER_REFUND and detail.correction:
        return _refund_problems(detail, path)
    if detail.kind is not DetailKind.TRANSACTION:
        return []
    found = []
    positive = detail.source is None or detail.source.quantity > 0
    if detail.quantity != 0 and (detail.quantity > 0) != positive:
        found.append(
            problem(
                ProblemCode.QUANTITY_SIGN,
                ("positive" if positive else "negative") + ("" if detail.source is None else "-original"),
                (*path, "quantity"),
                description=detail.description,
                original=None if detail.source is None else plain(detail.source.quantity),
                given=plain(detail.quantity),
            )
        )
    if detail.quantity == 0 and detail.tax_amount != 0:
        found.append(
            problem(
                ProblemCode.TAX_WITHOUT_QUANTITY,
                "zero-quantity",
                (*path, "taxAmount"),
                description=detail.description,
                given=plain(detail.tax_amount),
            )
        )
    return found


def _milestone_problems(detail: DraftDetail, path: tuple[str, ...]) -> list[Problem]:
    if unchanged(detail) or not (detail.quantity or detail.amount or detail.tax_amount):
        return []
    return [
        problem(
            ProblemCode.MILESTONE_PARTIAL_CREDIT_UNSUPPORTED,
            "milestone",
            path,
            description=detail.description,
            field="quantity",
        )
    ]


def _refund_problems(detail: DraftDetail, path: tuple[str, ...]) -> list[Problem]:
    if detail.amount == 0 or unchanged(detail):
        return []
    return [problem(ProblemCode.INVALID_INPUT, "refund-in-part", (*path, "amount"), description=detail.description)]


def _source_problems(detail: DraftDetail, place: str) -> list[Problem]:
    """Where the ledger row behind a detail is no longer there for it."""
    row = detail.source
    if row is None or (row.reversed_by_id is None and row.draft_detail_id == detail.id):
        return []
    if detail.correction:
        return [
            problem(
                ProblemCode.DETAIL_ALREADY_CORRECTED, "draft-detail", ("details", place), description=detail.description
            )
        ]
    return [
        problem(
            ProblemCode.MISSING_BACKING_ACTUAL,
            "detail",
            ("details", place),
            description=detail.description,
            actual=row.id,
            state=row.billing_status,
        )
    ]
