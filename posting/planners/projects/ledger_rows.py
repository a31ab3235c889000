"""From scenarios of the rule tables and details to planned ledger rows with connections and statuses.

This is the interpreter of `posting.rules.grammar`: it knows how a row of a scenario is spelled out, and nothing about
which scenario applies when.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    ConnectionRole,
    NotToExceedStatus,
    TransactionClass,
    TransactionType,
)
from ...amounts import ZERO, share
from ...plan import Change, Link, PlannedActual
from ...rules.grammar import BILLED, OPEN, UNBILLED, Basis, Billing, Row, Scenario
from ...rules.names import Existing
from .facts import Draft, DraftDetail, LedgerRow


@dataclass(frozen=True)
class Figures:
    """Quantity, amount and tax of a row before its sign."""

    quantity: Decimal
    amount: Decimal
    tax_amount: Decimal


@dataclass(frozen=True)
class Posting:
    """A detail, the scenario that it is posted by, and the existing rows that the scenario's words stand for."""

    scenario: Scenario
    detail: DraftDetail
    existing: Mapping[str, LedgerRow]
    limit_status: NotToExceedStatus | None = None  # of new unbilled rows
    left: Decimal = ZERO  # what is available of the retainer afterwards

    @property
    def root(self) -> int | None:
        """The root of the lineage that the rows join."""
        joined = self.existing.get(BILLED) or self.existing.get(UNBILLED) or self.existing.get(OPEN)
        return None if joined is None else joined.root_id


@dataclass
class RowBook:
    """The rows, connections and status changes of one plan, in the order of writing."""

    draft: Draft
    invoice_date: date
    rows: list[PlannedActual] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    reversed_existing: list[tuple[int, int]] = field(default_factory=list)

    def post(self, posting: Posting) -> None:
        """Add everything that the scenario writes for the detail; rows without a quantity are left out."""
        self._write([(posting, row) for row in posting.scenario.rows])

    def settle(self, postings: list[Posting]) -> None:
        """Add what several details write for one retainer: what is open is reversed first and opened anew at the end.

        "Open anew" is left out where nothing is left (project-invoicing 3.2 C13, 3.5).
        """
        first = [(postings[0], row) for row in _rows(postings, lambda row: row.reverses == OPEN)[:1]]
        middle = [(one, row) for one in postings for row in one.scenario.rows if row.reverses != OPEN and not row.open]
        last = [(postings[-1], row) for row in _rows(postings, lambda row: row.open)[:1]]
        self._write([*first, *middle, *last])

    def _write(self, steps: Iterable[tuple[Posting, Row]]) -> None:
        written: list[tuple[Posting, Row]] = []
        positions: dict[tuple[int, str], int] = {}
        began = len(self.rows)
        for posting, row in steps:
            figures = _figures(posting, row, self.draft.places)
            if figures is None or figures.quantity == 0:
                continue
            position = len(self.rows)
            planned = (
                None if isinstance(row.reverses, Existing) else positions.get((posting.detail.id, row.reverses or ""))
            )
            self.rows.append(self._spelled(posting, row, figures, position, planned, began))
            positions[posting.detail.id, row.name] = position
            self._connect(posting, row, position, positions)
            written.append((posting, row))
        self._mark_reversed(written, positions)

    def _spelled(
        self, posting: Posting, row: Row, figures: Figures, position: int, planned: int | None, began: int
    ) -> PlannedActual:
        detail, target = posting.detail, posting.existing.get(row.reverses or "")
        source = posting.existing.get(UNBILLED) or posting.existing.get(BILLED)
        return PlannedActual(
            position=position,
            transaction_type=row.type,
            transaction_class=posting.detail.transaction_class,
            billing_type=target.billing_type if target else _billing_type(row.billing, detail),
            description=target.description if target else detail.description,
            transaction_date=self._date(posting, target or source),
            quantity=row.sign * figures.quantity,
            unit_price=_price(posting, row, target),
            amount=row.sign * figures.amount + ZERO,
            tax_amount=row.sign * figures.tax_amount + ZERO,
            rule=posting.scenario.rules[row.name],
            order_id=self.draft.contract_id,
            customer_id=self.draft.customer_id,
            currency=self.draft.currency,
            contract_line_id=detail.contract_line_id,
            detail_id=detail.id,
            reverses=None if target is None else target.id,
            reverses_position=planned,
            root=posting.root,
            root_position=None if posting.root is not None else began,
            billing_status=_billing_status(posting, row),
            adjustment_status=None if row.reverses is None else AdjustmentStatus.UNADJUSTABLE,
            milestone_id=detail.milestone_id,
            retainer_id=detail.retainer_id,
            not_to_exceed_status=posting.limit_status if row.type is TransactionType.UNBILLED_SALES else None,
        )

    def _date(self, posting: Posting, known: LedgerRow | None) -> date:
        """When the work was done; a retainer, product or undated milestone is dated like its invoice."""
        if known is not None:
            return known.transaction_date
        if posting.detail.transaction_class is TransactionClass.RETAINER:
            return self.invoice_date
        return posting.detail.start_date or self.invoice_date

    def _connect(self, posting: Posting, row: Row, position: int, positions: dict[tuple[int, str], int]) -> None:
        """The one connection that a row has with its counterpart (project-invoicing 1.9, K3–K7)."""
        if row.reverses is not None:
            role, name, other_role = ConnectionRole.REVERSING, row.reverses, ConnectionRole.ORIGINAL
        elif row.bills is not None:
            role, name, other_role = ConnectionRole.BILLED_SALES, row.bills, ConnectionRole.UNBILLED_SALES
        elif row.replaces is not None:
            role, name, other_role = ConnectionRole.REPLACING, row.replaces, ConnectionRole.ORIGINAL
        else:
            return
        if not isinstance(name, Existing):
            self.links.append(Link(position, role, None, positions[posting.detail.id, name], other_role))
        elif name in posting.existing:
            self.links.append(Link(position, role, posting.existing[name].id, None, other_role))

    def _mark_reversed(self, written: list[tuple[Posting, Row]], positions: dict[tuple[int, str], int]) -> None:
        """Who is reversed by whom, and how existing rows move on: the draft lets go of them and they are spent."""
        billed = {row.bills for _, row in written}
        for posting, row in written:
            if row.reverses is None:
                continue
            position = positions[posting.detail.id, row.name]
            if isinstance(row.reverses, Existing):
                target = posting.existing[row.reverses]
                self.reversed_existing.append((target.id, position))
                self.changes.extend(_spent(target, is_billed=row.reverses in billed))
            else:
                place = positions[posting.detail.id, row.reverses]
                adjusted = None if row.reverses in billed else AdjustmentStatus.ADJUSTED
                self.rows[place] = replace(self.rows[place], reversed_by_position=position, adjustment_status=adjusted)


