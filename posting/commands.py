"""What a caller can ask for, one class a command.

These classes are the inputs of the GraphQL mutations as well: the schema layer publishes them under their API names,
with the descriptions given here, so that no command is written down twice. Quantities and amounts are positive and mean
the right value, never the difference; per cents are numbers like 25.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..models.identity import GlobalId
from ..models.vocabulary import (
    BillingMethod,
    BillingType,
    ChargeCategory,
    ContractLineType,
    CustomerBlock,
    DispositionAction,
    FiscalPeriodStatus,
    PostingType,
    QuantitySelection,
    SettlementMode,
    TransactionClass,
)

Day = date  # a field below is called date


def about(description: str) -> dict[str, str]:
    """The metadata that becomes a field's description in the API."""
    return {"description": description}


@dataclass(kw_only=True)
class Command:
    """What every command takes."""

    idempotency_key: str | None = field(
        default=None,
        metadata=about(
            "Any text of your own, at most 200 characters. The same key with the same input is carried out once: the "
            "first success is answered again, with replayed true. With other input it is refused."
        ),
    )


@dataclass(kw_only=True)
class OrderRef:
    """An order, named in one of three ways."""

    id: GlobalId | None = field(default=None, metadata=about("Its id."))
    number: str | None = field(default=None, metadata=about("Its number, e.g. SO-000001."))
    rma_number: str | None = field(default=None, metadata=about("The RMA number of a return order."))


@dataclass(kw_only=True)
class InvoiceRef:
    """An invoice or credit note, named in one of two ways."""

    id: GlobalId | None = field(default=None, metadata=about("Its id; the only way to name a draft."))
    number: str | None = field(default=None, metadata=about("Its number, e.g. INV-000001."))


@dataclass(kw_only=True)
class CustomerRef:
    """A customer, named in one of two ways."""

    id: GlobalId | None = field(default=None, metadata=about("Its id."))
    number: str | None = field(default=None, metadata=about("Its number, e.g. C-000001."))


@dataclass(kw_only=True)
class ProductRef:
    """A product, named in one of two ways."""

    id: GlobalId | None = field(default=None, metadata=about("Its id."))
    number: str | None = field(default=None, metadata=about("Its number, e.g. P-000001."))


@dataclass(kw_only=True)
class CreateCustomer(Command):
    """A new customer."""

    number: str | None = field(default=None, metadata=about("Your own number; the next of the series when left out."))
    name: str = field(metadata=about("The name that documents are addressed to."))
    currency: str = field(metadata=about("ISO 4217 code, e.g. NOK. All orders and invoices of the customer are in it."))
    tax_registration_number: str | None = field(default=None, metadata=about("VAT or other tax registration number."))
    payment_terms_days: int | None = field(
        default=30, metadata=about("Invoices are due this many days after their date; 0 to 365.")
    )


@dataclass(kw_only=True)
class UpdateCustomer(Command):
    """Changes a customer; what is left out stays."""

    customer: CustomerRef = field(metadata=about("The customer."))
    name: str | None = field(default=None, metadata=about("The name that documents are addressed to."))
    tax_registration_number: str | None = field(default=None, metadata=about("VAT or other tax registration number."))
    payment_terms_days: int | None = field(
        default=None, metadata=about("Later invoices are due this many days after their date; 0 to 365.")
    )
    blocked: CustomerBlock | None = field(default=None, metadata=about("What the customer is blocked for."))


@dataclass(kw_only=True)
class CreateProduct(Command):
    """A new product."""

    number: str | None = field(default=None, metadata=about("Your own number; the next of the series when left out."))
    name: str = field(metadata=about("What order and invoice lines call it."))
    unit: str | None = field(default="ea", metadata=about("Unit of measure."))
    sales_price: Decimal = field(metadata=about("Price a unit, without tax."))
    cost_price: Decimal | None = field(default=Decimal(0), metadata=about("Cost a unit."))
    tax_rate: Decimal | None = field(default=Decimal(0), metadata=about("Per cent: 25 means 25 %."))


@dataclass(kw_only=True)
class SalesOrderLineInput:
    """A line of a new sales order."""

    product: ProductRef = field(metadata=about("What is sold."))
    quantity: Decimal = field(metadata=about("How many; above zero, at most six places."))
    unit_price: Decimal | None = field(
        default=None,
        metadata=about("Price a unit without tax; the product's when left out."),
    )
    discount_percent: Decimal | None = field(
        default=Decimal(0),
        metadata=about("Line discount in per cent: 12.5 means 12.5 %."),
    )
    tax_rate: Decimal | None = field(default=None, metadata=about("Per cent; the product's when left out."))


