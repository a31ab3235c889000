"""Confirming a project invoice: which ledger rows a draft becomes (project-invoicing 3.5).

A draft may mix first-time details and corrections, so the scenario is chosen per detail; its rows come from the tables
in `posting.rules`. What is refused here is refused by preview and confirmation alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from ....models.vocabulary import (
    BillingStatus,
    BillingType,
    DetailKind,
    InvoiceStatus,
    NotToExceedStatus,
    ProblemCode,
    SettlementMode,
)
from ...amounts import ZERO
from ...plan import Plan
from ...planned.changes import Change
from ...planned.documents import PlannedLine, document_type_of
from ...planned.settlements import BalanceChange
from ...problems import Problems, problem
from ...rules.goods_corrections import CHARGE_CORRECTION, RETURN_CORRECTION, SALE_CORRECTION
from ...rules.grammar import BILLED, OPEN, UNBILLED, Scenario
from ...rules.names import Occasion
from ...rules.scenarios import project_scenario
from ...rules.vouchers import PROJECT_INVOICE, Figure
from ...taxes.breakdown import breakdown
from ..dates import date_problems
from ..settlements import Matching, already_paid, due_date, settle, settled_changes
from ..vouchers import booked, by_tax_accounts, voucher
from .draft_problems import confirmation_problems
from .draft_taxes import DEDUCTED, tax_parts, taxed_as, with_taxes
from .draft_values import charged, invoice_amount, invoice_tax
from .draft_warnings import open_remainder_warnings
from .facts import Draft, DraftDetail, LedgerRow, Retainer
from .goods_facts import GoodsSide
from .goods_values import cost_entries, discount_change, goods_changes, line_cost
from .ledger_rows import Posting, Sheet, Written, posted, settled
from .left_as_billed import without_untouched
from .limits import limit_status
from .retainers import RETAINED, retainer_after, retainer_changes

OCCASIONS = {  # of what is not work: confirmed for the first time, and corrected
    DetailKind.MILESTONE: (Occasion.FIRST, Occasion.FULL_CREDIT),
    DetailKind.PRODUCT: (Occasion.FIRST, Occasion.CORRECTION),
    DetailKind.RETAINER: (Occasion.FIRST, Occasion.BILLED_CORRECTION),
    DetailKind.APPLIED_RETAINER: (Occasion.APPLIED, Occasion.APPLIED_CORRECTION),
    DetailKind.RETAINER_REFUND: (Occasion.REFUNDED, Occasion.REFUND_CORRECTION),
}
GOODS_SCENARIOS = {
    GoodsSide.SALE: SALE_CORRECTION,
    GoodsSide.CREDIT: RETURN_CORRECTION,
    GoodsSide.CHARGE: CHARGE_CORRECTION,
}


def plan_confirmation(
    draft: Draft, invoice_date: date, settlement: SettlementMode = SettlementMode.ORIGINAL_INVOICE
) -> Plan | Problems:
    """The plan of confirming `draft`, or every blocker; it is matched by `settlement` (putting-right 5.1).

    Its taxes are worked out anew, whatever the details say (documents 2.4).
    """
    draft = with_taxes(draft, invoice_date)
    if problems := _posted(draft) or (*_date_problems(draft, invoice_date), *confirmation_problems(draft)):
        return problems
    warnings = tuple(open_remainder_warnings(draft))  # at their places on the draft as it is
    draft, taken_off, freed = without_untouched(draft)
    written = tuple(_ledger_rows(draft, invoice_date))
    changes = (change for one in written for change in one.changes)
    billed = [detail for detail in draft.details if charged(detail)]
    net = sum((invoice_amount(detail) for detail in billed), ZERO)
    tax = sum((invoice_tax(detail) for detail in billed), ZERO)
    advances = sum((invoice_amount(detail) for detail in billed if detail.kind in RETAINED), ZERO)
    charges = sum((invoice_amount(detail) for detail in billed if detail.kind is DetailKind.CHARGE), ZERO)
    costs = [part for one in billed if one.goods for part in cost_entries(one, one.goods, draft.places)]
    total = net + tax
    shares = _shares(billed)
    settlements = settle(total, Matching(settlement, invoice_date, shares, draft.corrects), draft.open_items)
    taxes = tuple(tax_parts(draft))
    return Plan(
        document_type=document_type_of(total, credits_something=bool(draft.corrects)),
        order_ids=() if draft.contract_id is None else (draft.contract_id,),
        customer_id=draft.customer_id,
        currency=draft.currency,
        invoice_date=invoice_date,
        document_date=draft.document_date or invoice_date,
        net_amount=net,
        tax_amount=tax,
        draft_id=draft.id,
        due_date=draft.due_date or due_date(invoice_date, total, draft.terms_days, terms_on_credit_notes=False),
        entries=by_tax_accounts(
            voucher(
                *booked(
                    PROJECT_INVOICE.rows,
                    {
                        Figure.NET: net - advances - charges,
                        Figure.ADVANCES: advances,
                        Figure.CHARGES: charges,
                        Figure.TAX: tax,
                    },
                ),
                *costs,
            ),
            ((taxed.account, amount) for taxed, _, amount in taxes),
        ),
        taxes=breakdown(taxes),
        tax_rounding=draft.rounding,
        lines=tuple(_line(number, detail, draft) for number, detail in enumerate(draft.details, 1)),
        actuals=tuple(row for one in written for row in one.rows),
        links=tuple(link for one in written for link in one.links),
        changes=(
            Change("Invoice", draft.id, "status", draft.status, InvoiceStatus.CONFIRMED),
            *freed,
            *changes,
            *goods_changes(draft.details, draft.places),
            *settled_changes(settlements, draft.open_items),
        ),
        reversed_existing=tuple(pair for one in written for pair in one.reversed_existing),
        corrects=draft.corrects,
        settlements=settlements,
        balances=(BalanceChange(draft.customer_id, total),),
        taken_off=taken_off,
        warnings=(
            *warnings,
            *already_paid(draft.open_items, {key for key, share in shares.items() if share < 0}, settlement),
        ),
    )


def _shares(billed: Iterable[DraftDetail]) -> dict[int, Decimal]:
    """What the details that are charged come to in the families of what they correct."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for detail in billed:
        if detail.family is not None:
            found[detail.family] += invoice_amount(detail) + invoice_tax(detail)
    return found


