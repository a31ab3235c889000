"""What mutations answer: a union of a success and a `Rejection` for each."""

from typing import Annotated

import strawberry
from graphql import GraphQLResolveInfo

from ..models import tables
from ..models.identity import GlobalId
from ..models.vocabulary import ProblemCode
from ..resolvers import telling
from ..resolvers.mutations import Done
from ..resolvers.payloads import belonging, deleted_id, held, listed, one, plan_view, plan_warnings
from .actuals import Actual
from .books import Payment, Settlement
from .invoice_lines import InvoiceLineDetail
from .invoices import Invoice
from .orders import (
    Order,
    PackingSlip,
    ProjectContract,
    ReturnOrder,
    ReturnOrderLine,
    SalesOrder,
)
from .parties import Customer, Product
from .plans import PostingPlan
from .problems import PARAMS, ProblemParam, Rejection
from .problems import Warning as WarningType
from .projects import ContractLine, Milestone, Retainer
from .renderings import DocumentFile
from .runs import PostingRun

REPLAYED = "True when this idempotency key was already carried out: the first result again."
WARNINGS = "What its user should know."
SUCCESS = "What was written."
UNION = "The success, or a Rejection that lists every blocker; switch on __typename."


class Carried:
    """A success: what a carried-out command resolves to."""

    @classmethod
    def is_type_of(cls, obj: object, _info: GraphQLResolveInfo[object]) -> bool:
        """Whether the command was carried out."""
        return isinstance(obj, Done)


@strawberry.type(description="A line that was left out, and why.")
class SkippedLine:
    """A skipped line."""

    line: ReturnOrderLine = one("ReturnOrderLine", "line", "The line.")
    code: ProblemCode = strawberry.field(description="For programs to switch on.")
    params: list[ProblemParam] = telling.params_told(PARAMS)
    message: str = strawberry.field(resolver=telling.message, description="For people.")


@strawberry.type(description="A detail that was left out, and why.")
class SkippedDetail:
    """A skipped detail."""

    detail: InvoiceLineDetail = one("InvoiceLineDetail", "detail", "The detail.")
    code: ProblemCode = strawberry.field(description="For programs to switch on.")
    params: list[ProblemParam] = telling.params_told(PARAMS)
    message: str = strawberry.field(resolver=telling.message, description="For people.")


