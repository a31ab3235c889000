"""From scenarios of the rule tables and details to planned ledger rows with connections and statuses.

This is the interpreter of `posting.rules.grammar`: it knows how a row of a scenario is spelled out, and nothing about
which scenario applies when.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    ConnectionRole,
    NotToExceedStatus,
    TransactionClass,
    TransactionType,
)
from ...amounts import ZERO
from ...planned.changes import Change
from ...planned.rows import Link, PlannedActual
from ...rules.grammar import BILLED, OPEN, UNBILLED, Basis, Billing, Row, Scenario
from ...rules.names import Existing, RowName
from .draft_values import Figures, remainder
from .facts import Draft, DraftDetail, LedgerRow


class Posting(NamedTuple):
    """A detail, the scenario that it is posted by, and the existing rows that the scenario's words stand for."""

    scenario: Scenario
    detail: DraftDetail
    existing: Mapping[str, LedgerRow]
    limit_status: NotToExceedStatus | None = None  # of new unbilled rows
    left: Decimal = ZERO  # what is available of the retainer afterwards
    left_tax: Decimal = ZERO  # and its tax

    @property
    def root(self) -> int | None:
        """The root of the lineage that the rows join."""
        joined = self.existing.get(BILLED) or self.existing.get(UNBILLED) or self.existing.get(OPEN)
        return None if joined is None else joined.root_id


class Sheet(NamedTuple):
    """Where rows are written: for which draft, under which date, and at which position the first of them stands."""

    draft: Draft
    invoice_date: date
    first: int


class Written(NamedTuple):
    """The rows, connections and status changes that one or several details come to, in the order of writing."""

    rows: tuple[PlannedActual, ...]
    links: tuple[Link, ...]
    changes: tuple[Change, ...]
    reversed_existing: tuple[tuple[int, int], ...]


Wanted = tuple[Posting, Row]  # a row of a scenario, for the detail that it is written for
Places = Mapping[tuple[int, RowName], int]  # the position of each new row, by detail and name


class Step(NamedTuple):
    """A row that is written, and its position."""

    posting: Posting
    row: Row
    figures: Figures
    position: int


def posted(posting: Posting, sheet: Sheet) -> Written:
    """Everything that the scenario writes for the detail; rows without a quantity are left out."""
    return _written([(posting, row) for row in posting.scenario.rows], sheet)


def settled(postings: Sequence[Posting], sheet: Sheet) -> Written:
    """What several details write for one retainer: what is open is reversed first and opened anew at the end.

    "Open anew" is left out where nothing is left (project-invoicing 3.2 C13, 3.5).
    """
    first = [(postings[0], row) for row in _rows(postings, lambda row: row.reverses == OPEN)[:1]]
    middle = [(one, row) for one in postings for row in one.scenario.rows if row.reverses != OPEN and not row.open]
    last = [(postings[-1], row) for row in _rows(postings, lambda row: row.open)[:1]]
    return _written([*first, *middle, *last], sheet)


def _written(wanted: Iterable[Wanted], sheet: Sheet) -> Written:
    steps = _steps(wanted, sheet)
    places = {(posting.detail.id, row.name): place for posting, row, _, place in steps}
    billed = {row.bills for _, row, _, _ in steps}
    own: dict[int, Reversal] = {}
    changes: list[Change] = []
    reversed_existing: list[tuple[int, int]] = []
    for posting, row, _, position in steps:
        if isinstance(row.reverses, Existing):
            spent = posting.existing[row.reverses]
            reversed_existing.append((spent.id, position))
            changes += _spent(spent, is_billed=row.reverses in billed)
        elif row.reverses is not None:
            own[places[posting.detail.id, row.reverses]] = Reversal(position, row.reverses in billed)
    return Written(
        rows=tuple([_spelled(step, own.get(step.position), places, sheet) for step in steps]),
        links=tuple([link for step in steps if (link := _link(step, places)) is not None]),
        changes=tuple(changes),
        reversed_existing=tuple(reversed_existing),
    )


def _steps(wanted: Iterable[Wanted], sheet: Sheet) -> list[Step]:
    """The rows that are written: those that have a quantity."""
    found: list[Step] = []
    for posting, row in wanted:
        figures = _figures(posting, row, sheet.draft.places)
        if figures is not None and figures.quantity:
            found.append(Step(posting, row, figures, sheet.first + len(found)))
    return found


class Reversal(NamedTuple):
    """How a new row is reversed by another new one; what stands for it is billed sales, or it has been adjusted."""

    position: int
    is_billed: bool


def _target(step: Step, places: Places) -> int | None:
    """The position of the new row that a step reverses; None where it reverses an existing one, or nothing."""
    reverses = step.row.reverses
    if reverses is None or isinstance(reverses, Existing):
        return None
    return places[step.posting.detail.id, reverses]