def _posted(draft: Draft) -> Problems:
    if not draft.posted:
        return ()
    return (
        problem(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "confirmed",
            ("invoice",),
            name=draft.name,
            state=draft.status,
            needed="DRAFT",
        ),
    )


def _date_problems(draft: Draft, day: date) -> Problems:
    """Not before what it corrects, nor due before it is dated (putting-right 6.1, 6.3)."""
    found = date_problems(draft.name, day, draft.corrected)
    if draft.due_date is None or draft.due_date >= day:
        return found
    return (
        *found,
        problem(
            ProblemCode.INVALID_INPUT, "due-too-early", ("dueDate",), name=draft.name, given=draft.due_date, limit=day
        ),
    )


def scenario_of(detail: DraftDetail) -> Scenario:
    """The scenario of the rule tables that a detail falls under."""
    if detail.goods is not None:
        return GOODS_SCENARIOS[detail.goods.side]
    if detail.kind is DetailKind.TRANSACTION:
        occasion = _corrected(detail) if detail.correction else _confirmed(detail)
    else:
        first, corrected = OCCASIONS[detail.kind]
        occasion = corrected if detail.correction else first
    scenario = project_scenario(detail.transaction_class, occasion)
    assert scenario.supported, f"{scenario.key} is refused while it is drafted"
    return scenario


def _confirmed(detail: DraftDetail) -> Occasion:
    source = detail.backing
    if source is None:
        return Occasion.MANUAL_FIXED_PRICE if detail.fixed_price else Occasion.MANUAL
    entered, approved = abs(detail.quantity), abs(source.quantity)
    if entered < approved:
        return Occasion.FIRST_LOWERED if entered else Occasion.FIRST_WRITTEN_OFF
    if entered > approved:
        return Occasion.FIRST_RAISED
    unchanged = detail.billing_type is source.billing_type
    return Occasion.FIRST_UNCHANGED if unchanged else Occasion.FIRST_BILLING_TYPE


