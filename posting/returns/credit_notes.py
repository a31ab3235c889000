"""Posting credit notes, sales invoices and confirmed project invoices: load, plan, check the plan, write.

The same three steps serve the mutation, its preview and the run; the preview leaves out the locks and the last step.
"""

from decimal import Decimal

from sqlalchemy import select

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import OrderType, ProblemCode, QuantitySelection, SettlementMode
from ..amounts import rounded
from ..command.checks import Checks
from ..command.lookup import Found, find_order, keys_of, require_type
from ..command.transaction import Result, Transaction
from ..commands import ConfirmInvoice, PostReturnInvoice
from ..ledger.readiness import plan_when_ready
from ..ledger.results import plan_document, warning_documents
from ..ledger.writer import write
from ..plan import Plan, how_many
from ..planners.projects.confirmation import plan_confirmation
from ..planners.sales.credit_documents import CreditRequest
from ..planners.sales.crediting import CreditPlan, plan_credit_note
from ..planners.sales.facts import ReturnOrder
from ..problems import refuse
from ..projects.drafts.loading import find_project_invoice, load_draft
from ..projects.drafts.scheduled import refuse_scheduled
from ..sales.loading import load_return_order
from .packing_slips import lines_on_slips


def post_return_invoice(transaction: Transaction, command: PostReturnInvoice) -> Result:
    """Post the credit note of one return order; refuses with every blocker."""
    return _return_invoice(transaction, command, posting=True)


def preview_return_invoice(transaction: Transaction, command: PostReturnInvoice) -> Result:
    """What `post_return_invoice` would write; writes nothing."""
    return _return_invoice(transaction, command, posting=False)


def confirm_invoice(transaction: Transaction, command: ConfirmInvoice, *, by_run: bool = False) -> Result:
    """Confirm a draft project invoice; refuses with every blocker. A draft that a run is to confirm is left to it."""
    return _confirmation(transaction, command, posting=True, by_run=by_run)


def preview_confirmation(transaction: Transaction, command: ConfirmInvoice) -> Result:
    """What `confirm_invoice` would write; writes nothing."""
    return _confirmation(transaction, command, posting=False)


def _return_invoice(transaction: Transaction, command: PostReturnInvoice, *, posting: bool) -> Result:
    order = find_order(transaction.connection, command.order, "order", lock=posting)
    require_type(order, OrderType.RETURN_ORDER, "order")
    credit = _plan_return(transaction, order, command, lock=posting)
    check_expected(credit.plan, command.expected_plan)
    return {
        "invoice": write(transaction, credit.plan) if posting else None,
        "plan": plan_document(credit.plan),
        "order": order.id,
        "skipped": [{"line": s.line_id, "code": s.code, "message": s.message} for s in credit.skipped],
        "warnings": warning_documents(credit.plan.warnings),
    }


def _plan_return(transaction: Transaction, order: Found, command: PostReturnInvoice, *, lock: bool) -> CreditPlan:
    settlement = command.settlement or SettlementMode.ORIGINAL_INVOICE
    facts = load_return_order(transaction.connection, order, lock=lock, settlement=settlement)
    request = credit_request(transaction, command, _wanted_lines(transaction, facts, command))
    return plan_when_ready(
        transaction,
        order.customer_id,
        request.invoice_date,
        "order",
        lambda: plan_credit_note(facts, request),
        lambda credit: credit.plan,
        posting=lock,
    )


def credit_request(
    transaction: Transaction, command: PostReturnInvoice, lines: dict[int, Decimal | None] | None = None
) -> CreditRequest:
    """What is asked for, with what the legal entity has set up."""
    invoice_date = command.invoice_date or transaction.today
    parameters = transaction.connection.execute(select(tables.parameters)).one()
    correction = parameters.credit_correction if command.credit_correction is None else command.credit_correction
    return CreditRequest(
        quantity=command.quantity or QuantitySelection.ALL,
        invoice_date=invoice_date,
        document_date=command.document_date or invoice_date,
        lines=lines,
        credit_remaining_quantity=command.credit_remaining_quantity is not False,
        allow_direct_invoice=command.allow_direct_invoice is True,
        settlement=command.settlement or SettlementMode.ORIGINAL_INVOICE,
        credit_correction=bool(correction),
        terms_on_credit_notes=bool(parameters.payment_terms_on_credit_notes),
        slips_in_ledger=bool(parameters.post_packing_slips_in_ledger),
    )


def _wanted_lines(
    transaction: Transaction, order: ReturnOrder, command: PostReturnInvoice
) -> dict[int, Decimal | None] | None:
    """The lines that the command restricts itself to, by themselves or by their packing slips; None for all."""
    checks = Checks()
    if command.packing_slips is not None:
        if command.lines is not None or command.quantity is not QuantitySelection.PACKING_SLIP:
            message = "Packing slips are chosen with quantity PACKING_SLIP, and without lines."
            checks.invalid(message, "packingSlips", remedy="Give quantity PACKING_SLIP and leave lines out.")
            checks.done()
        return dict.fromkeys(lines_on_slips(transaction.connection, order, command.packing_slips))
    if command.lines is None:
        return None
    checks.not_empty("lines", command.lines, 1000, "lines")
    keys = keys_of([line.line for line in command.lines], "ReturnOrderLine", "return order line", "lines")
    for index, key in enumerate(keys):
        typed = command.lines[index].quantity
        if key not in {line.id for line in order.lines}:
            message = f"Return order {order.number} has no such line."
            checks.fail(ProblemCode.NOT_FOUND, message, "lines", str(index), "line")
        if typed is not None:
            checks.positive("A quantity", typed, "lines", str(index), "quantity")
    checks.done()
    return {key: line.quantity for key, line in zip(keys, command.lines, strict=True)}


def _confirmation(transaction: Transaction, command: ConfirmInvoice, *, posting: bool, by_run: bool = False) -> Result:
    invoice = find_project_invoice(transaction.connection, command.invoice, "invoice", lock=posting)
    check_version(invoice, command.expected_version)
    if not by_run:
        refuse_scheduled(transaction.connection, invoice, "invoice")
    day = command.invoice_date or transaction.today
    draft = load_draft(transaction.connection, invoice, lock=posting)
    plan = plan_when_ready(
        transaction,
        invoice.customer_id,
        day,
        "invoice",
        lambda: plan_confirmation(draft, day),
        lambda plan: plan,
        posting=posting,
    )
    check_expected(plan, command.expected_plan)
    return {
        "invoice": write(transaction, plan) if posting else None,
        "plan": plan_document(plan),
        "warnings": warning_documents(plan.warnings),
    }


def check_version(invoice: Found, expected: int | None) -> None:
    """Refuse where the draft has moved on since the caller saw it."""
    if expected is not None and invoice.version != expected:
        raise refuse(
            ProblemCode.CONCURRENT_UPDATE,
            f"The draft has moved on: its version is {invoice.version}, not {expected}.",
            "expectedVersion",
            remedy="Read the invoice again and repeat the call with its present version.",
        )


def check_expected(plan: Plan, expected: str | None) -> None:
    """Refuse where the plan is no longer the one that the caller was shown."""
    if expected is not None and plan.hash != expected:
        total = f"{rounded(plan.total_amount, minor_unit(plan.currency))} {plan.currency}"
        raise refuse(
            ProblemCode.PLAN_OUTDATED,
            f"The plan has changed: it now totals {total} in {how_many(len(plan.lines), 'line')} "
            f"dated {plan.invoice_date}, with hash {plan.hash}.",
            "expectedPlan",
            remedy="Ask for the plan again, look at it, and pass its hash.",
        )
