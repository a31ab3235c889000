"""Plans of posting runs: everything that a run would do, before it does anything."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry
from graphql import GraphQLResolveInfo

from ..models.vocabulary import DocumentType
from ..resolvers.run_plans import RunPlanView
from .invoices import Invoice
from .orders import Order
from .parties import Customer
from .plans import PlannedCharge, PlannedLine, PlannedStatusChange, PlannedVoucherEntry
from .problems import Problem, Rejection
from .problems import Warning as WarningType

NET, TAX, TOTAL = "Without tax, signed.", "Tax, signed.", "Net and tax."


@strawberry.type(description="A settlement to be.")
class RunPlanSettlement:
    """A settlement."""

    invoice: Invoice | None = strawberry.field(
        description="The open document that this one is matched with; null for one that the run itself posts before."
    )
    position: int | None = strawberry.field(description="Or else the position of that one in the plan.")
    amount: Decimal = strawberry.field(description="How much of both; above zero.")


@strawberry.type(description="A document that the run would post. Its number is drawn when it is posted.")
class RunPlanDocument:
    """A ready document."""

    position: int = strawberry.field(description="Place in the plan, from 0, in the order of numbering.")
    orders: list[Order] = strawberry.field(description="The orders that it invoices or credits.")
    customer: Customer = strawberry.field(description="Whom it is addressed to.")
    document_type: DocumentType | None = strawberry.field(description="Null where its orders close without a document.")
    net_amount: Decimal = strawberry.field(description=NET)
    tax_amount: Decimal = strawberry.field(description=TAX)
    total_amount: Decimal = strawberry.field(description=TOTAL)
    currency: str = strawberry.field(description="ISO 4217 code.")
    due_date: date | None = strawberry.field(description="When it is due; null without a document.")
    lines: list[PlannedLine] = strawberry.field(description="Its lines.")
    charges: list[PlannedCharge] = strawberry.field(description="Its charges.")
    voucher: list[PlannedVoucherEntry] = strawberry.field(description="Its journal entry.")
    packing_slip_voucher: list[PlannedVoucherEntry] = strawberry.field(
        description="The journal entries of the packing slips that are posted with it."
    )
    settlements: list[RunPlanSettlement] = strawberry.field(description="What is settled at once.")
    status_changes: list[PlannedStatusChange] = strawberry.field(description="Statuses that move.")
    warnings: list[WarningType] = strawberry.field(
        description="What its user should know; that it can't be sent, in plans of at most 100 documents."
    )


@strawberry.type(description="An order that the run would not post, and why.")
class RunPlanOrder:
    """An order that is left out."""

    order: Order = strawberry.field(description="The order.")
    problems: list[Problem] = strawberry.field(description="Everything that is in the way, with what to do about it.")


@strawberry.type(description="What the documents of a customer total.")
class RunPlanTotal:
    """A customer's total."""

    customer: Customer = strawberry.field(description="The customer.")
    currency: str = strawberry.field(description="ISO 4217 code.")
    documents: int = strawberry.field(description="How many documents.")
    net_amount: Decimal = strawberry.field(description=NET)
    tax_amount: Decimal = strawberry.field(description=TAX)
    total_amount: Decimal = strawberry.field(description=TOTAL)


@strawberry.type(
    description="What postInvoices would do with the same input, on one snapshot; nothing was written. At most 1000 "
    "orders, so that the lists are whole."
)
class RunPlan:
    """A plan of a run."""

    hash: str = strawberry.field(
        description="Pass it as expectedPlan: exactly this plan is then posted, else PLAN_OUTDATED. SHA-256 over the "
        "plan, and behind the dot a short fingerprint of each order, by which a refusal names those that changed."
    )
    total: int = strawberry.field(description="How many orders were looked at; the three counts below add up to it.")
    ready: int = strawberry.field(description="How many would be posted.")
    skipped: int = strawberry.field(description="How many of the selection are not ready and would be SKIPPED.")
    blocked: int = strawberry.field(description="How many would contain errors; a run of the plan leaves them out.")
    totals: list[RunPlanTotal] = strawberry.field(description="By customer and currency.")
    documents: list[RunPlanDocument] = strawberry.field(description="What would be posted, in the order of numbering.")
    skipped_orders: list[RunPlanOrder] = strawberry.field(description="What would be SKIPPED, and the reason.")
    blocked_orders: list[RunPlanOrder] = strawberry.field(
        description="What would contain errors, GROUP_FAILED included: orders whose document fails because of others."
    )

    @classmethod
    def is_type_of(cls, obj: object, _info: GraphQLResolveInfo[object]) -> bool:
        """Whether the answer is one."""
        return isinstance(obj, RunPlanView)


RunPlanResult = Annotated[
    RunPlan | Rejection,
    strawberry.union("RunPlanResult", description="The plan, or a Rejection that says what is wrong with the input."),
]
