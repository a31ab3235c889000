"""Commands of project invoices: drafting, editing, correcting, confirming."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.identity import GlobalId
from ...models.vocabulary import BillingType, CorrectionStart, SettlementMode, TransactionClass
from .base import WHY, Command, CustomerRef, InvoiceRef, OrderRef, about
from .credit_use import CreditUseInput
from .texts import DESCRIPTION, GIVEN_TAX_CODE, NEW_TAX_CODE, OTHERS_REFERENCE, PLAN_HASH, REASON, EmptyList

Day = date  # a field below is called date


@dataclass(kw_only=True)
class AppliedRetainerInput:
    """How much of a retainer is applied."""

    retainer: GlobalId = field(metadata=about("The retainer."))
    amount: Decimal = field(metadata=about("At most what is available."))


@dataclass(kw_only=True)
class CreateInvoice(Command):
    """Drafts an invoice from what is ready on a contract."""

    contract: OrderRef = field(metadata=about("The project contract."))
    cut_off_date: date | None = field(
        default=None,
        metadata=about("Work done after this date is left out; today when left out."),
    )
    apply_retainers: bool | None = field(
        default=True,
        metadata=about("On: each retainer is applied with what is available, as far as there is something to charge."),
    )
    retainers: list[AppliedRetainerInput] | None = field(
        default=None, metadata=about("Apply these amounts instead of what applyRetainers would.", empty=EmptyList.NONE)
    )
    customer: CustomerRef | None = field(
        default=None, metadata=about("Whose share of the contract; the contract's customer when left out.")
    )


@dataclass(kw_only=True)
class RefreshInvoice(Command):
    """Takes into a draft what has become ready since it was made; retainers are not applied anew."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    cut_off_date: date | None = field(
        default=None,
        metadata=about("Work done after this date is left out; today when left out."),
    )
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )


@dataclass(kw_only=True)
class DetailUpdateInput:
    """New values of one detail: what should be billed, never the difference."""

    detail: GlobalId = field(metadata=about("The invoice line detail."))
    quantity: Decimal | None = field(
        default=None,
        metadata=about("The quantity that should be billed; on a correction zero credits everything."),
    )
    amount: Decimal | None = field(
        default=None,
        metadata=about(
            "Of retainers and charges: the amount that should be applied, or on a correction billed or charged."
        ),
    )
    tax_amount: Decimal | None = field(
        default=None, metadata=about("The right tax of a transaction, or of a milestone on a first-time draft.")
    )
    billing_type: BillingType | None = field(
        default=None,
        metadata=about("Of transactions and milestones on a first-time draft; what is not chargeable bears no tax."),
    )
    description: str | None = field(
        default=None,
        metadata=about("Of transactions, and of milestones on a first-time draft.", DESCRIPTION),
    )
    unit_price: Decimal | None = field(
        default=None,
        metadata=about("The right price of one unit, of corrected goods and work by time and material."),
    )
    discount_percent: Decimal | None = field(
        default=None, metadata=about("The right discount, per cent; of corrected goods.")
    )
    tax_rate: Decimal | None = field(
        default=None,
        metadata=about("The right tax rate, per cent; the tax follows from it. Of corrected goods and charges."),
    )
    tax_code: str | None = field(default=None, metadata=about("Another tax code, also on a correction.", NEW_TAX_CODE))


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
class ManualDetailInput:
    """A transaction that nobody has approved as work, entered on the draft."""

    contract_line: GlobalId = field(metadata=about("The project-based contract line that it is billed on."))
    transaction_class: TransactionClass = field(metadata=about("TIME, EXPENSE, MATERIAL or FEE."))
    description: str = field(metadata=about("What is billed.", DESCRIPTION))
    start_date: date | None = field(default=None, metadata=about("When the work was done; today when left out."))
    quantity: Decimal = field(metadata=about("Hours or units."))
    unit_price: Decimal = field(metadata=about("Sales price a unit, without tax."))
    tax_amount: Decimal | None = field(default=Decimal(0), metadata=about("Tax on the whole detail."))
    billing_type: BillingType | None = field(
        default=BillingType.CHARGEABLE, metadata=about("Whether the customer is charged.")
    )
    tax_code: str | None = field(
        default=None,
        metadata=about("Tax code; taxAmount is then worked out when it is left out or zero.", GIVEN_TAX_CODE),
    )


@dataclass(kw_only=True)
class AddInvoiceLineDetails(Command):
    """Enters transactions on a draft by hand."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    details: list[ManualDetailInput] = field(metadata=about("At least one detail."))
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )


@dataclass(kw_only=True)
class RemoveInvoiceLineDetails(Command):
    """Takes details off a draft; what they bill is ready again, what they correct is free again."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    details: list[GlobalId] = field(metadata=about("At least one detail, each once."))
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class MarkInvoiceInReview(Command):
    """Moves a draft to in review, and back; both can be edited and confirmed."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    in_review: bool | None = field(default=True, metadata=about("Off makes it a DRAFT again."))
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )


@dataclass(kw_only=True)
class MarkInvoicePaid(Command):
    """Records the payment of all that is open of a confirmed invoice, which is PAID then."""

    invoice: InvoiceRef = field(metadata=about("The confirmed invoice; on a credit note the money is paid back."))
    date: Day | None = field(default=None, metadata=about("When the money came; today when left out."))
    reference: str | None = field(default=None, metadata=about("What the bank statement says.", OTHERS_REFERENCE))
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class DeleteInvoice(Command):
    """Deletes a draft and frees what it holds."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class CorrectInvoice(Command):
    """Drafts a correction of a posted document."""

    invoice: InvoiceRef = field(metadata=about("The posted invoice, credit note or correction."))
    details: list[GlobalId] | None = field(
        default=None,
        metadata=about("Only these details; all that can be corrected when left out.", empty=EmptyList.REFUSED),
    )
    lines: list[GlobalId] | None = field(
        default=None,
        metadata=about(
            "Only these lines of goods: of a sales invoice, of a credit note, or the product lines of a project "
            "invoice. Beside details for project work; all that can be corrected when both are left out, product lines "
            "of project invoices excepted.",
            empty=EmptyList.REFUSED,
        ),
    )
    add_to: GlobalId | None = field(
        default=None,
        metadata=about(
            "Append to this draft instead of a new one: of the same contract and customer, or of the sales side of the "
            "same customer and currency."
        ),
    )
    reason: str | None = field(default=None, metadata=about("Why; kept with the corrective invoice.", REASON))
    start_from: CorrectionStart | None = field(
        default=CorrectionStart.ZERO, metadata=about("What the draft's details begin with.")
    )


@dataclass(kw_only=True)
class ConfirmInvoice(Command):
    """Confirms a draft and writes its actuals."""

    invoice: InvoiceRef = field(metadata=about("The draft."))
    invoice_date: date | None = field(
        default=None,
        metadata=about(
            "The accounting date; the draft's when left out, else today, or the date of what it corrects where that is "
            "later."
        ),
    )
    settlement: SettlementMode | None = field(
        default=SettlementMode.ORIGINAL_INVOICE,
        metadata=about("What the document is matched with on the customer's account."),
    )
    credit_use: CreditUseInput | None = field(
        default=None, metadata=about("What becomes of a credit that is more than what was open.")
    )
    expected_version: int | None = field(
        default=None,
        metadata=about("The version you have seen; refused when the draft has moved on."),
    )
    expected_plan: str | None = field(
        default=None,
        metadata=about(
            "The hash of a plan: exactly that plan is posted, or PLAN_OUTDATED says what changed.", PLAN_HASH
        ),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))
