"""A correction run before it is started: invoice by invoice what it would do, on one snapshot and without a lock.

Every document is planned as it will be once those before it are posted. Of a planned document nothing is kept but its
sums and the hash of its plan, so that what is in memory has a bound however many invoices there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ....models.vocabulary import CorrectionGrouping, SettlementMode
from ...command.transaction import Transaction
from ...commands import CorrectInvoices
from ...goods.records import NOTHING_AHEAD
from ...plan import Plan
from ...problems import Problem, Problems
from ..requests import CorrectionRequest
from .ahead import ahead_of, moved_by
from .around import Around, load_around
from .asked import correction_request
from .carried import Carried
from .details import Selected, selected_details
from .documents import GroupPlan, PlannedDocument, plan_group
from .groups import Group, grouped, in_parts
from .selection import FoundInvoice, conditions_of
from .sought import sought
from .totals import CurrencyTotal, Difference, by_currency

NOTHING = Difference()


@dataclass(frozen=True)
class PlannedCorrection:
    """What would become of an invoice; `document` is the place of its document, None where nothing is posted."""

    invoice: FoundInvoice
    document: int | None
    difference: Difference
    problems: Problems


@dataclass(frozen=True)
class ReadyDocument:
    """A document that would be posted: what it corrects, what it comes to, and the hash of its plan."""

    place: int
    invoices: tuple[int, ...]
    currency: str
    net_amount: Decimal
    tax_amount: Decimal
    hash: str
    plan: Plan | None = None  # kept for whoever signs it alone


@dataclass(frozen=True)
class CorrectionPlan:
    """What a correction run would do."""

    request: CorrectionRequest
    documents: tuple[ReadyDocument, ...]
    invoices: tuple[PlannedCorrection, ...]

    @property
    def ready(self) -> int:
        """How many invoices would be corrected."""
        return sum(one.document is not None for one in self.invoices)

    @property
    def blocked(self) -> int:
        """How many would be passed over."""
        return sum(bool(one.problems) for one in self.invoices)

    @property
    def unchanged(self) -> int:
        """How many are right already."""
        return len(self.invoices) - self.ready - self.blocked

    @property
    def totals(self) -> tuple[CurrencyTotal, ...]:
        """What the documents come to, by currency."""
        return by_currency((one.currency, one.net_amount, one.tax_amount) for one in self.documents)


@dataclass(frozen=True)
class LoadedPart:
    """Groups that are looked at together, with what is selected of them and what they are planned with."""

    groups: tuple[Group, ...]
    selected: dict[int, list[Selected]]
    around: Around
    canceled: Mapping[int, Problem]


def plan_corrections(transaction: Transaction, command: CorrectInvoices, *, keep_plans: bool = False) -> CorrectionPlan:
    """What `correctInvoices` would do with the same input; refused where the input is, or finds too many invoices."""
    request = correction_request(transaction, command)
    documents: list[ReadyDocument] = []
    invoices: list[PlannedCorrection] = []
    carried = Carried()
    for part in loaded_parts(transaction, command, request):
        for group in part.groups:
            selected, place = _once_others_are_posted(transaction, request, group, part, carried), len(documents)
            planned = plan_group(transaction.connection, group, selected, part.around, carried, part.canceled)
            invoices += _told(group, planned, place)
            if planned.document is not None:
                documents.append(_ready(planned.document, place, keep_plan=keep_plans))
                carried = _carried_on(carried, planned.document, place, part.around, request)
    return CorrectionPlan(request, tuple(documents), tuple(invoices))


def loaded_parts(
    transaction: Transaction, command: CorrectInvoices, request: CorrectionRequest
) -> Iterator[LoadedPart]:
    """The documents that a run finds, in the order of posting, with what they are planned with; a part at a time."""
    connection, mode = transaction.connection, command.settlement or SettlementMode.ORIGINAL_INVOICE
    found = sought(connection, request.where)
    for part in in_parts(grouped(found.invoices, command.combine or CorrectionGrouping.INVOICE)):
        of_part = conditions_of(connection, request.where, [one.id for group in part for one in group])
        selected = selected_details(connection, of_part, request.rule, lock=False)
        around = load_around(transaction, part, selected, mode, command.invoice_date, command.reason)
        yield LoadedPart(tuple(part), selected, around, found.canceled)


def _carried_on(
    carried: Carried, document: PlannedDocument, place: int, around: Around, request: CorrectionRequest
) -> Carried:
    """What is left behind with one more document. Pieces of credit notes move only where these are named and undone."""
    draft = document.draft
    undone = request.rule.credit_in_full and request.where.invoices is not None
    moved = moved_by(draft, place) if undone else {}
    return carried.after(draft, document.plan, place, around.families_of(draft.corrects), moved)


def _once_others_are_posted(
    transaction: Transaction, request: CorrectionRequest, group: Group, part: LoadedPart, carried: Carried
) -> Mapping[int, Sequence[Selected]]:
    """What is selected of a group: read anew where documents before it move what stands there."""
    mine = [key for key in (one.id for one in group) if key in part.selected]
    ahead = ahead_of([each for key in mine for each in part.selected[key]], carried.goods)
    if ahead == NOTHING_AHEAD:
        return part.selected
    conditions = conditions_of(transaction.connection, request.where, mine)
    return selected_details(transaction.connection, conditions, request.rule, lock=False, ahead=ahead)


def _ready(document: PlannedDocument, place: int, *, keep_plan: bool) -> ReadyDocument:
    keys, plan = tuple(one.id for one in document.invoices), document.plan
    kept = plan if keep_plan else None
    return ReadyDocument(place, keys, plan.in_currency, plan.net_amount, plan.tax_amount, plan.hash, kept)


def _told(group: Group, planned: GroupPlan, place: int) -> Iterator[PlannedCorrection]:
    """What becomes of each invoice of a group on which something stands that is selected."""
    differences = {} if planned.document is None else planned.document.differences()
    for one in group:
        difference, problems = differences.get(one.id), planned.problems.get(one.id, ())
        if difference is not None:
            yield PlannedCorrection(one, place, difference, ())
        elif problems or one.id in planned.unchanged:
            yield PlannedCorrection(one, None, NOTHING, problems)
