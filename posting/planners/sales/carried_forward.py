"""What documents leave behind for later ones before any of them is posted: for planning a run (returns 3.12–3.14).

Another document touches what an order is planned with in three places, and no others: it credits the same original
invoice lines, it settles the same open documents of the customer, and it is itself open on the customer's account. An
order's own lines and charges are moved by its own document alone, and an order is on one document of a run.

All of it is values: taking in one more document makes a new value and leaves the one before as it was.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Generic, Protocol, Self, TypeVar

from ....models.vocabulary import DispositionAction, SettlementMode
from ...amounts import ZERO
from ...plan import Plan
from ...planned.changes import Change
from ...taxes.credits import Original, OriginalKey
from ..settlements import OpenItem
from .facts import ReturnLine, ReturnOrder, SalesOrder

FIRST_PROVISIONAL = 2**62  # documents that are not posted yet are younger than all that are


def provisional_key(place: int) -> int:
    """The key that the document at a place of a run stands under until it is posted."""
    return FIRST_PROVISIONAL + place


def place_of(key: int) -> int | None:
    """The place in its run of a document that is not posted yet; None for one that is.

    >>> place_of(provisional_key(3)), place_of(3)
    (3, None)
    """
    return key - FIRST_PROVISIONAL if key >= FIRST_PROVISIONAL else None


class Addable(Protocol):
    """What can be added up: amounts, and tuples of open documents."""

    def __add__(self, other: Self, /) -> Self: ...


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Addable)


@dataclass(frozen=True)
class Tally(Generic[K, V]):
    """What was added under each key, in layers of growing size.

    A new layer is joined with the last ones while they are no larger than it is, so that thousands of documents are
    taken in one by one without copying all that came before each time.

    >>> Tally[int, Decimal]().plus({7: Decimal(2)}).plus({7: Decimal(3)}).of(7, ZERO)
    Decimal('5')
    """

    layers: tuple[Mapping[K, V], ...] = ()

    def plus(self, more: Mapping[K, V]) -> "Tally[K, V]":
        """With `more` added."""
        if not more:
            return self
        if self.layers and len(self.layers[-1]) <= len(more):
            return Tally(self.layers[:-1]).plus(_joined(self.layers[-1], more))
        return Tally((*self.layers, more))

    def including(self, other: "Tally[K, V]") -> "Tally[K, V]":
        """With everything of another one added."""
        found = self
        for layer in other.layers:
            found = found.plus(layer)
        return found

    def of(self, key: K, nothing: V) -> V:
        """What was added under a key, in the order of adding."""
        found = nothing
        for layer in self.layers:
            if key in layer:
                found = found + layer[key]
        return found


def _joined(first: Mapping[K, V], second: Mapping[K, V]) -> Mapping[K, V]:
    both = dict(first)
    for key, value in second.items():
        both[key] = both[key] + value if key in both else value
    return both


@dataclass(frozen=True)
class Credits:
    """What plans credit of original invoice lines, and of how much of it the cost is taken back.

    The cost of what is credited without goods is taken back with it; that of goods when they arrive: before, or
    by the packing slip that is posted with the document.
    """

    credited: Tally[int, Decimal] = field(default_factory=Tally)
    costed: Tally[int, Decimal] = field(default_factory=Tally)
    nets: Tally[OriginalKey, Decimal] = field(default_factory=Tally)  # of groups of documents rounded by rate
    taxes: Tally[OriginalKey, Decimal] = field(default_factory=Tally)

    def with_plan(self, order: ReturnOrder, plan: Plan) -> "Credits":
        """With what the plan of an order credits."""
        without_goods = {line.id for line in order.lines if line.action is DispositionAction.CREDIT_ONLY}
        lines = [(line.credits_line_id, -line.quantity, line.return_order_line_id) for line in plan.lines]
        credited = _added((key, quantity) for key, quantity, _ in lines)
        costed = _added(
            (*((key, quantity) for key, quantity, source in lines if source in without_goods), *_arrived(order, plan))
        )
        nets, taxes = _of_groups(order, plan)
        return Credits(
            self.credited.plus(credited), self.costed.plus(costed), self.nets.plus(nets), self.taxes.plus(taxes)
        )

    def including(self, other: "Credits") -> "Credits":
        """With what others credit, too."""
        return Credits(
            self.credited.including(other.credited),
            self.costed.including(other.costed),
            self.nets.including(other.nets),
            self.taxes.including(other.taxes),
        )

    def before(self, order: ReturnOrder) -> ReturnOrder:
        """The order as it is once all that was taken in is posted."""
        return replace(order, lines=tuple(self._before(line) for line in order.lines))

    def _before(self, line: ReturnLine) -> ReturnLine:
        original = line.original
        if original is None:
            return line
        credited, costed = self.credited.of(original.id, ZERO), self.costed.of(original.id, ZERO)
        group = self._group_before(original.group)
        if not credited and not costed and group == original.group:
            return line
        after = replace(
            original,
            group=group,
            credited=original.credited + credited,
            costed=original.costed + costed,
            cost_ahead=ZERO if costed else original.cost_ahead,
            ahead=(ZERO,) * 3 if credited else original.ahead,  # evened out by the first
        )
        return replace(line, original=after)

    def _group_before(self, group: Original | None) -> Original | None:
        if group is None:
            return None
        return group.credited(self.nets.of(group.key, ZERO), self.taxes.of(group.key, ZERO))


def _of_groups(order: ReturnOrder, plan: Plan) -> tuple[dict[OriginalKey, Decimal], dict[OriginalKey, Decimal]]:
    """Net and tax that a plan credits of groups of documents that were rounded by rate."""
    originals = [line.original for line in order.lines if line.original is not None]
    groups = {one.id: one.group.key for one in originals if one.group is not None}
    nets: dict[OriginalKey, Decimal] = defaultdict(Decimal)
    taxes: dict[OriginalKey, Decimal] = defaultdict(Decimal)
    for line in plan.lines:
        key = groups.get(line.credits_line_id or 0)
        if key is not None:
            nets[key] -= line.net_amount
            taxes[key] -= line.tax_amount
    return nets, taxes


def _arrived(order: ReturnOrder, plan: Plan) -> Iterator[tuple[int | None, Decimal]]:
    """What the packing slips of a plan take the cost of, by original invoice line."""
    originals = {line.id: line.original.id for line in order.lines if line.original is not None}
    for line in (line for slip in plan.slips for line in slip.lines):
        if line.return_order_line_id is not None and line.action is not DispositionAction.RETURN_TO_CUSTOMER:
            yield originals.get(line.return_order_line_id), -line.quantity


def _added(parts: Iterable[tuple[int | None, Decimal]]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(Decimal)
    for key, quantity in parts:
        if key is not None:
            found[key] += quantity
    return found


@dataclass(frozen=True)
class CarriedForward:
    """What the planned documents of a run leave behind, in their order."""

    credits: Credits = field(default_factory=Credits)
    settled: Tally[int, Decimal] = field(default_factory=Tally)  # more that is settled of a document, by its key
    opened: Tally[int, tuple[OpenItem, ...]] = field(default_factory=Tally)  # by customer

    def with_document(self, plan: Plan, credits: Credits, place: int) -> "CarriedForward":
        """With the document at a place of the run, and what its orders credit."""
        settled = [one for one in plan.changes if (one.subject, one.field) == ("Invoice", "settled_amount")]
        opened: dict[int, tuple[OpenItem, ...]] = {}
        if plan.document_type is not None and plan.customer_id is not None:
            opened[plan.customer_id] = (_left_open(plan, place),)
        return CarriedForward(
            credits=self.credits.including(credits),
            settled=self.settled.plus(_added((one.key, _more(one)) for one in settled)),
            opened=self.opened.plus(opened),
        )

    def before_return(self, order: ReturnOrder, mode: SettlementMode) -> ReturnOrder:
        """A return order, loaded to be settled by `mode`, as it is once all that was taken in is posted."""
        return replace(self.credits.before(order), open_items=self._items(order, mode))

    def before_sale(self, order: SalesOrder, mode: SettlementMode) -> SalesOrder:
        """A sales order, likewise."""
        return replace(order, open_items=self._items(order, mode))

    def _items(self, order: ReturnOrder | SalesOrder, mode: SettlementMode) -> tuple[OpenItem, ...]:
        opened = () if mode is SettlementMode.NONE else self.opened.of(order.customer_id, ())
        if mode is SettlementMode.ORIGINAL_INVOICE:
            mine = _families(order)
            opened = tuple(one for one in opened if not mine.isdisjoint(one.families))
        return tuple(self._item(item) for item in (*order.open_items, *opened))

    def _item(self, item: OpenItem) -> OpenItem:
        more = self.settled.of(item.invoice_id, ZERO)
        return replace(item, settled_amount=item.settled_amount + more) if more else item


def _left_open(plan: Plan, place: int) -> OpenItem:
    """The document of a plan on the customer's account; it is in the families of the invoices that it credits."""
    assert plan.due_date is not None, "a document is due some day"
    assert plan.invoice_date is not None, "a document is dated"
    return OpenItem(
        invoice_id=provisional_key(place),
        number="",
        due_date=plan.due_date,
        invoice_date=plan.invoice_date,
        total_amount=plan.total_amount,
        settled_amount=plan.settled_amount,
        families=plan.corrects,
    )


def _families(order: ReturnOrder | SalesOrder) -> set[int]:
    """The invoices that an order returns from."""
    if isinstance(order, SalesOrder):
        return set()
    return {line.original.invoice_id for line in order.lines if line.original is not None}


def _more(change: Change) -> Decimal:
    assert isinstance(change.after, Decimal), "what is settled is an amount"
    assert isinstance(change.before, Decimal), "what is settled is an amount"
    return change.after - change.before


def as_planned(plan: Plan, places: Mapping[int, int]) -> Plan:
    """A plan with the documents of its own run under the keys that they were planned with; `places` is by key."""
    if not places:
        return plan
    settlements = tuple(
        replace(one, debit_id=_planned_key(one.debit_id, places), credit_id=_planned_key(one.credit_id, places))
        for one in plan.settlements
    )
    changes = tuple(
        one._replace(key=_provisional(one.key, places)) if one.subject == "Invoice" else one for one in plan.changes
    )
    return replace(plan, settlements=settlements, changes=changes)


def _planned_key(key: int | None, places: Mapping[int, int]) -> int | None:
    return None if key is None else _provisional(key, places)


def _provisional(key: int, places: Mapping[int, int]) -> int:
    return provisional_key(places[key]) if key in places else key
