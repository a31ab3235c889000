"""The queries: lists and records that are declared, and what functions answer."""

from typing import Annotated

import strawberry

from ..models import tables
from ..models.vocabulary import ReturnStatisticsBy
from ..posting import commands
from ..posting.canceling.cancellations import cancel_invoice
from ..posting.projects.drafts.confirmation import confirm_invoice
from ..posting.returns.credit_notes import post_return_invoice
from ..resolvers import approving, correction_plans, filters, roots, run_plans, viewing
from ..resolvers.context import Info
from ..resolvers.mutations import Refusal, look
from ..resolvers.payloads import plan_of
from ..resolvers.plans import PlanView
from ..resolvers.reading.arguments import PAGING, Given
from ..resolvers.reading.fields import answered, by_id, by_ids, listed, only, referred, whole
from ..resolvers.reading.pages import Page
from .access import ApiKey
from .actuals import Actual
from .approvals import Approval, ApprovalPolicy
from .books import FiscalPeriod, Parameters, PostingAccount
from .company import Company
from .correction_plans import CorrectionRunPlanResult
from .explanations import Explanation, explain
from .history import HistoryEntry
from .invoices import Invoice
from .ledger_diff import LedgerDiff, ledger_diff
from .nodes import Connection, Node
from .number_series import NumberSeries
from .orders import Order
from .parties import Customer, Product
from .results import PlanResult
from .return_codes import DispositionCode, ReasonCode, ReasonCodeGroup
from .run_plans import RunPlanResult
from .runs import LedgerCheck, PostingRun
from .schedules import RunSchedule
from .scopes import ADMIN, ANYBODY, READ, needs
from .statistics import ReturnStatistic
from .taxes import TaxCode
from .viewer import Viewer

INPUT = strawberry.argument(description="The same input as the posting takes.")
BY = Annotated[ReturnStatisticsBy, strawberry.argument(description="What to count by.")]
CREATED = strawberry.argument(description="When the return order was created.")
REQUESTS = strawberry.argument(description="Which requests to list.")
MOST, AFTER, LAST, BEFORE = (
    strawberry.argument(description=PAGING[name][1]) for name in ("first", "after", "last", "before")
)


def _return_statistics(
    info: Info,
    by: BY,
    period: Annotated[commands.DateRange | None, CREATED] = None,
    first: Annotated[int | None, MOST] = None,
) -> list[roots.View]:
    return roots.return_statistics(info, by, period, first)


def _approvals(
    info: Info,
    filter: Annotated[filters.ApprovalFilter | None, REQUESTS] = None,
    first: Annotated[int | None, MOST] = None,
    after: Annotated[str | None, AFTER] = None,
    last: Annotated[int | None, LAST] = None,
    before: Annotated[str | None, BEFORE] = None,
) -> Page:
    given: Given = {"first": first, "after": after, "last": last, "before": before}
    return approving.approvals(info, filter, given)


def _plan_return_invoice(info: Info, input: Annotated[commands.PostReturnInvoice, INPUT]) -> PlanView | Refusal:
    return plan_of(look(info, input, post_return_invoice))


def _plan_invoice_confirmation(info: Info, input: Annotated[commands.ConfirmInvoice, INPUT]) -> PlanView | Refusal:
    return plan_of(look(info, input, confirm_invoice))


def _plan_corrections(
    info: Info, input: Annotated[commands.CorrectInvoices, INPUT]
) -> correction_plans.CorrectionPlanView | Refusal:
    return correction_plans.plan_corrections(info, input)


def _plan_invoice_cancellation(info: Info, input: Annotated[commands.CancelInvoice, INPUT]) -> PlanView | Refusal:
    return plan_of(look(info, input, cancel_invoice))


def _plan_run(info: Info, input: Annotated[commands.PostInvoices, INPUT]) -> run_plans.RunPlanView | Refusal:
    return run_plans.plan_run(info, input)


