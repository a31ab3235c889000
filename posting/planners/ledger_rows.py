"""From a scenario of the rule tables and a detail to planned ledger rows with connections and statuses.

This is the interpreter of `posting.rules.grammar`: it knows how a row of a scenario is spelled out, and nothing about
which scenario applies when.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from ...models.vocabulary import AdjustmentStatus, BillingStatus, BillingType, ConnectionRole, TransactionType
from ..amounts import ZERO, share
from ..plan import Change, Link, PlannedActual
from ..rules.grammar import BILLED, UNBILLED, Basis, Billing, Row, Scenario
from .facts import DraftDetail

EXISTING = frozenset({BILLED, UNBILLED})


@dataclass(frozen=True)
class Figures:
    """Quantity, amount and tax of a row before its sign."""

    quantity: Decimal
    amount: Decimal
    tax_amount: Decimal


@dataclass
class RowBook:
    """The rows, connections and status changes of one plan, in the order of writing."""

    places: int
    rows: list[PlannedActual] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    reversed_existing: list[tuple[int, int]] = field(default_factory=list)

    def post(self, scenario: Scenario, detail: DraftDetail) -> None:
        """Add everything that `scenario` writes for `detail`; rows without a quantity are left out."""
        positions: dict[str, int] = {}
        rows = [(row, figures) for row in scenario.rows if (figures := self._figures(row, detail)).quantity != 0]
        billed = {row.bills for row, _ in rows}
        for row, figures in rows:
            position = positions[row.name] = len(self.rows)
            self.rows.append(_spelled(scenario, row, figures, detail, position, positions))
            self.links.append(_link(row, detail, position, positions))
            if row.reverses in EXISTING:
                self.reversed_existing.append((detail.source.id, position))
            elif row.reverses is not None:
                self._mark_reversed(positions[row.reverses], position, is_billed=row.reverses in billed)
        self.changes.extend(_source_changes(detail, is_billed=UNBILLED in billed))

    def _figures(self, row: Row, detail: DraftDetail) -> Figures:
        source = detail.source
        if row.basis is Basis.ORIGINAL:
            return Figures(source.quantity, source.amount, source.tax_amount)
        if row.basis is Basis.CORRECTED:
            return Figures(detail.quantity, detail.amount, detail.tax_amount)
        left = source.quantity - detail.quantity
        tax = ZERO
        if detail.correction and left != 0:  # a write-off on a first draft carries no tax (project-invoicing F2)
            tax = share(source.tax_amount, left, source.quantity, self.places)
        return Figures(left, source.amount - detail.amount, tax)

    def _mark_reversed(self, target: int, by: int, *, is_billed: bool) -> None:
        adjusted = None if is_billed else AdjustmentStatus.ADJUSTED
        self.rows[target] = replace(self.rows[target], reversed_by_position=by, adjustment_status=adjusted)


def _spelled(
    scenario: Scenario, row: Row, figures: Figures, detail: DraftDetail, position: int, positions: dict[str, int]
) -> PlannedActual:
    source = detail.source
    is_reversal = row.reverses is not None
    planned = None if row.reverses is None or row.reverses in EXISTING else positions[row.reverses]
    return PlannedActual(
        position=position,
        transaction_type=row.type,
        transaction_class=scenario.transaction_class,
        billing_type=_billing_type(row.billing, detail),
        description=source.description,
        transaction_date=source.transaction_date,
        quantity=row.sign * figures.quantity,
        unit_price=detail.unit_price,
        amount=row.sign * figures.amount + ZERO,
        tax_amount=row.sign * figures.tax_amount + ZERO,
        rule=f"{scenario.key}.{row.name}",
        order_id=source.order_id,
        contract_line_id=source.contract_line_id,
        detail_id=detail.id,
        reverses=source.id if row.reverses in EXISTING else None,
        reverses_position=planned,
        root=source.root_id,
        billing_status=BillingStatus.NOT_READY if row.open else BillingStatus.CUSTOMER_INVOICE_POSTED,
        adjustment_status=AdjustmentStatus.UNADJUSTABLE if is_reversal else None,
    )


def _billing_type(billing: Billing, detail: DraftDetail) -> BillingType:
    if billing is Billing.NON_CHARGEABLE:
        return BillingType.NON_CHARGEABLE
    return detail.billing_type if billing is Billing.AS_ENTERED else detail.source.billing_type


def _link(row: Row, detail: DraftDetail, position: int, positions: dict[str, int]) -> Link:
    """The one connection that each row has with its counterpart (project-invoicing 1.9, K3–K7)."""
    if row.reverses is not None:
        role, name, other_role = ConnectionRole.REVERSING, row.reverses, ConnectionRole.ORIGINAL
    elif row.bills is not None:
        role, name, other_role = ConnectionRole.BILLED_SALES, row.bills, ConnectionRole.UNBILLED_SALES
    else:
        assert row.replaces is not None, f"{row.name} names no counterpart"
        role, name, other_role = ConnectionRole.REPLACING, row.replaces, ConnectionRole.ORIGINAL
    if name in EXISTING:
        return Link(position, role, detail.source.id, None, other_role)
    return Link(position, role, None, positions[name], other_role)


def _source_changes(detail: DraftDetail, *, is_billed: bool) -> list[Change]:
    """How the row that the detail bills or corrects moves on: the draft lets go of it and it is spent."""
    source = detail.source
    changes = [Change("Actual", source.id, "draft_detail_id", detail.id, None)]
    if source.transaction_type is TransactionType.UNBILLED_SALES:
        posted = BillingStatus.CUSTOMER_INVOICE_POSTED
        changes.append(Change("Actual", source.id, "billing_status", source.billing_status, posted))
    if not is_billed:
        adjusted = AdjustmentStatus.ADJUSTED
        changes.append(Change("Actual", source.id, "adjustment_status", source.adjustment_status, adjusted))
    return changes
