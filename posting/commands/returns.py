"""Commands of returns."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.identity import GlobalId
from ...models.vocabulary import ChargeCategory, QuantitySelection, SettlementMode
from .base import WHY, Command, CustomerRef, InvoiceRef, LineQuantityInput, OrderRef, ProductRef, about
from .credit_use import CreditUseInput
from .texts import (
    CURRENCY,
    DESCRIPTION,
    DISPOSITION_CODE,
    GIVEN_TAX_CODE,
    PLAN_HASH,
    REASON,
    REASON_CODE,
    EmptyList,
)


@dataclass(kw_only=True)
class ChargeInput:
    """A charge that comes with a return."""

    description: str = field(metadata=about("What the document calls it.", DESCRIPTION))
    category: ChargeCategory = field(metadata=about("How it is reckoned."))
    value: Decimal = field(
        metadata=about(
            "An amount (FIXED), an amount a piece (PER_PIECE) or a per cent of the signed net amount (PERCENT). "
            "Positive FIXED and PER_PIECE charges are fees; on a return PERCENT +10 credits more and a fee is -10."
        )
    )
    tax_rate: Decimal | None = field(default=Decimal(0), metadata=about("Per cent: 25 means 25 %."))
    tax_code: str | None = field(default=None, metadata=about("Tax code, in place of taxRate.", GIVEN_TAX_CODE))
    currency: str | None = field(
        default=None,
        metadata=about(
            "ISO 4217 code of a FIXED or PER_PIECE value. On a code: only return orders in it get the charge. On a "
            "return order: must be the order's.",
            CURRENCY,
        ),
    )


@dataclass(kw_only=True)
class ReturnOrderLineInput:
    """A line of a new return order. Either invoiceLine, or product and unitPrice."""

    invoice_line: GlobalId | None = field(
        default=None,
        metadata=about(
            "The invoice line that comes back, of a sales invoice or a product of a project invoice: price, discount, "
            "tax and cost are copied."
        ),
    )
    product: ProductRef | None = field(default=None, metadata=about("What comes back, where no invoice line is known."))
    unit_price: Decimal | None = field(
        default=None, metadata=about("Price a unit to credit, without tax; for a line entered by hand.")
    )
    tax_rate: Decimal | None = field(
        default=None, metadata=about("Per cent, for a line entered by hand; the product's when left out.")
    )
    tax_code: str | None = field(
        default=None,
        metadata=about(
            "Tax code of a line entered by hand, in place of taxRate. A linked line has that of its invoice line.",
            GIVEN_TAX_CODE,
        ),
    )
    unit_cost: Decimal | None = field(
        default=None,
        metadata=about(
            "Cost a unit to put back or scrap at. For a line entered by hand, the product's when left out; for a "
            "product of a project invoice, whose sale booked no cost, zero when left out."
        ),
    )
    quantity: Decimal = field(
        metadata=about("How many come back; of an invoice line at most what can still be returned.")
    )
    disposition_code: str | None = field(
        default=None,
        metadata=about("Only a credit-only code is set here; the others at arrival.", DISPOSITION_CODE),
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
        metadata=about(
            "The return reason: free text, or a code of reasonCodes, which brings its charges.",
            REASON_CODE,
        ),
    )
    deadline: date | None = field(
        default=None,
        metadata=about("The goods must arrive by this date; by the validity period of parameters when left out."),
    )
    charges: list[ChargeInput] | None = field(default=None, metadata=about("Charges of the whole order."))
    lines: list[ReturnOrderLineInput] = field(metadata=about("At least one line."))
    preceding_invoices: list[InvoiceRef] | None = field(
        default=None,
        metadata=about("Invoices that the credit note must name although lines entered by hand don't lead to them."),
    )


@dataclass(kw_only=True)
class ReturnLineUpdateInput:
    """What is to change on a return line; what is left out stays."""

    line: GlobalId = field(metadata=about("The return order line."))
    unit_price: Decimal | None = field(
        default=None,
        metadata=about(
            "What is credited for one unit, before the line's discount; of a linked line at most what stands billed."
        ),
    )
    description: str | None = field(default=None, metadata=about("What the document says.", DESCRIPTION))
    charges: list[ChargeInput] | None = field(
        default=None,
        metadata=about(
            "The charges of the line from now on, instead of those that have not been posted; none when empty.",
            empty=EmptyList.NONE,
        ),
    )


@dataclass(kw_only=True)
class UpdateReturnOrder(Command):
    """Changes a return order of which something is not credited yet; what is left out stays."""

    order: OrderRef = field(metadata=about("The return order."))
    reason_code: str | None = field(
        default=None,
        metadata=about(
            "A set-up code adds its charges, unless charges are given as well; those of the former code stay.",
            REASON_CODE,
        ),
    )
    deadline: date | None = field(default=None, metadata=about("The goods must arrive by this date."))
    charges: list[ChargeInput] | None = field(
        default=None,
        metadata=about(
            "The charges of the order from now on, instead of those that have not been posted; none when empty.",
            empty=EmptyList.NONE,
        ),
    )
    lines: list[ReturnLineUpdateInput] | None = field(
        default=None, metadata=about("Lines that are not credited yet; each line once.")
    )


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
        metadata=about(
            "Restricts the posting to these lines; gives the quantities of DELIVER_NOW.", empty=EmptyList.REFUSED
        ),
    )
    invoice_date: date | None = field(
        default=None,
        metadata=about("The accounting date; today when left out, or the date of what it credits where that is later."),
    )
    document_date: date | None = field(
        default=None,
        metadata=about("The date on the document; the invoice date when left out."),
    )
    packing_slips: list[GlobalId] | None = field(
        default=None,
        metadata=about("With quantity PACKING_SLIP: only the lines on these packing slips.", empty=EmptyList.REFUSED),
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
    credit_use: CreditUseInput | None = field(
        default=None, metadata=about("What becomes of a credit that is more than what was open.")
    )
    credit_correction: bool | None = field(
        default=None,
        metadata=about("On: a storno, negative amounts on the sale's own side; as parameters say when left out."),
    )
    expected_plan: str | None = field(
        default=None,
        metadata=about(
            "The hash of a plan: exactly that plan is posted, or PLAN_OUTDATED says what changed.", PLAN_HASH
        ),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))