@strawberry.type(description="Everything that can be read; each query reads one snapshot.")
class Query:
    """The queries."""

    viewer: Viewer = needs(
        ANYBODY, answered("Who is asking, and what they may do. The one field that needs no scope.", viewing.viewer)
    )
    api_keys: Connection[ApiKey] = needs(
        ADMIN, listed("ApiKey", "Every API key, living, expired and revoked, without its secret. Needs ADMIN.")
    )
    approval_policies: list[ApprovalPolicy] = needs(
        READ,
        whole(
            "ApprovalPolicy", tables.approval_policy.c.name, "When a posting needs somebody else's approval, by name."
        ),
    )
    approvals: Connection[Approval] = needs(
        READ,
        answered("Requests for approval, oldest first; filter PENDING for an approver's inbox.", _approvals),
    )
    history: Connection[HistoryEntry] = needs(
        READ,
        listed(
            "HistoryEntry",
            "What was done, by whom, when and why, oldest first: one entry for every mutation that changed something.",
            filters.HistoryFilter,
            about=filters.of_subject,
        ),
    )
    explain: Explanation | None = needs(
        READ,
        answered(
            "Why the ledger holds what it holds about a row, a detail or a contract; null where there is none.", explain
        ),
    )
    ledger_diff: LedgerDiff = needs(
        READ, answered("What changed in the ledger from one point to another, cause by cause.", ledger_diff)
    )
    node: Node | None = needs(READ, by_id("Any record by its global id; null where there is none."))
    nodes: list[Node | None] = needs(READ, by_ids("Any records by their global ids, in the same order; at most 250."))
    orders: Connection[Order] = needs(
        READ,
        listed(
            "Order",
            "All sales orders, return orders and project contracts in one list, with the order type as a column. "
            "A return order that is still CREATED is listed only when filter.returnStatus asks for it.",
            filters.OrderFilter,
            filters.OrderSort,
        ),
    )
    order: Order | None = needs(
        READ, referred("Order", commands.OrderRef, "An order by id, number or RMA number; null where there is none.")
    )
    invoices: Connection[Invoice] = needs(
        READ,
        listed(
            "Invoice",
            "Invoices and credit notes of both sides, drafts included.",
            filters.InvoiceFilter,
            filters.InvoiceSort,
        ),
    )
    invoice: Invoice | None = needs(
        READ, referred("Invoice", commands.InvoiceRef, "An invoice by id or number; null where there is none.")
    )
    actuals: Connection[Actual] = needs(
        READ, listed("Actual", "The ledger. Rows are only ever added.", filters.ActualFilter, filters.ActualSort)
    )
    disposition_codes: list[DispositionCode] = needs(
        READ, whole("DispositionCode", tables.disposition_code.c.code, "The codes that registerArrival takes.")
    )
    reason_codes: list[ReasonCode] = needs(
        READ,
        whole(
            "ReasonCode",
            tables.reason_code.c.code,
            "The reasons that are set up; a return order may also bear a free text.",
        ),
    )
    tax_codes: list[TaxCode] = needs(READ, whole("TaxCode", tables.tax_code.c.code, "The tax codes, by code."))
    reason_code_groups: list[ReasonCodeGroup] = needs(
        READ, whole("ReasonCodeGroup", tables.reason_code_group.c.code, "The groups of reason codes.")
    )
    fiscal_periods: list[FiscalPeriod] = needs(
        READ,
        whole(
            "FiscalPeriod",
            tables.fiscal_period.c.from_date,
            "Every fiscal period, oldest first; while there is none, every date can be posted on.",
        ),
    )
    posting_accounts: list[PostingAccount] = needs(
        READ,
        whole(
            "PostingAccount",
            tables.posting_account.c.account,
            "The posting profile: the account of each kind of entry.",
        ),
    )
    company: Company | None = needs(
        READ,
        only("Company", "The legal entity that sells: one for a database. Null until setCompany was called."),
    )
    parameters: Parameters = needs(READ, only("Parameters", "How the legal entity posts."))
    return_statistics: list[ReturnStatistic] = needs(
        READ,
        answered(
            "Where the returns are: lines that are not canceled, by one of their properties, most lines first.",
            _return_statistics,
        ),
    )
    customers: Connection[Customer] = needs(READ, listed("Customer", "All customers.", filters.CustomerFilter))
    customer: Customer | None = needs(
        READ, referred("Customer", commands.CustomerRef, "A customer by id or number; null where there is none.")
    )
    products: Connection[Product] = needs(READ, listed("Product", "All products.", filters.ProductFilter))
    plan_return_invoice: PlanResult = needs(
        READ,
        answered(
            "Exactly what postReturnInvoice would write with the same input; writes nothing.", _plan_return_invoice
        ),
    )
    plan_invoice_confirmation: PlanResult = needs(
        READ,
        answered(
            "Exactly what confirmInvoice would write with the same input; writes nothing.", _plan_invoice_confirmation
        ),
    )
    plan_invoice_cancellation: PlanResult = needs(
        READ,
        answered(
            "Exactly what cancelInvoice would write with the same input; writes nothing.", _plan_invoice_cancellation
        ),
    )
    plan_run: RunPlanResult = needs(
        READ,
        answered(
            "Exactly what postInvoices would post, skip and leave out with the same input; writes nothing.", _plan_run
        ),
    )
    plan_corrections: CorrectionRunPlanResult = needs(
        READ,
        answered(
            "Exactly what correctInvoices would post with the same input, invoice by invoice; writes nothing.",
            _plan_corrections,
        ),
    )
    check_ledger: LedgerCheck = needs(
        READ, answered("Runs every ledger law on the live data and names the rows that break one.", roots.check_ledger)
    )
    number_series: list[NumberSeries] = needs(
        READ, answered("The series of documents, with what is missing in each: nothing.", roots.number_series)
    )
    posting_run: PostingRun | None = needs(
        READ, by_id("A posting run by its id; null where there is none.", "PostingRun")
    )
    run_schedules: Connection[RunSchedule] = needs(
        READ, listed("RunSchedule", "All recurring runs, with what they have done.")
    )
    posting_runs: Connection[PostingRun] = needs(READ, listed("PostingRun", "All posting runs."))
