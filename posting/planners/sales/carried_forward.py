"""What documents leave behind for later ones before any of them is posted: for planning a run (returns 3.12–3.14).

Another document touches what an order is planned with in three places, and no others: it credits the same original
invoice lines, it settles the same open documents of the customer, and it is itself open on the customer's account. An
order's own lines and charges are moved by its own document alone, and an order is on one document of a run.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ....models.vocabulary import DispositionAction, SettlementMode
from ...amounts import ZERO
from ...plan import Change, Plan
from ..settlements import OpenItem
from .facts import ReturnLine, ReturnOrder, SalesOrder

FIRST_KEY = 2**62  # documents that are not posted yet are younger than all that are


def key_ahead(place: int) -> int:
    """The key that the document at a place of a run stands under until it is posted."""
    return FIRST_KEY + place


def place_of(key: int) -> int | None:
    """The place in its run of a document that is not posted yet; None for one that is.

    >>> place_of(key_ahead(3)), place_of(3)
    (3, None)
    """
    return key - FIRST_KEY if key >= FIRST_KEY else None


@dataclass
class Credits:
    """What plans credit of original invoice lines, and of how much of it the cost is taken back.

    The cost of what is credited without goods is taken back with it; that of goods was when they arrived.
    """

    credited: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    costed: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, order: ReturnOrder, plan: Plan) -> None:
        """Take in the plan of an order."""
        without_goods = {line.id for line in order.lines if line.action is DispositionAction.CREDIT_ONLY}
        for line in plan.lines:
            if line.credits_line_id is not None:
                self.credited[line.credits_line_id] -= line.quantity
                self.costed[line.credits_line_id] -= (
                    line.quantity if line.return_order_line_id in without_goods else ZERO
                )

    def include(self, other: "Credits") -> None:
        """Take in what others credit, too."""
        for mine, theirs in ((self.credited, other.credited), (self.costed, other.costed)):
            for key, quantity in theirs.items():
                mine[key] += quantity

    def before(self, order: ReturnOrder) -> ReturnOrder:
        """The order as it is once all that was taken in is posted."""
        return replace(order, lines=tuple(self._before(line) for line in order.lines))

    def _before(self, line: ReturnLine) -> ReturnLine:
        original = line.original
        if original is None or original.id not in self.credited:
            return line
        more = (original.credited + self.credited[original.id], original.costed + self.costed[original.id])
        return replace(line, original=replace(original, credited=more[0], costed=more[1]))


@dataclass
class Ahead:
    """What the planned documents of a run leave behind, in their order."""

    credits: Credits = field(default_factory=Credits)
    settled: dict[int, Decimal] = field(default_factory=dict)  # what is settled of a document, by its key
    opened: dict[int, list[OpenItem]] = field(default_factory=dict)  # by customer

    def add(self, plan: Plan, credits: Credits, place: int) -> None:
        """Take in the document at a place of the run, with what its orders credit."""
        self.credits.include(credits)
        for change in plan.changes:
            if (change.subject, change.field) == ("Invoice", "settled_amount"):
                self.settled[change.key] = _amount(change)
        if plan.document_type is not None and plan.due_date is not None and plan.customer_id is not None:
            item = OpenItem(key_ahead(place), "", plan.due_date, plan.total_amount, plan.settled_amount)
            self.opened.setdefault(plan.customer_id, []).append(item)

    def before_return(self, order: ReturnOrder, mode: SettlementMode) -> ReturnOrder:
        """A return order, loaded to be settled by `mode`, as it is once all that was taken in is posted."""
        return replace(self.credits.before(order), open_items=self._items(order, mode))

    def before_sale(self, order: SalesOrder, mode: SettlementMode) -> SalesOrder:
        """A sales order, likewise."""
        return replace(order, open_items=self._items(order, mode))

    def _items(self, order: ReturnOrder | SalesOrder, mode: SettlementMode) -> tuple[OpenItem, ...]:
        opened = self.opened.get(order.customer_id, []) if mode is SettlementMode.AUTOMATIC else []
        return tuple(self._item(item) for item in (*order.open_items, *opened))

    def _item(self, item: OpenItem) -> OpenItem:
        settled = self.settled.get(item.invoice_id)
        return item if settled is None else replace(item, settled_amount=settled)


def _amount(change: Change) -> Decimal:
    assert isinstance(change.after, Decimal), "what is settled is an amount"
    return change.after


def as_planned(plan: Plan, places: Mapping[int, int]) -> Plan:
    """A plan with the documents of its own run under the keys that they were planned with; `places` is by key."""
    if not places:
        return plan
    settlements = tuple(
        replace(one, debit_id=_planned_key(one.debit_id, places), credit_id=_planned_key(one.credit_id, places))
        for one in plan.settlements
    )
    changes = tuple(
        replace(one, key=_key_ahead_of(one.key, places)) if one.subject == "Invoice" else one for one in plan.changes
    )
    return replace(plan, settlements=settlements, changes=changes)


def _planned_key(key: int | None, places: Mapping[int, int]) -> int | None:
    return None if key is None else _key_ahead_of(key, places)


def _key_ahead_of(key: int, places: Mapping[int, int]) -> int:
    return key_ahead(places[key]) if key in places else key
