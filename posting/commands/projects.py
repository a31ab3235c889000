"""Commands of project contracts: their lines, retainers and limits, approved work, what is ready to invoice."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.identity import GlobalId
from ...models.vocabulary import BillingMethod, BillingType, ContractLineType, TransactionClass
from .base import WHY, Command, CustomerRef, OrderRef, ProductRef, about
from .texts import CONTRACT_NAME, DESCRIPTION, GIVEN_TAX_CODE, LINE_NAME, MILESTONE_NAME, REASON, WHOLE_TEXT

Day = date  # a field below is called date


@dataclass(kw_only=True)
class MilestoneInput:
    """A part of a fixed price."""

    name: str = field(metadata=about("What is reached; stands on the invoice.", MILESTONE_NAME))
    date: Day | None = field(default=None, metadata=about("When it is planned."))
    amount: Decimal = field(metadata=about("Without tax."))
    tax_amount: Decimal | None = field(default=Decimal(0), metadata=about("Its tax."))
    tax_code: str | None = field(
        default=None,
        metadata=about("Tax code; taxAmount is then worked out when it is left out or zero.", GIVEN_TAX_CODE),
    )


@dataclass(kw_only=True)
class RetainerInput:
    """A retainer or advance: billed on its own, then applied to later invoices of the contract."""

    description: str = field(metadata=about("Stands on the invoice.", DESCRIPTION))
    invoice_date: Day | None = field(default=None, metadata=about("When it is to be billed."))
    amount: Decimal = field(metadata=about("What is paid in advance; without a tax code it bears no tax."))
    customer: CustomerRef | None = field(
        default=None, metadata=about("Who pays it; the contract's customer when left out.")
    )
    tax_code: str | None = field(
        default=None,
        metadata=about(
            "Tax code: the advance is taxed when it is billed, and the tax is deducted with it.", GIVEN_TAX_CODE
        ),
    )


@dataclass(kw_only=True)
class ContractCustomerInput:
    """A customer who pays a share of a contract."""

    customer: CustomerRef = field(metadata=about("Who is billed."))
    percent: Decimal = field(metadata=about("Its share of all work and milestones; 60 means 60 %."))
    takes_rounding: bool | None = field(
        default=False, metadata=about("Takes what rounding leaves; exactly one customer does.")
    )


@dataclass(kw_only=True)
class ContractLineInput:
    """A line of a new project contract."""

    name: str = field(metadata=about("What the line sells.", LINE_NAME))
    type: ContractLineType | None = field(
        default=ContractLineType.PROJECT_BASED, metadata=about("Project work, or a product.")
    )
    billing_method: BillingMethod | None = field(
        default=None, metadata=about("Required for project work; a product has none.")
    )
    product: ProductRef | None = field(default=None, metadata=about("Required for a product-based line."))
    quantity: Decimal | None = field(default=None, metadata=about("Of the product; 1 when left out."))
    unit_price: Decimal | None = field(
        default=None, metadata=about("Of the product, without tax; its sales price when left out.")
    )
    tax_amount: Decimal | None = field(default=None, metadata=about("Tax on the whole product line; 0 when left out."))
    milestones: list[MilestoneInput] | None = field(
        default=None, metadata=about("The parts of a fixed price; they make up the line's amount.")
    )
    not_to_exceed_limit: Decimal | None = field(
        default=None, metadata=about("The most that may be billed for work by time and material, without tax.")
    )
    tax_code: str | None = field(
        default=None,
        metadata=about("The code of work and products on this line, for whatever names none itself.", GIVEN_TAX_CODE),
    )


@dataclass(kw_only=True)
class CreateProjectContract(Command):
    """A new project contract."""

    customer: CustomerRef = field(metadata=about("Who is billed, and bears products."))
    name: str = field(metadata=about("What the contract is about.", CONTRACT_NAME))
    lines: list[ContractLineInput] = field(metadata=about("At least one line."))
    retainers: list[RetainerInput] | None = field(default=None, metadata=about("What is paid in advance."))
    customers: list[ContractCustomerInput] | None = field(
        default=None,
        metadata=about("Who shares the bill, the contract's customer among them; it alone when left out."),
    )
    not_to_exceed_limit: Decimal | None = field(
        default=None, metadata=about("The most that may be billed for work on the whole contract, without tax.")
    )
    purchase_order_number: str | None = field(
        default=None, metadata=about("Purchase order number: the buyer's own (BT-13).", WHOLE_TEXT)
    )
    buyer_reference: str | None = field(
        default=None, metadata=about("Buyer reference, in place of the customer's (BT-10).", WHOLE_TEXT)
    )


@dataclass(kw_only=True)
class CreateRetainer(Command):
    """Adds a retainer to a contract."""

    contract: OrderRef = field(metadata=about("The project contract."))
    retainer: RetainerInput = field(metadata=about("The retainer."))


@dataclass(kw_only=True)
class SetNotToExceedLimit(Command):
    """Sets or lifts a not-to-exceed limit; open work is NOT_EVALUATED until evaluateNotToExceed checks it."""

    contract: OrderRef = field(metadata=about("The project contract."))
    contract_line: GlobalId | None = field(
        default=None, metadata=about("The line that is limited; the whole contract when left out.")
    )
    limit: Decimal | None = field(
        default=None, metadata=about("The most that may be billed, without tax; lifted when left out.")
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class EvaluateNotToExceed(Command):
    """Checks open work against the limits of its contract, oldest first."""

    contract: OrderRef = field(metadata=about("The project contract."))


@dataclass(kw_only=True)
class JournalEntryInput:
    """A piece of approved work."""

    contract_line: GlobalId = field(metadata=about("The contract line that the work is for."))
    transaction_class: TransactionClass = field(metadata=about("TIME, EXPENSE, MATERIAL or FEE."))
    description: str = field(metadata=about("What was done; stands on the invoice.", DESCRIPTION))
    transaction_date: date = field(metadata=about("When it was done."))
    quantity: Decimal = field(metadata=about("Hours or units; negative for a credit entered as work."))
    billable_quantity: Decimal | None = field(
        default=None,
        metadata=about(
            "What the customer is charged for: below the quantity leaves the rest non-chargeable, above it bills more "
            "than was worked; the quantity when left out."
        ),
    )
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
    tax_code: str | None = field(
        default=None,
        metadata=about("Tax code; taxAmount is then worked out when it is left out or zero.", GIVEN_TAX_CODE),
    )


@dataclass(kw_only=True)
class PostEntryJournal(Command):
    """Posts approved work: cost, and on time-and-material lines unbilled sales."""

    entries: list[JournalEntryInput] = field(metadata=about("At least one entry."))
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class CancelEntries(Command):
    """Withdraws approved work that is not invoiced, or has been credited in full."""

    actuals: list[GlobalId] = field(
        metadata=about("Open unbilled sales; everything that was booked with them is withdrawn, too.")
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class MarkReadyToInvoice(Command):
    """Marks what can be billed as ready to invoice, or takes the mark away."""

    actuals: list[GlobalId] | None = field(default=None, metadata=about("Open unbilled sales actuals."))
    milestones: list[GlobalId] | None = field(default=None, metadata=about("Milestones."))
    retainers: list[GlobalId] | None = field(default=None, metadata=about("Retainers that are not billed yet."))
    contract_lines: list[GlobalId] | None = field(default=None, metadata=about("Product-based contract lines."))
    ready: bool | None = field(default=True, metadata=about("Off takes the mark away."))


@dataclass(kw_only=True)
class MarkReadyToRefund(Command):
    """Marks retainers whose rest is to be paid back with the next invoice, or takes the mark away."""

    retainers: list[GlobalId] = field(metadata=about("Retainers of which something is available."))
    ready: bool | None = field(default=True, metadata=about("Off takes the mark away."))
