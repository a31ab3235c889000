"""Posting the credit note of a return order: load, plan, and through the door."""

from dataclasses import dataclass
from decimal import Decimal

from ...models.vocabulary import OrderType, ProblemCode, QuantitySelection, SettlementMode
from ...models.wording import ENGLISH, Language
from .. import saying
from ..checks import Checks
from ..command.lookup import find_order, keys_of, require_type
from ..command.records import ParametersRow
from ..command.results import KeptPlan
from ..command.transaction import Transaction
from ..commands import PostReturnInvoice
from ..ledger.approved import of_record
from ..ledger.post import post
from ..ledger.settings import Conditions, on_day, read_settings
from ..planners.sales.credit_documents import CreditRequest
from ..planners.sales.crediting import CreditPlan, plan_credit_note
from ..planners.sales.facts import ReturnOrder
from ..projects.drafts.following import follow
from ..returns.loading import load_return_order
from ..sales.credit_uses import with_credit_use
from ..saying import Params
from .receipts import lines_on_slips


@dataclass(frozen=True)
class SkippedLine:
    """A return line that was left on the order, and why."""

    line: int
    code: ProblemCode
    variant: str
    params: Params

    def told(self, language: Language = ENGLISH) -> str:
        """The message in a language."""
        return saying.message(self.code, self.variant, self.params, language)


@dataclass(frozen=True)
class CreditNoteResult:
    """A posted return order, or what posting it would write; without a document where everything closes without one."""

    plan: KeptPlan
    order: int
    invoice: int | None = None
    slips: tuple[int, ...] = ()
    skipped: tuple[SkippedLine, ...] = ()


def post_return_invoice(transaction: Transaction, command: PostReturnInvoice) -> CreditNoteResult:
    """Post the credit note of one return order; refuses with every blocker."""
    order = find_order(transaction.connection, command.order, "order", lock=transaction.posting)
    require_type(order, OrderType.RETURN_ORDER, "order")
    settlement = command.settlement or SettlementMode.ORIGINAL_INVOICE
    facts = load_return_order(transaction.connection, order, lock=transaction.posting, settlement=settlement)
    day = command.invoice_date or transaction.today
    conditions = Conditions(day=day, customer_id=order.customer_id, orders=(order.id,))
    settings = read_settings(transaction, conditions, lock=False)  # they are held with the order
    request = credit_request(transaction, command, settings.parameters, _wanted_lines(transaction, facts, command))
    credit = plan_credit_note(facts, request)
    planned, left_out = (credit.plan, credit.skipped) if isinstance(credit, CreditPlan) else (credit, ())
    planned_day = None if isinstance(planned, tuple) else planned.invoice_date
    conditions, settings = on_day(transaction, planned_day, conditions, settings)
    planned = with_credit_use(transaction, planned, command.credit_use)
    to_approve = of_record("postReturnInvoice", "ReturnOrder", order.id, "order")
    posted = post(transaction, planned, conditions, command.expected_plan, settings, to_approve)
    if posted.written is not None:
        follow(transaction, facts.drafts)
    skipped = tuple(SkippedLine(one.line_id, one.why.code, one.why.variant, one.why.params) for one in left_out)
    slips = () if posted.written is None else posted.written.packing_slip_ids
    return CreditNoteResult(posted.plan, order.id, posted.invoice_id, slips, skipped)


def credit_request(
    transaction: Transaction,
    command: PostReturnInvoice,
    parameters: ParametersRow,
    lines: dict[int, Decimal | None] | None = None,
) -> CreditRequest:
    """What is asked for, with what the legal entity has set up."""
    correction = parameters.credit_correction if command.credit_correction is None else command.credit_correction
    return CreditRequest(
        quantity=command.quantity or QuantitySelection.ALL,
        invoice_date=command.invoice_date or transaction.today,
        is_dated=command.invoice_date is not None,
        document_date=command.document_date,
        lines=lines,
        credit_remaining_quantity=command.credit_remaining_quantity is not False,
        allow_direct_invoice=command.allow_direct_invoice is True,
        settlement=command.settlement or SettlementMode.ORIGINAL_INVOICE,
        credit_correction=correction,
        terms_on_credit_notes=parameters.payment_terms_on_credit_notes,
        slips_in_ledger=parameters.post_packing_slips_in_ledger,
    )


def _wanted_lines(
    transaction: Transaction, order: ReturnOrder, command: PostReturnInvoice
) -> dict[int, Decimal | None] | None:
    """The lines that the command restricts itself to, by themselves or by their packing slips; None for all."""
    checks = Checks()
    if command.packing_slips is not None:
        if command.lines is not None or command.quantity is not QuantitySelection.PACKING_SLIP:
            checks.invalid("slips-with-quantity", "packingSlips")
            checks.done()
        return dict.fromkeys(lines_on_slips(transaction.connection, order, command.packing_slips))
    if command.lines is None:
        return None
    checks.not_empty("lines", command.lines, 1000, "lines")
    keys = keys_of([line.line for line in command.lines], "ReturnOrderLine", "return order line", "lines")
    for index, key in enumerate(keys):
        typed = command.lines[index].quantity
        if key not in {line.id for line in order.lines}:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "no-return-line-chosen",
                "lines",
                str(index),
                "line",
                document=order.number,
                type="ReturnOrderLine",
                given=command.lines[index].line,
            )
        if typed is not None:
            checks.positive("A quantity", typed, "lines", str(index), "quantity")
    checks.done()
    return {key: line.quantity for key, line in zip(keys, command.lines, strict=True)}
