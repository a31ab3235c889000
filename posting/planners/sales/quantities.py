"""Which quantity of each return line is credited (the table of returns 3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ....models.vocabulary import DispositionAction, ProblemCode, QuantitySelection, ReturnLineStatus
from ...amounts import ZERO
from ...canonical import plain
from ...problems import Problem, Problems
from .facts import ReturnLine, ReturnOrder

NOT_RECEIVED = {
    ReturnLineStatus.AWAITING: "Register its arrival with registerArrival, then post",
    ReturnLineStatus.QUARANTINE: "End its quarantine with endQuarantine, then post",
    ReturnLineStatus.REGISTERED: "Post",
}


TypedQuantities = Mapping[int, Decimal | None]  # by line id the typed quantity, None for what the selection takes


@dataclass(frozen=True)
class Skipped:
    """A line that was left out, and why."""

    line_id: int
    code: ProblemCode
    message: str
    remedy: str


@dataclass(frozen=True)
class Selection:
    """The quantity to credit by line id, and the lines that were left out."""

    taken: Mapping[int, Decimal]
    skipped: tuple[Skipped, ...]


def select_lines(
    order: ReturnOrder, quantity: QuantitySelection, wanted: TypedQuantities | None
) -> Selection | Problems:
    """What of each line is credited, or what is wrong with the values that were typed."""
    if problems := _typed_problems(order, quantity, wanted):
        return tuple(problems)
    taken: dict[int, Decimal] = {}
    skipped = []
    for line in order.lines:
        if wanted is not None and line.id not in wanted:
            continue
        reason = _reason_to_skip(order, line, quantity)
        if reason is None and wanted is not None:
            reason = _finished(order, line)
        if reason is not None:
            skipped.append(reason)
            continue
        typed = wanted[line.id] if wanted is not None else None
        part = remaining(line) if typed is None else typed
        if part > 0 and line.status is not ReturnLineStatus.CANCELED:
            taken[line.id] = part
    return Selection(taken, tuple(skipped))


def direct_lines(
    order: ReturnOrder, quantity: QuantitySelection, wanted: TypedQuantities | None
) -> frozenset[int] | Problems:
    """REGISTERED lines that are invoiced without a packing slip of their own, which is then posted with the document.

    A typed quantity must be the whole line (returns 3.3).
    """
    if quantity is QuantitySelection.PACKING_SLIP:
        return frozenset()
    found = []
    problems = []
    places = {} if wanted is None else {key: place for place, key in enumerate(wanted)}
    for line in order.lines:
        if line.status is not ReturnLineStatus.REGISTERED or is_credit_only(line):
            continue
        if wanted is not None and line.id not in wanted:
            continue
        typed = None if wanted is None else wanted[line.id]
        if quantity is QuantitySelection.DELIVER_NOW and typed is None:
            continue
        if typed is not None and typed != line.registered:
            message = (
                f"{line_name(order, line)} has {plain(line.registered)} registered; without a "
                f"packing slip all of it is invoiced, not {plain(typed)}."
            )
            path = ("lines", str(places[line.id]), "quantity")
            remedy = f"Give {plain(line.registered)}, or post its packing slip with postPackingSlip first."
            problems.append(Problem(ProblemCode.PACKING_SLIP_PARTIAL_LINE, message, path, remedy))
        found.append(line.id)
    return tuple(problems) or frozenset(found)


def remaining(line: ReturnLine) -> Decimal:
    """What can be credited of a line: received, or for credit only expected, less invoiced and released."""
    upper = line.expected if is_credit_only(line) else line.received
    return max(upper - line.invoiced - line.released, ZERO)


def is_credit_only(line: ReturnLine) -> bool:
    """Whether the line is credited without goods coming back."""
    return line.action is DispositionAction.CREDIT_ONLY


def line_name(order: ReturnOrder, line: ReturnLine) -> str:
    """What messages call a line; with its order, because a run has many lines 1."""
    return f"Line {line.line_number} ({line.description}) of {order.number}"


def _finished(order: ReturnOrder, line: ReturnLine) -> Skipped | None:
    """Why a line that was asked for by name has nothing to credit any more."""
    name = line_name(order, line)
    if line.status is ReturnLineStatus.INVOICED:
        message = f"{name} is INVOICED: all of it is credited, given up or sent back."
        return Skipped(line.id, ProblemCode.ALREADY_INVOICED, message, "Leave it out.")
    if line.status is ReturnLineStatus.CANCELED:
        return Skipped(line.id, ProblemCode.ORDER_CANCELED, f"{name} is CANCELED.", "Leave it out.")
    return None


def _reason_to_skip(order: ReturnOrder, line: ReturnLine, quantity: QuantitySelection) -> Skipped | None:
    if line.status is ReturnLineStatus.REGISTERED and is_credit_only(line):
        if quantity is not QuantitySelection.PACKING_SLIP:
            return None
        return Skipped(
            line.id,
            ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP,
            f"{line_name(order, line)} is credit only and never has a packing slip.",
            "Choose quantity: ALL.",
        )
    if line.status in NOT_RECEIVED:
        step = NOT_RECEIVED[line.status]
        return Skipped(
            line.id,
            ProblemCode.RETURN_LINE_NOT_RECEIVED,
            f"{line_name(order, line)} is {line.status}; it must be RECEIVED.",
            f"{step} its packing slip with postPackingSlip.",
        )
    return None


def _typed_problems(order: ReturnOrder, quantity: QuantitySelection, wanted: TypedQuantities | None) -> list[Problem]:
    """What is wrong with the lines and quantities that the caller typed."""
    if wanted is None:
        if quantity is not QuantitySelection.DELIVER_NOW:
            return []
        message = "DELIVER_NOW credits the quantities given in lines, and lines is missing."
        return [Problem(ProblemCode.INVALID_INPUT, message, ("lines",), "Give each line with its quantity.")]
    lines = {line.id: line for line in order.lines}
    found = []
    for index, (line_id, typed) in enumerate(wanted.items()):
        path = ("lines", str(index), "quantity")
        found.extend(_typed_line_problems(order, lines[line_id], typed, quantity, path))
    return found


def _typed_line_problems(
    order: ReturnOrder, line: ReturnLine, typed: Decimal | None, quantity: QuantitySelection, path: tuple[str, ...]
) -> list[Problem]:
    name = line_name(order, line)
    if quantity is not QuantitySelection.DELIVER_NOW:
        if typed is None:
            return []
        message = f"{name} has a quantity, but {quantity} chooses the quantity by itself."
        return [Problem(ProblemCode.INVALID_INPUT, message, path, "Choose quantity: DELIVER_NOW, or leave it out.")]
    if typed is None:
        return [
            Problem(
                ProblemCode.INVALID_INPUT,
                f"{name} needs a quantity under DELIVER_NOW.",
                path,
                remedy="Give its quantity, or leave the line out.",
            )
        ]
    reason = _reason_to_skip(order, line, quantity)
    if reason is not None:
        return [Problem(reason.code, reason.message, path, reason.remedy)]
    if typed > remaining(line):
        message = f"{name} is {line.status}: {plain(remaining(line))} can be credited, not {plain(typed)}."
        return [Problem(ProblemCode.QTY_EXCEEDS_RECEIVED, message, path, f"Give at most {plain(remaining(line))}.")]
    return []