@dataclass(kw_only=True)
class CreateSalesOrder(Command):
    """A new sales order, open for delivery."""

    customer: CustomerRef = field(metadata=about("Who buys."))
    lines: list[SalesOrderLineInput] = field(metadata=about("At least one line."))


@dataclass(kw_only=True)
class ChargeInput:
    """A charge that comes with a return."""

    description: str = field(metadata=about("What the document calls it."))
    category: ChargeCategory = field(metadata=about("How it is reckoned."))
    value: Decimal = field(
        metadata=about(
            "An amount (FIXED), an amount a piece (PER_PIECE) or a per cent of the signed net amount (PERCENT). "
            "Positive FIXED and PER_PIECE charges are fees; on a return PERCENT +10 credits more and a fee is -10."
        )
    )
    tax_rate: Decimal | None = field(default=Decimal(0), metadata=about("Per cent: 25 means 25 %."))


@dataclass(kw_only=True)
class ReturnOrderLineInput:
    """A line of a new return order. Either invoiceLine, or product and unitPrice."""

    invoice_line: GlobalId | None = field(
        default=None,
        metadata=about("The invoice line that comes back: price, discount, tax and cost are copied."),
    )
    product: ProductRef | None = field(default=None, metadata=about("What comes back, where no invoice line is known."))
    unit_price: Decimal | None = field(
        default=None, metadata=about("Price a unit to credit, without tax; for a line entered by hand.")
    )
    tax_rate: Decimal | None = field(
        default=None, metadata=about("Per cent, for a line entered by hand; the product's when left out.")
    )
    unit_cost: Decimal | None = field(
        default=None,
        metadata=about("Cost a unit to put back or scrap at, for a line entered by hand; the product's when left out."),
    )
    quantity: Decimal = field(
        metadata=about("How many come back; of an invoice line at most what can still be returned.")
    )
    disposition_code: str | None = field(
        default=None,
        metadata=about("Only a credit-only code is set here; the others at arrival."),
    )
    charges: list[ChargeInput] | None = field(default=None, metadata=about("Charges of this line."))


@dataclass(kw_only=True)
class CreateReturnOrder(Command):
    """A new return order, from invoiced lines or by hand."""

    customer: CustomerRef | None = field(
        default=None,
        metadata=about("Must be the customer of the invoices; may be left out where there is an invoice line."),
    )
    reason_code: str | None = field(
        default=None,
        metadata=about("Why the goods come back: free text, or a code of reasonCodes, which brings its charges."),
    )
    deadline: date | None = field(
        default=None,
        metadata=about("The goods must arrive by this date; by the validity period of parameters when left out."),
    )
    charges: list[ChargeInput] | None = field(default=None, metadata=about("Charges of the whole order."))
    lines: list[ReturnOrderLineInput] = field(metadata=about("At least one line."))


@dataclass(kw_only=True)
class UpdateReturnOrder(Command):
    """Changes the reason or the deadline of a return order; what is left out stays."""

    order: OrderRef = field(metadata=about("The return order."))
    reason_code: str | None = field(
        default=None, metadata=about("A set-up code adds its charges; those of the former code stay.")
    )
    deadline: date | None = field(default=None, metadata=about("The goods must arrive by this date."))


@dataclass(kw_only=True)
class ReplacementInput:
    """What a REPLACE_… disposition ships; the same product and quantity when left out."""

    product: ProductRef | None = field(default=None, metadata=about("The product; the returned one when left out."))
    quantity: Decimal | None = field(default=None, metadata=about("How many; as many as arrived when left out."))


@dataclass(kw_only=True)
class ArrivalLineInput:
    """What arrived of one return line."""

    line: GlobalId = field(metadata=about("The return order line."))
    quantity: Decimal = field(metadata=about("How many arrived; fewer than expected splits the line."))
    disposition_code: str | None = field(
        default=None,
        metadata=about("What is to become of the goods; see dispositionCodes. Left out for quarantine."),
    )
    replacement: ReplacementInput | None = field(
        default=None, metadata=about("What a REPLACE_… code ships; the same again when left out.")
    )
    quarantine: bool | None = field(
        default=False, metadata=about("On: the goods are inspected first, and get their code from endQuarantine.")
    )


@dataclass(kw_only=True)
class RegisterArrival(Command):
    """Registers goods that came back."""

    order: OrderRef = field(metadata=about("The return order."))
    lines: list[ArrivalLineInput] = field(metadata=about("At least one line, each line once."))


