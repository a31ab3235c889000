"""Everything that stands in the way of confirming a draft, all at once (project-invoicing 2.5, 5)."""

from ....models.vocabulary import DetailKind, ProblemCode
from ...canonical import plain
from ...problems import Problem, Problems
from .draft_values import repeats, unchanged
from .facts import Draft, DraftDetail
from .goods_problems import goods_problems, joint_goods_problems
from .limits import limit_problems
from .retainers import applied_problems, first_time, retainer_problems


def confirmation_problems(draft: Draft) -> Problems:
    """Every blocker of a confirmation."""
    if not draft.details:
        remedy = "Take in what is ready with refreshInvoice, or delete the draft with deleteInvoice."
        message = f"{draft.name} has no details to confirm."
        return (Problem(ProblemCode.NO_CHARGEABLE_TRANSACTIONS, message, ("invoice",), remedy),)
    if all(unchanged(detail) for detail in draft.details) and not repeats(draft):
        message = f"{draft.name} bills every detail exactly as before; there is nothing to correct."
        remedy = "Enter what is right with updateInvoiceLineDetails, or delete the draft with deleteInvoice."
        return (Problem(ProblemCode.NO_CHANGES, message, ("invoice",), remedy),)
    of_details = (
        problem
        for place, detail in enumerate(draft.details)
        for problem in (
            *value_problems(detail, draft.places, "details", str(place)),
            *_source_problems(detail, str(place)),
        )
    )
    return (
        *of_details,
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
        original = "" if detail.source is None else f" has the quantity {plain(detail.source.quantity)}"
        found.append(
            Problem(
                ProblemCode.QUANTITY_SIGN,
                f"“{detail.description}”{original}: the quantity to bill must be zero or "
                f"{'positive' if positive else 'negative'}, not {plain(detail.quantity)}.",
                (*path, "quantity"),
                "Enter what should be billed, with the sign of the original; zero credits everything.",
            )
        )
    if detail.quantity == 0 and detail.tax_amount != 0:
        found.append(
            Problem(
                ProblemCode.TAX_WITHOUT_QUANTITY,
                f"“{detail.description}” has quantity 0 and cannot carry a tax of {plain(detail.tax_amount)}.",
                (*path, "taxAmount"),
                "Set taxAmount to 0, or enter the quantity that should be billed.",
            )
        )
    return found


def _milestone_problems(detail: DraftDetail, path: tuple[str, ...]) -> list[Problem]:
    if unchanged(detail) or not (detail.quantity or detail.amount or detail.tax_amount):
        return []
    return [
        Problem(
            ProblemCode.MILESTONE_PARTIAL_CREDIT_UNSUPPORTED,
            f"Milestone “{detail.description}” can only be credited in full.",
            path,
            "Set its quantity to 0, and bill the milestone anew; or take it off the draft with "
            "removeInvoiceLineDetails.",
        )
    ]


def _refund_problems(detail: DraftDetail, path: tuple[str, ...]) -> list[Problem]:
    if detail.amount == 0 or unchanged(detail):
        return []
    return [
        Problem(
            ProblemCode.INVALID_INPUT,
            f"The refund of “{detail.description}” can only be taken back in full.",
            (*path, "amount"),
            "Set its amount to 0; what is then available of the retainer can be applied or refunded anew.",
        )
    ]


def _source_problems(detail: DraftDetail, place: str) -> list[Problem]:
    """Where the ledger row behind a detail is no longer there for it."""
    row = detail.source
    if row is None or (row.reversed_by_id is None and row.draft_detail_id == detail.id):
        return []
    if detail.correction:
        message = f"What “{detail.description}” corrects has been corrected already."
        remedy = "Take the detail off the draft with removeInvoiceLineDetails."
        return [Problem(ProblemCode.DETAIL_ALREADY_CORRECTED, message, ("details", place), remedy)]
    message = f"The unbilled sales behind “{detail.description}” are gone: actual {row.id} is {row.billing_status}."
    remedy = "Take the detail off the draft with removeInvoiceLineDetails."
    return [Problem(ProblemCode.MISSING_BACKING_ACTUAL, message, ("details", place), remedy)]
