"""What planned documents of a correction run leave behind for later ones, before any of them is posted.

They settle the same open documents, are open on the account themselves, and take up or free the same limits; of goods
they move what `ahead` says. What is corrected itself is on one document of a run alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import DocumentType, SettlementMode
from ...amounts import ZERO
from ...goods.records import Ahead
from ...plan import Plan
from ...planners.projects.facts import Draft, Limit
from ...planners.projects.limits import consumed_by
from ...planners.sales.carried_forward import Tally, provisional_key
from ...planners.settlements import OpenItem


@dataclass(frozen=True)
class Carried:
    """What the documents so far leave behind, in their order."""

    settled: Tally[int, Decimal] = field(default_factory=Tally)  # more that is settled of a document, by its key
    opened: Tally[int, tuple[OpenItem, ...]] = field(default_factory=Tally)  # by customer
    by_line: Tally[int, Decimal] = field(default_factory=Tally)  # more that takes up limits, by contract line
    by_contract: Tally[int, Decimal] = field(default_factory=Tally)
    goods: Tally[int, Ahead] = field(default_factory=Tally)  # by family
    last: Mapping[DocumentType, date] = field(default_factory=dict)  # of each series

    def before(self, draft: Draft, mode: SettlementMode) -> Draft:
        """A draft as it is once all that was taken in is posted."""
        opened = () if mode is SettlementMode.NONE else self.opened.of(draft.customer_id, ())
        if mode is SettlementMode.ORIGINAL_INVOICE:
            mine = {detail.family for detail in draft.details}
            opened = tuple(_within(one, mine) for one in opened if not mine.isdisjoint(one.families))
        items = tuple(self._item(one) for one in (*draft.open_items, *opened))
        return replace(draft, open_items=items, limits=tuple(self._limit(one, draft) for one in draft.limits))

    def _item(self, item: OpenItem) -> OpenItem:
        more = self.settled.of(item.invoice_id, ZERO)
        return replace(item, settled_amount=item.settled_amount + more) if more else item

    def _limit(self, limit: Limit, draft: Draft) -> Limit:
        line = limit.contract_line_id
        more = self.by_contract.of(draft.contract_id or 0, ZERO) if line is None else self.by_line.of(line, ZERO)
        return replace(limit, consumed=limit.consumed + more) if more else limit

    def after(
        self, draft: Draft, plan: Plan, place: int, families: Collection[int], moved: Mapping[int, Ahead]
    ) -> "Carried":
        """With the document of a draft at its place of the run, which is in these families and moves these goods."""
        taken = consumed_by(draft)
        settled: dict[int, Decimal] = {}
        for one in plan.changes:
            if (one.subject, one.field) == ("Invoice", "settled_amount"):
                assert isinstance(one.after, Decimal), "what is settled is an amount"
                assert isinstance(one.before, Decimal), "what is settled is an amount"
                settled[one.key] = one.after - one.before
        assert plan.document_type is not None, "a correction is a document"
        assert plan.invoice_date is not None, "a document is dated"
        return Carried(
            settled=self.settled.plus(settled),
            opened=self.opened.plus({draft.customer_id: (_left_open(plan, place, families),)}),
            by_line=self.by_line.plus(taken),
            by_contract=self.by_contract.plus({draft.contract_id or 0: sum(taken.values(), ZERO)} if taken else {}),
            goods=self.goods.plus(moved),
            last={**self.last, plan.document_type: plan.invoice_date},
        )


def _within(item: OpenItem, families: Collection[int | None]) -> OpenItem:
    return replace(item, families=tuple(one for one in item.families if one in families))


def _left_open(plan: Plan, place: int, families: Collection[int]) -> OpenItem:
    assert plan.due_date is not None, "a document is due some day"
    assert plan.invoice_date is not None, "a document is dated"
    return OpenItem(
        invoice_id=provisional_key(place),
        number="",
        due_date=plan.due_date,
        invoice_date=plan.invoice_date,
        total_amount=plan.total_amount,
        settled_amount=plan.settled_amount,
        families=tuple(families),
    )