def _rows(postings: list[Posting], wanted: Callable[[Row], bool]) -> list[Row]:
    return [row for one in postings for row in one.scenario.rows if wanted(row)]


def _figures(posting: Posting, row: Row, places: int) -> Figures | None:
    """What a row is about before its sign; None where there is nothing to reverse."""
    detail, billed = posting.detail, posting.existing.get(BILLED) or posting.existing.get(UNBILLED)
    if row.basis is Basis.AVAILABLE and row.reverses is None:
        return Figures(Decimal(1 if posting.left else 0), posting.left, ZERO)
    if row.basis is Basis.AVAILABLE:
        target = posting.existing.get(OPEN)
        return None if target is None else Figures(target.quantity, target.amount, target.tax_amount)
    if row.basis is Basis.CORRECTED:
        if posting.detail.transaction_class is TransactionClass.RETAINER:  # entered without its sign
            return Figures(abs(detail.quantity), abs(detail.amount), detail.tax_amount)
        return Figures(detail.quantity, detail.amount, detail.tax_amount)
    assert billed is not None, f"{posting.scenario.key} needs the row that it is about"
    if row.basis is Basis.ORIGINAL:
        return Figures(billed.quantity, billed.amount, billed.tax_amount)
    left = billed.quantity - detail.quantity
    tax = ZERO
    if detail.correction and left != 0:  # a write-off on a first draft carries no tax (project-invoicing F2)
        tax = share(billed.tax_amount, left, billed.quantity, places)
    return Figures(left, billed.amount - detail.amount, tax)


def _price(posting: Posting, row: Row, target: LedgerRow | None) -> Decimal:
    if target is not None:
        return target.unit_price
    return posting.left if row.open and posting.detail.retainer_id is not None else posting.detail.unit_price


def _billing_type(billing: Billing, detail: DraftDetail) -> BillingType:
    if billing is Billing.NON_CHARGEABLE:
        return BillingType.NON_CHARGEABLE
    if billing is Billing.AS_ENTERED or detail.source is None:
        return detail.billing_type
    return detail.source.billing_type


def _billing_status(posting: Posting, row: Row) -> BillingStatus:
    """What is open of a retainer is applied without anybody's decision; returned work waits for one."""
    if not row.open:
        return BillingStatus.CUSTOMER_INVOICE_POSTED
    retained = posting.detail.retainer_id is not None
    return BillingStatus.READY_TO_INVOICE if retained else BillingStatus.NOT_READY


def _spent(row: LedgerRow, *, is_billed: bool) -> list[Change]:
    changes = []
    if row.draft_detail_id is not None:
        changes.append(Change("Actual", row.id, "draft_detail_id", row.draft_detail_id, None))
    if row.transaction_type is TransactionType.UNBILLED_SALES:
        posted = BillingStatus.CUSTOMER_INVOICE_POSTED
        changes.append(Change("Actual", row.id, "billing_status", row.billing_status, posted))
    if not is_billed:
        adjusted = AdjustmentStatus.ADJUSTED
        changes.append(Change("Actual", row.id, "adjustment_status", row.adjustment_status, adjusted))
    return changes
