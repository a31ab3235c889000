"""One document for several orders of a customer: the plans of the orders, put together (returns 3.13)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ....models.vocabulary import PostingType, SettlementMode
from ...amounts import ZERO
from ...plan import Plan
from ...planned.documents import PlannedCharge, document_type_of
from ...planned.rows import Link, PlannedActual
from ...planned.settlements import BalanceChange
from ...planned.vouchers import Entry
from ..settlements import Matching, OpenItem, added_up, already_paid, due_date, settle, settled_changes, shares_of
from .taxing import breakdown_of


@dataclass(frozen=True)
class Account:
    """What is open of the customer, and how the document is settled and paid."""

    open_items: tuple[OpenItem, ...]
    settlement: SettlementMode
    customer_id: int
    terms_days: int
    terms_on_credit_notes: bool
    originals: Mapping[int, int]  # the invoice of each invoice line that is credited


def combine(plans: Sequence[Plan], account: Account) -> Plan:
    """One plan with everything of `plans`; its sign names the document, and each line keeps what it credits.

    Orders that close without a document are not on that of the others.
    """
    first = plans[0]
    net = sum((plan.net_amount for plan in plans), ZERO)
    tax = sum((plan.tax_amount for plan in plans), ZERO)
    has_document = any(plan.document_type is not None for plan in plans)
    corrects = tuple(sorted({key for plan in plans for key in plan.corrects}))
    settlements = settle(net + tax, _matching(plans, account, corrects), account.open_items)
    parts = tuple(_in_line(plans))
    lines = tuple(line for plan in parts for line in plan.lines)
    charges = tuple(charge for plan in parts for charge in plan.charges)
    return replace(
        first,
        document_type=document_type_of(net + tax, credits_something=_credits(plans)) if has_document else None,
        order_ids=tuple(key for plan in plans for key in plan.order_ids if not has_document or plan.document_type),
        net_amount=net,
        tax_amount=tax,
        lines=lines,
        actuals=tuple(row for plan in parts for row in plan.actuals),
        links=tuple(link for plan in parts for link in plan.links),
        charges=charges,
        changes=(
            *(change for plan in plans for change in plan.changes),
            *settled_changes(settlements, account.open_items),
        ),
        corrects=corrects,
        due_date=due_date(
            first.invoice_date, net + tax, account.terms_days, terms_on_credit_notes=account.terms_on_credit_notes
        )
        if has_document and first.invoice_date is not None
        else None,
        entries=_entries(plans),
        balances=(BalanceChange(account.customer_id, net + tax),) if has_document else (),
        settlements=settlements,
        slips=tuple(slip for plan in plans for slip in plan.slips),
        warnings=(
            *(one for plan in plans for one in plan.warnings),
            *already_paid(account.open_items, _credits_of(plans, account.originals), account.settlement),
        ),
        taxes=breakdown_of(lines, charges) if has_document else (),
        tax_rounding=next((one.tax_rounding for one in plans if one.document_type is not None), first.tax_rounding),
    )


def _in_line(plans: Sequence[Plan]) -> Iterator[Plan]:
    """The plans, with the places of each behind those of the plans before it."""
    lines = rows = charges = 0
    for plan in plans:
        yield _moved(plan, lines, rows, charges)
        lines += len(plan.lines)
        rows += len(plan.actuals)
        charges += len(plan.charges)


def _moved(plan: Plan, lines: int, rows: int, charges: int) -> Plan:
    return replace(
        plan,
        lines=tuple(line._replace(line_number=lines + place) for place, line in enumerate(plan.lines, 1)),
        actuals=tuple(_moved_row(row, lines, rows, charges) for row in plan.actuals),
        links=tuple(_moved_link(link, rows) for link in plan.links),
        charges=tuple(_moved_charge(charge, lines) for charge in plan.charges),
    )


def _moved_row(row: PlannedActual, lines: int, rows: int, charges: int) -> PlannedActual:
    return row._replace(
        position=row.position + rows,
        document_line=None if row.document_line is None else row.document_line + lines,
        document_charge=None if row.document_charge is None else row.document_charge + charges,
        root_position=None if row.root_position is None else row.root_position + rows,
    )


def _moved_link(link: Link, rows: int) -> Link:
    other = None if link.other_position is None else link.other_position + rows
    return link._replace(position=link.position + rows, other_position=other)


def _moved_charge(charge: PlannedCharge, lines: int) -> PlannedCharge:
    return charge if charge.document_line is None else replace(charge, document_line=charge.document_line + lines)


def _credits(plans: Sequence[Plan]) -> bool:
    return any(line.return_order_line_id is not None and line.quantity < 0 for plan in plans for line in plan.lines)


def _matching(plans: Sequence[Plan], account: Account, corrects: tuple[int, ...]) -> Matching:
    """How the document is matched, with what each order's part of it comes to in its families."""
    day = plans[0].invoice_date
    assert day is not None, "what a run posts has a date"
    shares = added_up(shares_of(plan.lines, plan.charges, account.originals) for plan in plans)
    return Matching(account.settlement, day, shares, corrects)


def _credits_of(plans: Sequence[Plan], originals: Mapping[int, int]) -> set[int]:
    """The invoices of which goods are credited; what goes back to the customer has no quantity."""
    lines = (line for plan in plans for line in plan.lines if line.quantity)
    return {originals[line.credits_line_id] for line in lines if line.credits_line_id is not None}


def _entries(plans: Sequence[Plan]) -> tuple[Entry, ...]:
    """The journal entries together, by posting type and account; what is a storno stays one."""
    sums: dict[tuple[PostingType, bool, str | None], Decimal] = defaultdict(Decimal)
    for plan in plans:
        for entry in plan.entries:
            sums[entry.posting_type, entry.is_correction, entry.account] += entry.amount
    return tuple(Entry(kind, amount + ZERO, storno, at) for (kind, storno, at), amount in sums.items() if amount)