@dataclass(kw_only=True)
class InspectedLineInput:
    """What the inspection of one return line in quarantine decided."""

    line: GlobalId = field(metadata=about("The return order line."))
    quantity: Decimal | None = field(
        default=None, metadata=about("How many; fewer than are in quarantine splits the line. All when left out.")
    )
    disposition_code: str = field(metadata=about("What is to become of the goods; it can no longer be changed."))
    replacement: ReplacementInput | None = field(
        default=None, metadata=about("What a REPLACE_… code ships; the same again when left out.")
    )


@dataclass(kw_only=True)
class EndQuarantine(Command):
    """Ends the quarantine of return lines: they become REGISTERED."""

    order: OrderRef = field(metadata=about("The return order."))
    lines: list[InspectedLineInput] = field(metadata=about("At least one line, each line once."))


@dataclass(kw_only=True)
class SetDisposition(Command):
    """Sets, changes or clears the disposition code of one return line."""

    order: OrderRef = field(metadata=about("The return order."))
    line: GlobalId = field(metadata=about("The return order line."))
    disposition_code: str | None = field(
        default=None,
        metadata=about(
            "A credit-only code for a line that is AWAITING; null to take it away again; another code for a line that "
            "is REGISTERED."
        ),
    )
    replacement: ReplacementInput | None = field(
        default=None, metadata=about("What a REPLACE_… code ships; the same again when left out.")
    )


@dataclass(kw_only=True)
class CreateReplacementOrder(Command):
    """Ships replacements before anything of a return order has arrived."""

    order: OrderRef = field(metadata=about("The return order; it must be CREATED."))
    lines: list[SalesOrderLineInput] | None = field(
        default=None, metadata=about("What is shipped; what the return order expects back when left out.")
    )


@dataclass(kw_only=True)
class LineQuantityInput:
    """An order line, and how much of it."""

    line: GlobalId = field(metadata=about("The order line."))
    quantity: Decimal | None = field(default=None, metadata=about("How much; all that is left when left out."))


@dataclass(kw_only=True)
class PostPackingSlip(Command):
    """Posts the physical update of an order."""

    order: OrderRef = field(metadata=about("A sales order (goods go out) or a return order (goods come in)."))
    lines: list[LineQuantityInput] | None = field(
        default=None,
        metadata=about("Only these lines; all that can be posted when left out."),
    )
    date: Day | None = field(default=None, metadata=about("The day that the goods moved; today when left out."))
    customer_reference: str | None = field(default=None, metadata=about("The customer's own packing slip number."))


@dataclass(kw_only=True)
class CancelReturnOrder(Command):
    """Cancels a return order of which nothing has arrived, or some of its lines."""

    order: OrderRef = field(metadata=about("The return order."))
    lines: list[GlobalId] | None = field(default=None, metadata=about("Only these lines; all when left out."))


@dataclass(kw_only=True)
class PostReturnInvoice(Command):
    """Posts the credit note of one return order."""

    order: OrderRef = field(metadata=about("The return order."))
    posting: bool | None = field(default=True, metadata=about("Off: a pro forma only, nothing is posted."))
    quantity: QuantitySelection | None = field(
        default=QuantitySelection.ALL,
        metadata=about("Which quantity of each line is credited."),
    )
    lines: list[LineQuantityInput] | None = field(
        default=None,
        metadata=about("Restricts the posting to these lines; gives the quantities of DELIVER_NOW."),
    )
    invoice_date: date | None = field(default=None, metadata=about("The accounting date; today when left out."))
    document_date: date | None = field(
        default=None,
        metadata=about("The date on the document; the invoice date when left out."),
    )
    packing_slips: list[GlobalId] | None = field(
        default=None, metadata=about("With quantity PACKING_SLIP: only the lines on these packing slips.")
    )
    credit_remaining_quantity: bool | None = field(
        default=True,
        metadata=about("Off: what a posted line leaves uncredited is given up, and can be returned again."),
    )
    allow_direct_invoice: bool | None = field(
        default=False,
        metadata=about("On: REGISTERED lines are credited too; their packing slip is posted with the document."),
    )
    settlement: SettlementMode | None = field(
        default=SettlementMode.ORIGINAL_INVOICE, metadata=about("What the document is matched with at once.")
    )
    credit_correction: bool | None = field(
        default=None,
        metadata=about("On: a storno, negative amounts on the sale's own side; as parameters say when left out."),
    )
    expected_plan: str | None = field(
        default=None,
        metadata=about("The hash of a plan: exactly that plan is posted, or PLAN_OUTDATED says what changed."),
    )


