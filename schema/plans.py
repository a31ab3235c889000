"""Posting plans: the exact effect of a posting, before it happens."""

from datetime import date
from decimal import Decimal

import strawberry
from graphql import GraphQLResolveInfo

from ..models.identity import GlobalId
from ..models.vocabulary import BillingType, DocumentKind, DocumentType, PostingType, TransactionClass, TransactionType
from ..resolvers import planned_documents
from ..resolvers.payloads import one
from ..resolvers.plans import PlanView, reversed_actual
from .actuals import Actual
from .addresses import Delivery, Party
from .lazy import LazyInvoice
from .problems import Warning as WarningType
from .renderings import ElectronicDocument, PrintedDocument
from .taxes import InvoiceTax


@strawberry.type(description="A line of the document to be.")
class PlannedLine:
    """A planned line."""

    order_line_number: int | None = strawberry.field(description="Number of the order line; null on project invoices.")
    description: str = strawberry.field(description="What the line will say.")
    quantity: Decimal = strawberry.field(description="Signed; of a correction the difference.")
    unit_price: Decimal = strawberry.field(description="Price a unit.")
    net_amount: Decimal = strawberry.field(description="Without tax, signed.")
    tax_amount: Decimal = strawberry.field(description="Tax, signed.")


@strawberry.type(description="A ledger row to be.")
class PlannedActual:
    """A planned actual."""

    position: int = strawberry.field(description="Place in the plan, from 0, in the order of writing.")
    transaction_type: TransactionType = strawberry.field(description="Side of the ledger.")
    transaction_class: TransactionClass = strawberry.field(description="Kind of transaction.")
    billing_type: BillingType = strawberry.field(description="Whether the customer is charged.")
    quantity: Decimal = strawberry.field(description="Signed.")
    unit_price: Decimal = strawberry.field(description="Price a unit.")
    amount: Decimal = strawberry.field(description="Signed, without tax.")
    tax_amount: Decimal = strawberry.field(description="Signed.")
    reverses: Actual | None = strawberry.field(
        resolver=reversed_actual, description="The existing actual that this row reverses."
    )
    reverses_position: int | None = strawberry.field(description="Or else the position of the planned one.")
    rule: str = strawberry.field(description="The scenario of the rule table and the row in it.")


@strawberry.type(description="A status of an existing record that the posting moves; empty text stands for no status.")
class PlannedStatusChange:
    """A planned status change."""

    subject: GlobalId = strawberry.field(description="Global id of the record.")
    field: str = strawberry.field(description="Which status.")
    from_: str = strawberry.field(name="from", description="As it is.")
    to: str = strawberry.field(description="As it will be.")


@strawberry.type(description="A charge on the document to be.")
class PlannedCharge:
    """A planned charge."""

    order_line_number: int | None = strawberry.field(description="The order line; null for the whole order.")
    description: str = strawberry.field(description="What the document will call it.")
    amount: Decimal = strawberry.field(description="Without tax; positive where the customer owes it.")
    tax_amount: Decimal = strawberry.field(description="Tax, signed.")


@strawberry.type(description="A line of a voucher to be.")
class PlannedVoucherEntry:
    """A planned voucher entry."""

    posting_type: PostingType = strawberry.field(description="What it is for; postingAccounts names the account.")
    debit: Decimal = strawberry.field(description="Debited; negative in a storno.")
    credit: Decimal = strawberry.field(description="Credited; negative in a storno.")
    is_correction: bool = strawberry.field(description="Whether it is a storno.")


@strawberry.type(description="A matching, or a release.")
class PlannedSettlement:
    """A planned settlement."""

    invoice: LazyInvoice = one("Invoice", "invoice", "The other document.")
    amount: Decimal = strawberry.field(description="Positive where matched, negative where released.")


@strawberry.type(description="The exact effect of a posting, before it happens.")
class PostingPlan:
    """A posting plan."""

    hash: str = strawberry.field(
        description="Pass it as expectedPlan: only this plan is then written, else PLAN_OUTDATED."
    )
    document_type: DocumentType | None = strawberry.field(
        description="Null where everything closes without a document."
    )
    net_amount: Decimal = strawberry.field(description="Without tax, signed.")
    tax_amount: Decimal = strawberry.field(description="Tax, signed.")
    total_amount: Decimal = strawberry.field(description="Net and tax.")
    currency: str = strawberry.field(description="ISO 4217 code.")
    due_date: date | None = strawberry.field(description="When the document is due; null without a document.")
    taxes: list[InvoiceTax] = strawberry.field(description="The tax breakdown.")
    charges: list[PlannedCharge] = strawberry.field(description="The document's charges.")
    voucher: list[PlannedVoucherEntry] = strawberry.field(description="The document's journal entry.")
    packing_slip_voucher: list[PlannedVoucherEntry] = strawberry.field(
        description="The journal entry of the packing slip that is posted with the document."
    )
    settlements: list[PlannedSettlement] = strawberry.field(
        description="What is matched; a settlement that would be released first has a negative amount."
    )
    refund: Decimal = strawberry.field(
        description="What of the credit is paid back with the document, as creditUse says; else zero."
    )
    lines: list[PlannedLine] = strawberry.field(description="The document's lines.")
    actuals: list[PlannedActual] = strawberry.field(description="The ledger rows, in the order of writing.")
    status_changes: list[PlannedStatusChange] = strawberry.field(description="Statuses that move.")
    seller: Party | None = strawberry.field(description="Who will stand as seller.")
    bill_to: Party | None = strawberry.field(
        description="Who will be billed; null where everything closes without a document."
    )
    ship_to: Delivery | None = strawberry.field(description="Where and when it was delivered.")
    document_kind: DocumentKind | None = strawberry.field(
        description="What it will be to the law; null where everything closes without a document."
    )
    electronic_document: ElectronicDocument | None = strawberry.field(
        resolver=planned_documents.electronic_document, description="The document for machines as it would be."
    )
    printed_document: PrintedDocument | None = strawberry.field(
        resolver=planned_documents.printed_document, description="The pro forma for people, marked as such."
    )
    warnings: list[WarningType] = strawberry.field(description="What its user should know.")

    @classmethod
    def is_type_of(cls, obj: object, _info: GraphQLResolveInfo[object]) -> bool:
        """Whether the answer is one."""
        return isinstance(obj, PlanView)