@strawberry.type(description=SUCCESS)
class PostReturnInvoiceSuccess(Carried):
    """A posted credit note, or a pro forma."""

    invoice: Invoice | None = one(
        "Invoice", "invoice", "Null when posting was off, and when every posted line closed without a document."
    )
    plan: PostingPlan = strawberry.field(
        resolver=plan_view, description="What was, or with posting off would be, written."
    )
    order: ReturnOrder = one("ReturnOrder", "order", "The return order as it stands now.")
    skipped_lines: list[SkippedLine] = held("skipped", "Lines left on the order, and why.")
    warnings: list[WarningType] = strawberry.field(resolver=plan_warnings, description=WARNINGS)
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class CorrectInvoiceSuccess(Carried):
    """A corrective draft."""

    invoice: Invoice = one("Invoice", "invoice", "The corrective draft: every quantity zero.")
    skipped_details: list[SkippedDetail] = held("skipped", "Details that cannot be corrected, and why.")
    warnings: list[WarningType] = held("warnings", WARNINGS)
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class ConfirmInvoiceSuccess(Carried):
    """A confirmed invoice."""

    invoice: Invoice = one("Invoice", "invoice", "The confirmed invoice.")
    actuals: list[Actual] = belonging(
        "Actual", "invoice", tables.actual.c.invoice_id, "The rows written, in their order."
    )
    plan: PostingPlan = strawberry.field(resolver=plan_view, description="What was written.")
    warnings: list[WarningType] = strawberry.field(resolver=plan_warnings, description=WARNINGS)
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description="It was canceled.")
class CancelInvoiceSuccess(Carried):
    """A document that was canceled."""

    invoice: Invoice = one("Invoice", "invoice", "The document that takes it back.")
    canceled: Invoice = one("Invoice", "canceled", "The document taken back; it keeps its amounts and status.")
    plan: PostingPlan = strawberry.field(resolver=plan_view, description="What was written.")
    warnings: list[WarningType] = strawberry.field(resolver=plan_warnings, description="What to look at.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class PostingRunSuccess(Carried):
    """A posting run."""

    run: PostingRun = one("PostingRun", "run", "The run.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class CustomerSuccess(Carried):
    """A new customer."""

    customer: Customer = one("Customer", "customer", "The customer.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class ProductSuccess(Carried):
    """A new product."""

    product: Product = one("Product", "product", "The product.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class SalesOrderSuccess(Carried):
    """A new sales order."""

    order: SalesOrder = one("SalesOrder", "order", "The sales order.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class ReturnOrderSuccess(Carried):
    """A return order, new or moved on."""

    order: ReturnOrder = one("ReturnOrder", "order", "The return order.")
    warnings: list[WarningType] = held("warnings", WARNINGS)
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class PackingSlipSuccess(Carried):
    """A posted packing slip."""

    packing_slip: PackingSlip = one("PackingSlip", "packing_slip", "The packing slip.")
    order: Order = one("Order", "order", "The order as it stands now.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class ProjectContractSuccess(Carried):
    """A new project contract."""

    contract: ProjectContract = one("ProjectContract", "contract", "The contract.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class EntryJournalSuccess(Carried):
    """Posted entries."""

    actuals: list[Actual] = listed("Actual", "actuals", "The rows written, in the order of the entries.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class MarkReadyToInvoiceSuccess(Carried):
    """Marked sources."""

    actuals: list[Actual] = listed("Actual", "actuals", "The rows, in the order given.")
    milestones: list[Milestone] = listed("Milestone", "milestones", "The milestones, in the order given.")
    retainers: list[Retainer] = listed("Retainer", "retainers", "The retainers, in the order given.")
    contract_lines: list[ContractLine] = listed(
        "ContractLine", "contract_lines", "The contract lines, in the order given."
    )
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class MarkReadyToRefundSuccess(Carried):
    """Marked retainers."""

    retainers: list[Retainer] = listed("Retainer", "retainers", "The retainers, in the order given.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class RetainerSuccess(Carried):
    """A new retainer."""

    retainer: Retainer = one("Retainer", "retainer", "The retainer.")
    contract: ProjectContract = one("ProjectContract", "contract", "Its contract.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class DraftInvoiceSuccess(Carried):
    """A draft, or an invoice that was marked."""

    invoice: Invoice = one("Invoice", "invoice", "The invoice as it stands now.")
    warnings: list[WarningType] = held("warnings", WARNINGS)
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description="The draft is gone.")
class DeleteInvoiceSuccess(Carried):
    """A deleted draft."""

    deleted_id: GlobalId = strawberry.field(resolver=deleted_id, description="The id that the draft had.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class RecordPaymentSuccess(Carried):
    """A recorded payment."""

    invoice: Invoice = one("Invoice", "invoice", "The document as it stands now.")
    payment: Payment = one("Payment", "payment", "The payment.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class SettleInvoicesSuccess(Carried):
    """Settled documents."""

    invoice: Invoice = one("Invoice", "invoice", "The invoice as it stands now.")
    credit_note: Invoice = one("Invoice", "credit_note", "The credit note as it stands now.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class SettlementSuccess(Carried):
    """A settlement that was written."""

    settlement: Settlement = one("Settlement", "settlement", "What was written.")
    invoices: list[Invoice] = listed("Invoice", "invoices", "The documents whose open amount has changed.")
    replayed: bool = strawberry.field(description=REPLAYED)


PlanResult = Annotated[PostingPlan | Rejection, strawberry.union("PlanResult", description=UNION)]


@strawberry.type(description="In the order of the invoices, then of the formats.")
class IssueDocumentsSuccess(Carried):
    """Issued files."""

    files: list[DocumentFile] = listed("DocumentFile", "files", "Made now, or before.")
    replayed: bool = strawberry.field(description=REPLAYED)