def _corrected(detail: DraftDetail) -> Occasion:
    """Sizes compare by magnitude: a negative original is corrected by the same rows with the signs flipped."""
    assert detail.source is not None
    entered, before = abs(detail.quantity), abs(detail.source.quantity)
    if detail.fixed_price:
        return Occasion.FIXED_PRICE_CORRECTION if entered else Occasion.FIXED_PRICE_FULL_CREDIT
    if entered == 0:
        return Occasion.FULL_CREDIT
    return Occasion.PARTIAL_CREDIT if entered < before else Occasion.INCREASE


def _ledger_rows(draft: Draft, invoice_date: date) -> Iterator[Written]:
    """What each detail writes, in their order; those of each retainer together, after the others."""
    first = 0
    for detail in draft.details:
        if detail.retainer_id is None:
            posting = Posting(scenario_of(detail), detail, _existing(detail, None), limit_status(draft, detail))
            written = posted(posting, Sheet(draft, invoice_date, first))
            first += len(written.rows)
            moved = _source_changes(posting.scenario, detail)
            yield written._replace(changes=(*written.changes, *moved)) if moved else written
    for retainer in draft.retainers:
        details = [one for one in draft.details_of(retainer) if _writes(one)]
        if details:
            after = retainer_after(retainer, details)
            left, unlimited = (after.available, after.available_tax), NotToExceedStatus.NOT_APPLICABLE
            postings = [Posting(scenario_of(one), one, _existing(one, retainer), unlimited, *left) for one in details]
            written = settled(postings, Sheet(draft, invoice_date, first))
            first += len(written.rows)
            yield written._replace(changes=(*written.changes, *retainer_changes(retainer, details)))


def _writes(detail: DraftDetail) -> bool:
    """Whether a detail of a retainer writes anything: nothing that is applied with zero does."""
    return detail.amount != 0 or detail.correction


def _existing(detail: DraftDetail, retainer: Retainer | None) -> dict[str, LedgerRow]:
    found: dict[str, LedgerRow] = {}
    if detail.source is not None:
        found[BILLED if detail.correction else UNBILLED] = detail.source
    if retainer is not None and retainer.open_row is not None:
        found[OPEN] = retainer.open_row
    return found


def _source_changes(scenario: Scenario, detail: DraftDetail) -> list[Change]:
    """How a milestone or a product-based line moves on, as its scenario says."""
    if detail.goods is not None:
        return []  # no correction opens an order again (putting-right 2.2.4)
    created, posted = BillingStatus.CUSTOMER_INVOICE_CREATED, BillingStatus.CUSTOMER_INVOICE_POSTED
    before = posted if detail.correction else created
    if detail.kind is DetailKind.MILESTONE and detail.milestone_id is not None:
        return [Change("Milestone", detail.milestone_id, "invoice_status", before, scenario.source_status)]
    if detail.kind is DetailKind.PRODUCT and detail.contract_line_id is not None:
        return [Change("ContractLine", detail.contract_line_id, "billing_status", before, scenario.source_status)]
    return []


def _line(number: int, detail: DraftDetail, draft: Draft) -> PlannedLine:
    places = draft.places
    before, goods = ZERO if detail.billed_before is None else detail.billed_before.quantity, detail.goods
    is_charged = detail.billing_type is BillingType.CHARGEABLE
    return PlannedLine(
        line_number=number,
        order_line_number=None,
        description=detail.description,
        product_id=None if goods is None else goods.product_id,
        quantity=detail.quantity - before,
        unit_price=detail.unit_price,
        discount_percent=detail.discount_percent or ZERO,
        tax_rate=detail.tax_rate or ZERO,
        net_amount=invoice_amount(detail) if is_charged else ZERO,
        tax_amount=invoice_tax(detail) if is_charged else ZERO,
        discount_amount=ZERO if goods is None else discount_change(detail, goods, places),
        cost_amount=ZERO if goods is None else line_cost(detail, goods, places),
        taxed=None if detail.tax_code_id is None else taxed_as(detail, draft.codes),
        is_prorated=detail.kind in DEDUCTED,
    )
