"""Confirming a project invoice: which ledger rows a draft becomes (project-invoicing 3.5).

A draft may mix first-time details and corrections, so the scenario is chosen per detail; its rows come from the tables
in `posting.rules`. What is refused here is refused by preview and confirmation alike.
"""

from datetime import date
from decimal import Decimal

from ...models.vocabulary import BillingType, InvoiceStatus, ProblemCode, WarningCode
from ..amounts import ZERO
from ..plan import Change, Plan, PlannedLine, Warned, document_type_of, plain
from ..problems import Problem, refuse, refuse_if_any
from ..rules.corrections import CORRECTIONS, INCREASES
from ..rules.first_confirmation import FIRST_CONFIRMATIONS
from ..rules.grammar import Scenario
from .facts import Draft, DraftDetail
from .ledger_rows import RowBook
from .settlements import due_date
from .vouchers import customer_part, voucher

SCENARIOS = {scenario.key: scenario for scenario in (*CORRECTIONS, *INCREASES, *FIRST_CONFIRMATIONS)}


def plan_confirmation(draft: Draft, invoice_date: date) -> Plan:
    """The plan of confirming `draft`; raises `Refused` with every blocker."""
    if draft.status is not InvoiceStatus.DRAFT:
        raise refuse(
            ProblemCode.INVALID_STATUS_TRANSITION,
            f"{draft.name} is already {draft.status}; only a DRAFT can be confirmed.",
            "invoice",
            remedy="To change what it billed, draft a corrective invoice with correctInvoice.",
        )
    refuse_if_any(_problems(draft))
    book = RowBook(draft.places)
    for detail in draft.details:
        book.post(scenario_of(detail), detail)
    net = sum((invoice_amount(detail) for detail in draft.details if _charged(detail)), ZERO)
    tax = sum((invoice_tax(detail) for detail in draft.details if _charged(detail)), ZERO)
    total = net + tax
    document_type = document_type_of(total, credits_something=bool(draft.corrects))
    return Plan(
        document_type=document_type,
        order_ids=(draft.contract_id,),
        customer_id=draft.customer_id,
        currency=draft.currency,
        invoice_date=invoice_date,
        document_date=invoice_date,
        net_amount=net,
        tax_amount=tax,
        draft_id=draft.id,
        due_date=due_date(invoice_date, total, draft.terms_days, terms_on_credit_notes=False),
        entries=voucher(*customer_part(net, ZERO, tax)),
        lines=tuple(_line(number, detail) for number, detail in enumerate(draft.details, 1)),
        actuals=tuple(book.rows),
        links=tuple(book.links),
        changes=(Change("Invoice", draft.id, "status", draft.status, InvoiceStatus.CONFIRMED), *book.changes),
        reversed_existing=tuple(book.reversed_existing),
        corrects=draft.corrects,
        warnings=tuple(open_remainder_warnings(draft)),
    )


def scenario_of(detail: DraftDetail) -> Scenario:
    """The scenario of the rule tables that a detail falls under.

    Sizes compare by magnitude, so that a negative original is corrected by the same rows with the signs flipped.
    """
    name = detail.source.transaction_class.value.lower()
    entered, before = abs(detail.quantity), abs(detail.source.quantity)
    if detail.correction:
        kind = "full_credit" if entered == 0 else "partial_credit" if entered < before else "increase"
    elif entered == 0:
        kind = "first_written_off"
    elif entered < before:
        kind = "first_lowered"
    else:
        kind = "first_unchanged" if entered == before else "first_raised"
    return SCENARIOS[f"{name}.{kind}"]


def invoice_amount(detail: DraftDetail) -> Decimal:
    """What the detail adds to the invoice: the difference to what was billed before."""
    return detail.amount - (detail.source.amount if detail.correction else ZERO)


def invoice_tax(detail: DraftDetail) -> Decimal:
    """The tax that the detail adds to the invoice."""
    return detail.tax_amount - (detail.source.tax_amount if detail.correction else ZERO)


def open_remainder_warnings(draft: Draft) -> list[Warned]:
    """A warning for each correction upwards whose lineage still has an open remainder (project-invoicing 3.3)."""
    return [
        Warned(
            WarningCode.OPEN_REMAINDER,
            f"“{detail.source.description}” goes up from {plain(detail.source.quantity)} to {plain(detail.quantity)} "
            f"while {plain(detail.open_remainder)} of it is still open in the backlog from an earlier correction; "
            "both can end up billed.",
            ("details", str(index)),
        )
        for index, detail in enumerate(draft.details)
        if detail.correction and abs(detail.quantity) > abs(detail.source.quantity) and detail.open_remainder != 0
    ]


def unchanged(detail: DraftDetail) -> bool:
    """Whether a correction leaves everything as it was billed."""
    source = detail.source
    return detail.correction and (detail.quantity, detail.tax_amount) == (source.quantity, source.tax_amount)


def value_problems(detail: DraftDetail, *path: str) -> list[Problem]:
    """What is wrong with the values of one detail, whatever else the draft holds."""
    found = []
    if detail.quantity != 0 and (detail.quantity > 0) != (detail.source.quantity > 0):
        sign = "positive" if detail.source.quantity > 0 else "negative"
        found.append(
            Problem(
                ProblemCode.QUANTITY_SIGN,
                f"“{detail.source.description}” has the quantity {plain(detail.source.quantity)}: the quantity to bill "
                f"must be zero or {sign}, not {plain(detail.quantity)}.",
                (*path, "quantity"),
                "Enter what should be billed, with the sign of the original; zero credits everything.",
            )
        )
    if detail.quantity == 0 and detail.tax_amount != 0:
        found.append(
            Problem(
                ProblemCode.TAX_WITHOUT_QUANTITY,
                f"“{detail.source.description}” has quantity 0 and cannot carry a tax of {plain(detail.tax_amount)}.",
                (*path, "taxAmount"),
                "Set taxAmount to 0, or enter the quantity that should be billed.",
            )
        )
    return found


def _problems(draft: Draft) -> list[Problem]:
    if not draft.details:
        return [
            Problem(ProblemCode.NO_CHARGEABLE_TRANSACTIONS, f"{draft.name} has no details to confirm.", ("invoice",))
        ]
    if all(unchanged(detail) for detail in draft.details):
        return [
            Problem(
                ProblemCode.NO_CHANGES,
                f"{draft.name} bills every detail exactly as before; there is nothing to correct.",
                ("invoice",),
                "Change a quantity or a tax with updateInvoiceLineDetails, or delete the draft with deleteInvoice.",
            )
        ]
    return [
        problem
        for index, detail in enumerate(draft.details)
        for problem in value_problems(detail, "details", str(index))
    ]


def _charged(detail: DraftDetail) -> bool:
    return detail.billing_type is BillingType.CHARGEABLE


def _line(number: int, detail: DraftDetail) -> PlannedLine:
    before = detail.source.quantity if detail.correction else ZERO
    return PlannedLine(
        line_number=number,
        order_line_number=None,
        description=detail.source.description,
        product_id=None,
        quantity=detail.quantity - before,
        unit_price=detail.unit_price,
        discount_percent=ZERO,
        tax_rate=ZERO,
        net_amount=invoice_amount(detail) if _charged(detail) else ZERO,
        tax_amount=invoice_tax(detail) if _charged(detail) else ZERO,
        discount_amount=ZERO,
        cost_amount=ZERO,
    )