@dataclass(kw_only=True)
class PostInvoices(Command):
    """Invoices sales orders and return orders together, one document an order."""

    orders: list[OrderRef] | None = field(
        default=None,
        metadata=about("The orders, in the order in which documents are numbered; each once, at most 250."),
    )
    quantity: QuantitySelection | None = field(
        default=QuantitySelection.PACKING_SLIP,
        metadata=about("Which quantity of each line is invoiced; DELIVER_NOW is for single orders."),
    )
    invoice_date: date | None = field(default=None, metadata=about("The accounting date; today when left out."))
    settlement: SettlementMode | None = field(
        default=SettlementMode.ORIGINAL_INVOICE, metadata=about("What each document is matched with at once.")
    )
    stop_on_first_error: bool | None = field(
        default=False,
        metadata=about("On: the orders after the first one that fails stay WAITING."),
    )


@dataclass(kw_only=True)
class RecordPayment(Command):
    """Records a payment received on an invoice, or one paid back on a credit note."""

    invoice: InvoiceRef = field(metadata=about("The posted document."))
    amount: Decimal = field(metadata=about("Above zero; at most what is open."))
    date: Day | None = field(default=None, metadata=about("The day of the payment; today when left out."))
    reference: str | None = field(default=None, metadata=about("The bank's or the payer's reference."))


@dataclass(kw_only=True)
class SettleInvoices(Command):
    """Matches an open invoice with an open credit note of the same customer by hand."""

    invoice: InvoiceRef = field(metadata=about("The document that the customer owes."))
    credit_note: InvoiceRef = field(metadata=about("The document that is owed to the customer."))
    amount: Decimal | None = field(default=None, metadata=about("Above zero; as much as possible when left out."))
    date: Day | None = field(default=None, metadata=about("The day of the settlement; today when left out."))


@dataclass(kw_only=True)
class SetFiscalPeriod(Command):
    """Opens, holds or closes a fiscal period. Dates outside every period are open until a first period is set."""

    from_: date = field(metadata={**about("The first day."), "name": "from"})
    to: date = field(metadata=about("The last day."))
    status: FiscalPeriodStatus = field(metadata=about("Only OPEN periods are posted in; CLOSED is final."))


@dataclass(kw_only=True)
class SetReasonCodeGroup(Command):
    """Adds a group of reason codes, or changes its description."""

    code: str = field(metadata=about("Up to 50 characters."))
    description: str = field(metadata=about("What its reasons have in common."))


@dataclass(kw_only=True)
class SetReasonCode(Command):
    """Adds a reason code, or changes it; its charges are replaced."""

    code: str = field(metadata=about("Up to 50 characters, as it is given to return orders."))
    description: str = field(metadata=about("Why goods come back."))
    group: str | None = field(default=None, metadata=about("Code of its group; none when left out."))
    charges: list[ChargeInput] | None = field(
        default=None, metadata=about("Charges that return orders get with the code.")
    )


@dataclass(kw_only=True)
class SetDispositionCode(Command):
    """Adds a disposition code, or changes it; its charges are replaced."""

    code: str = field(metadata=about("Up to 50 characters, as it is given to registerArrival."))
    description: str = field(metadata=about("What it means."))
    action: DispositionAction = field(metadata=about("What it does; fixed once the code is in use."))
    charges: list[ChargeInput] | None = field(
        default=None, metadata=about("Charges that return lines get with the code.")
    )


@dataclass(kw_only=True)
class SetPostingAccount(Command):
    """Names the account that a kind of entry is posted to."""

    posting_type: PostingType = field(metadata=about("The kind of entry."))
    account: str | None = field(
        default=None, metadata=about("The account's number; null takes it away, and postings that need it are refused.")
    )
    name: str | None = field(default=None, metadata=about("The account's name; stays when left out."))


@dataclass(kw_only=True)
class SetParameters(Command):
    """Changes how returns are handled; what is left out stays."""

    return_validity_days: int | None = field(
        default=None, metadata=about("A return's deadline is this many days after its creation; 0 to 3650.")
    )
    reason_code_required: bool | None = field(
        default=None, metadata=about("On: no return order without a reason code.")
    )
    credit_correction: bool | None = field(default=None, metadata=about("On: credit notes are posted as storno."))
    payment_terms_on_credit_notes: bool | None = field(
        default=None, metadata=about("On: credit notes are due after the customer's terms, not at once.")
    )
    enforce_chronological_numbers: bool | None = field(
        default=None, metadata=about("On: no document is dated before the last one of its series.")
    )
    post_packing_slips_in_ledger: bool | None = field(
        default=None,
        metadata=about("Off: packing slips of returns have no voucher, and the cost is moved by the document's."),
    )


