"""Which quantity of each return line is credited (the table of returns 3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ....models.vocabulary import DispositionAction, ProblemCode, QuantitySelection, ReturnLineStatus
from ...amounts import ZERO
from ...canonical import plain
from ...problems import Problem, Problems, problem
from ...saying import Phrase, phrase
from .facts import ReturnLine, ReturnOrder

NOT_RECEIVED = {
    ReturnLineStatus.AWAITING: "awaiting",
    ReturnLineStatus.QUARANTINE: "quarantine",
    ReturnLineStatus.REGISTERED: "registered",
}


TypedQuantities = Mapping[int, Decimal | None]  # by line id the typed quantity, None for what the selection takes


@dataclass(frozen=True)
class Skipped:
    """A line that was left out, and why."""

    line_id: int
    why: Problem

    @property
    def code(self) -> ProblemCode:
        """What is told of it, for programs."""
        return self.why.code


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
            path = ("lines", str(places[line.id]), "quantity")
            problems.append(
                problem(
                    ProblemCode.PACKING_SLIP_PARTIAL_LINE,
                    "slip-or-all",
                    path,
                    name=line_name(order, line),
                    available=plain(line.registered),
                    given=plain(typed),
                )
            )
        found.append(line.id)
    return tuple(problems) or frozenset(found)


def remaining(line: ReturnLine) -> Decimal:
    """What can be credited of a line: received, or for credit only expected, less invoiced and released."""
    upper = line.expected if is_credit_only(line) else line.received
    return max(upper - line.invoiced - line.released, ZERO)


def is_credit_only(line: ReturnLine) -> bool:
    """Whether the line is credited without goods coming back."""
    return line.action is DispositionAction.CREDIT_ONLY


def line_name(order: ReturnOrder, line: ReturnLine) -> Phrase:
    """What messages call a line; with its order, because a run has many lines 1."""
    return phrase("line", line=line.line_number, description=line.description, document=order.number)


def _finished(order: ReturnOrder, line: ReturnLine) -> Skipped | None:
    """Why a line that was asked for by name has nothing to credit any more."""
    name = line_name(order, line)
    if line.status is ReturnLineStatus.INVOICED:
        return Skipped(line.id, problem(ProblemCode.ALREADY_INVOICED, "line", name=name))
    if line.status is ReturnLineStatus.CANCELED:
        return Skipped(line.id, problem(ProblemCode.ORDER_CANCELED, "line", name=name))
    return None


def _reason_to_skip(order: ReturnOrder, line: ReturnLine, quantity: QuantitySelection) -> Skipped | None:
    if line.status is ReturnLineStatus.REGISTERED and is_credit_only(line):
        if quantity is not QuantitySelection.PACKING_SLIP:
            return None
        code = ProblemCode.CREDIT_ONLY_HAS_NO_PACKING_SLIP
        return Skipped(line.id, problem(code, "line", name=line_name(order, line)))
    if line.status in NOT_RECEIVED:
        values = {"name": line_name(order, line), "state": line.status, "needed": ReturnLineStatus.RECEIVED}
        why = problem(ProblemCode.RETURN_LINE_NOT_RECEIVED, NOT_RECEIVED[line.status], **values)
        return Skipped(line.id, why)
    return None


def _typed_problems(order: ReturnOrder, quantity: QuantitySelection, wanted: TypedQuantities | None) -> list[Problem]:
    """What is wrong with the lines and quantities that the caller typed."""
    if wanted is None:
        if quantity is not QuantitySelection.DELIVER_NOW:
            return []
        return [problem(ProblemCode.INVALID_INPUT, "lines-missing", ("lines",))]
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
        return [problem(ProblemCode.INVALID_INPUT, "quantity-chosen", path, name=name, option=quantity)]
    if typed is None:
        return [problem(ProblemCode.INVALID_INPUT, "quantity-needed", path, name=name)]
    reason = _reason_to_skip(order, line, quantity)
    if reason is not None:
        return [replace(reason.why, path=path)]
    if typed > remaining(line):
        return [
            problem(
                ProblemCode.QTY_EXCEEDS_RECEIVED,
                "line",
                path,
                name=name,
                state=line.status,
                available=plain(remaining(line)),
                given=plain(typed),
            )
        ]
    return []