def _spelled(step: Step, reversal: Reversal | None, places: Places, sheet: Sheet) -> PlannedActual:
    posting, row, figures, position = step
    detail, draft = posting.detail, sheet.draft
    target = None if row.reverses is None else posting.existing.get(row.reverses)
    alike = target or _put_back(posting, row)
    source = target or posting.existing.get(UNBILLED) or posting.existing.get(BILLED)
    root = posting.root
    adjusted = None if row.reverses is None else AdjustmentStatus.UNADJUSTABLE
    if reversal is not None:
        adjusted = None if reversal.is_billed else AdjustmentStatus.ADJUSTED
    return PlannedActual(
        position=position,
        transaction_type=row.type,
        transaction_class=detail.transaction_class,
        billing_type=target.billing_type if target else _billing_type(row.billing, detail),
        description=alike.description if alike else detail.description,
        transaction_date=_date(posting, source, sheet.invoice_date),
        quantity=row.sign * figures.quantity,
        unit_price=_price(posting, row, alike),
        amount=row.sign * figures.amount + ZERO,
        tax_amount=row.sign * figures.tax_amount + ZERO,
        rule=posting.scenario.rules[row.name],
        order_id=_order(posting, draft),
        customer_id=draft.customer_id,
        currency=draft.currency,
        contract_line_id=detail.contract_line_id,
        detail_id=detail.id,
        reverses=None if target is None else target.id,
        reverses_position=_target(step, places),
        reversed_by_position=None if reversal is None else reversal.position,
        root=root,
        root_position=None if root is not None else sheet.first,
        billing_status=_billing_status(posting, row),
        adjustment_status=adjusted,
        milestone_id=detail.milestone_id,
        retainer_id=detail.retainer_id,
        not_to_exceed_status=posting.limit_status if row.type is TransactionType.UNBILLED_SALES else None,
        tax_code_id=detail.tax_code_id if alike is None else alike.tax_code_id,
        tax_rate=_rate(detail) if alike is None else alike.tax_rate,
    )


def _rate(detail: DraftDetail) -> Decimal | None:
    """The rate of the detail's tax code; a bare one stands with the detail alone."""
    return None if detail.tax_code_id is None else detail.tax_rate


def _order(posting: Posting, draft: Draft) -> int:
    """The order that the rows are of: that of what they are about, or the contract of what is billed first."""
    source = posting.detail.source
    order_id = draft.contract_id if source is None else source.order_id
    assert order_id is not None, "a draft of the sales side only corrects"
    return order_id


def _date(posting: Posting, known: LedgerRow | None, invoice_date: date) -> date:
    """When the work was done; a retainer, product or undated milestone is dated like its invoice."""
    if known is not None:
        return known.transaction_date
    if posting.detail.transaction_class is TransactionClass.RETAINER:
        return invoice_date
    return posting.detail.start_date or invoice_date


def _link(step: Step, places: Places) -> Link | None:
    """The one connection that a row has with its counterpart (project-invoicing 1.9, K3–K7)."""
    posting, row, _, position = step
    if row.reverses is not None:
        role, name, other_role = ConnectionRole.REVERSING, row.reverses, ConnectionRole.ORIGINAL
    elif row.bills is not None:
        role, name, other_role = ConnectionRole.BILLED_SALES, row.bills, ConnectionRole.UNBILLED_SALES
    elif row.replaces is not None:
        role, name, other_role = ConnectionRole.REPLACING, row.replaces, ConnectionRole.ORIGINAL
    else:
        return None
    if not isinstance(name, Existing):
        return Link(position, role, None, places[posting.detail.id, name], other_role)
    if name not in posting.existing:
        return None
    return Link(position, role, posting.existing[name].id, None, other_role)


def _rows(postings: Sequence[Posting], wanted: Callable[[Row], bool]) -> list[Row]:
    return [row for one in postings for row in one.scenario.rows if wanted(row)]


def _figures(posting: Posting, row: Row, places: int) -> Figures | None:
    """What a row is about before its sign; None where there is nothing to reverse."""
    detail, billed = posting.detail, posting.existing.get(BILLED) or posting.existing.get(UNBILLED)
    if row.basis is Basis.AVAILABLE and row.reverses is None:
        return Figures(Decimal(1 if posting.left else 0), posting.left, posting.left_tax)
    if row.basis is Basis.AVAILABLE:
        target = posting.existing.get(OPEN)
        return None if target is None else Figures(target.quantity, target.amount, target.tax_amount)
    if row.basis is Basis.CORRECTED:
        if posting.detail.transaction_class is TransactionClass.RETAINER:  # entered without its sign
            return Figures(abs(detail.quantity), abs(detail.amount), abs(detail.tax_amount))
        return Figures(detail.quantity, detail.amount, detail.tax_amount)
    assert billed is not None, f"{posting.scenario.key} needs the row that it is about"
    if row.basis is Basis.TAKEN:
        assert detail.goods is not None, "returns take goods alone"
        return Figures(*detail.goods.taken[:3])
    if row.basis is Basis.ORIGINAL:
        return Figures(billed.quantity, billed.amount, billed.tax_amount)
    return remainder(billed, detail, places)


def _put_back(posting: Posting, row: Row) -> LedgerRow | None:
    """The billed row that a new one takes over a part of: back to the open work, or for returns; as it was billed."""
    return posting.existing.get(BILLED) if row.basis in (Basis.ORIGINAL, Basis.REMAINING, Basis.TAKEN) else None


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