@dataclass(kw_only=True)
class ContractLineInput:
    """A line of a new project contract."""

    name: str = field(metadata=about("What the line sells."))
    type: ContractLineType | None = field(default=ContractLineType.PROJECT_BASED, metadata=about("Project work."))
    billing_method: BillingMethod | None = field(default=None, metadata=about("Required for project work."))


@dataclass(kw_only=True)
class CreateProjectContract(Command):
    """A new project contract."""

    customer: CustomerRef = field(metadata=about("Who is billed."))
    name: str = field(metadata=about("What the contract is about."))
    lines: list[ContractLineInput] = field(metadata=about("At least one line."))


@dataclass(kw_only=True)
class JournalEntryInput:
    """A piece of approved work."""

    contract_line: GlobalId = field(metadata=about("The contract line that the work is for."))
    transaction_class: TransactionClass = field(metadata=about("TIME, EXPENSE, MATERIAL or FEE."))
    description: str = field(metadata=about("What was done; stands on the invoice."))
    transaction_date: date = field(metadata=about("When it was done."))
    quantity: Decimal = field(metadata=about("Hours or units; negative for a credit entered as work."))
    unit_price: Decimal = field(metadata=about("Sales price a unit, without tax."))
    unit_cost: Decimal | None = field(default=Decimal(0), metadata=about("Cost a unit."))
    tax_amount: Decimal | None = field(
        default=Decimal(0),
        metadata=about("Tax on the whole entry, with the sign of its quantity."),
    )
    billing_type: BillingType | None = field(
        default=BillingType.CHARGEABLE,
        metadata=about("Whether the customer is charged."),
    )
    ready_to_invoice: bool | None = field(default=False, metadata=about("On: the entry can be invoiced at once."))


@dataclass(kw_only=True)
class PostEntryJournal(Command):
    """Posts approved work: cost, and on time-and-material lines unbilled sales."""

    entries: list[JournalEntryInput] = field(metadata=about("At least one entry."))


@dataclass(kw_only=True)
class MarkReadyToInvoice(Command):
    """Marks unbilled sales as ready to invoice, or takes the mark away."""

    actuals: list[GlobalId] | None = field(default=None, metadata=about("Open unbilled sales actuals."))
    ready: bool | None = field(default=True, metadata=about("Off takes the mark away."))


@dataclass(kw_only=True)
class CreateInvoice(Command):
    """Drafts an invoice from what is ready on a contract."""

    contract: OrderRef = field(metadata=about("The project contract."))
    cut_off_date: date | None = field(
        default=None,
        metadata=about("Work done after this date is left out; today when left out."),
    )


@dataclass(kw_only=True)
class DetailUpdateInput:
    """New values of one detail: what should be billed, never the difference."""

    detail: GlobalId = field(metadata=about("The invoice line detail."))
    quantity: Decimal | None = field(
        default=None,
        metadata=about("The quantity that should be billed; on a correction zero credits everything."),
    )
    tax_amount: Decimal | None = field(default=None, metadata=about("The right tax of the detail."))


@dataclass(kw_only=True)
class UpdateInvoiceLineDetails(Command):
    """Changes details of a draft."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    details: list[DetailUpdateInput] = field(metadata=about("At least one detail, each once."))
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )


@dataclass(kw_only=True)
class DeleteInvoice(Command):
    """Deletes a draft and frees what it holds."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )


@dataclass(kw_only=True)
class CorrectInvoice(Command):
    """Drafts a corrective invoice from a confirmed one."""

    invoice: InvoiceRef = field(metadata=about("The confirmed project invoice."))
    details: list[GlobalId] | None = field(
        default=None,
        metadata=about("Only these details; all that can be corrected when left out."),
    )
    reason: str | None = field(default=None, metadata=about("Why; kept with the corrective invoice."))


@dataclass(kw_only=True)
class ConfirmInvoice(Command):
    """Confirms a draft and writes its actuals."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    invoice_date: date | None = field(default=None, metadata=about("The accounting date; today when left out."))
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )
    expected_plan: str | None = field(
        default=None,
        metadata=about("The hash of a plan: exactly that plan is posted, or PLAN_OUTDATED says what changed."),
    )
