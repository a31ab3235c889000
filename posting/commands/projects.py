"""Commands of project contracts and their invoices."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.identity import GlobalId
from ...models.vocabulary import BillingMethod, BillingType, ContractLineType, TransactionClass
from .base import Command, CustomerRef, InvoiceRef, OrderRef, about


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
