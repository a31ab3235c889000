"""The queries."""

from typing import Annotated

import strawberry

from ..models import tables
from ..models.identity import GlobalId
from ..models.vocabulary import ReturnStatisticsBy
from ..posting import commands
from ..posting.returns import credit_notes as postings
from ..resolvers import filters, roots, run_plans
from ..resolvers.context import Info
from ..resolvers.lists import After, Before, First, Last
from ..resolvers.mutations import look
from ..resolvers.reading.pages import Listing, root_page
from .actuals import Actual
from .books import FiscalPeriod, Parameters, PostingAccount
from .explanations import Explanation, explain
from .invoices import Invoice
from .ledger_diff import LedgerDiff, ledger_diff
from .nodes import Connection, Node
from .orders import DispositionCode, Order, ReasonCode, ReasonCodeGroup
from .parties import Customer, Product
from .results import PlanResult
from .run_plans import RunPlanResult
from .runs import LedgerCheck, PostingRun
from .schedules import RunSchedule
from .statistics import ReturnStatistic

INPUT = strawberry.argument(description="The same input as the posting takes.")
REF = strawberry.argument(description="Which one.")
FILTER = strawberry.argument(description="Which to list; all when left out.")
ORDER_BY = strawberry.argument(description="What to sort by, the first key first; by id when left out.")
ID = Annotated[GlobalId, strawberry.argument(description="A global id.")]


@strawberry.type(description="Everything that can be read; each query reads one snapshot.")
class Query:
    """The queries."""

    @strawberry.field(description="Any record by its global id; null where there is none.")
    def node(self, info: Info, id: ID) -> Node | None:
        """Any record."""
        return roots.node(info, id)  # type: ignore[return-value]  # a row of it

    @strawberry.field(description="Any records by their global ids, in the same order; at most 250.")
    def nodes(
        self, info: Info, ids: Annotated[list[GlobalId], strawberry.argument(description="Global ids.")]
    ) -> list[Node | None]:
        """Any records."""
        return roots.nodes(info, ids)  # type: ignore[return-value]  # rows of them

    @strawberry.field(
        description="Sales orders, return orders and project contracts in one list, with the order type as a column. "
        "A return order that is still CREATED is listed only when filter.returnStatus asks for it."
    )
    def orders(
        self,
        info: Info,
        filter: Annotated[filters.OrderFilter | None, FILTER] = None,
        order_by: Annotated[list[filters.OrderSort] | None, ORDER_BY] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Order]:
        """All orders."""
        listing = Listing("Order", filters.order_conditions(filter), filters.sort_keys(tables.order, order_by))
        return root_page(info, listing, (first, after, last, before))  # type: ignore[return-value]  # a page of it

    @strawberry.field(description="An order by id, number or RMA number; null where there is none.")
    def order(self, info: Info, ref: Annotated[commands.OrderRef, REF]) -> Order | None:
        """An order."""
        return roots.by_reference(info, "Order", tables.order, ref)  # type: ignore[return-value]  # a row of it

    @strawberry.field(description="Invoices and credit notes of both sides, drafts included.")
    def invoices(
        self,
        info: Info,
        filter: Annotated[filters.InvoiceFilter | None, FILTER] = None,
        order_by: Annotated[list[filters.InvoiceSort] | None, ORDER_BY] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Invoice]:
        """All invoices."""
        listing = Listing("Invoice", filters.invoice_conditions(filter), filters.sort_keys(tables.invoice, order_by))
        return root_page(info, listing, (first, after, last, before))  # type: ignore[return-value]  # a page of it

    @strawberry.field(description="An invoice by id or number; null where there is none.")
    def invoice(self, info: Info, ref: Annotated[commands.InvoiceRef, REF]) -> Invoice | None:
        """An invoice."""
        return roots.by_reference(info, "Invoice", tables.invoice, ref)  # type: ignore[return-value]  # a row of it

    @strawberry.field(description="The ledger. Rows are only ever added.")
    def actuals(
        self,
        info: Info,
        filter: Annotated[filters.ActualFilter | None, FILTER] = None,
        order_by: Annotated[list[filters.ActualSort] | None, ORDER_BY] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Actual]:
        """The ledger."""
        listing = Listing("Actual", filters.actual_conditions(filter), filters.sort_keys(tables.actual, order_by))
        return root_page(info, listing, (first, after, last, before))  # type: ignore[return-value]  # a page of it

    @strawberry.field(description="The codes that registerArrival takes.")
    def disposition_codes(self, info: Info) -> list[DispositionCode]:
        """All disposition codes."""
        return roots.listed_by(info, "DispositionCode", tables.disposition_code.c.code)  # type: ignore[return-value]

    @strawberry.field(description="The reasons that are set up; a return order may also bear a free text.")
    def reason_codes(self, info: Info) -> list[ReasonCode]:
        """All reason codes."""
        return roots.listed_by(info, "ReasonCode", tables.reason_code.c.code)  # type: ignore[return-value]

    @strawberry.field(description="The groups of reason codes.")
    def reason_code_groups(self, info: Info) -> list[ReasonCodeGroup]:
        """All groups."""
        return roots.listed_by(info, "ReasonCodeGroup", tables.reason_code_group.c.code)  # type: ignore[return-value]

    @strawberry.field(description="The fiscal periods, by date; while there is none, every date can be posted on.")
    def fiscal_periods(self, info: Info) -> list[FiscalPeriod]:
        """All periods."""
        return roots.listed_by(info, "FiscalPeriod", tables.fiscal_period.c.from_date)  # type: ignore[return-value]

    @strawberry.field(description="The posting profile: the account of each kind of entry.")
    def posting_accounts(self, info: Info) -> list[PostingAccount]:
        """The posting profile."""
        return roots.listed_by(info, "PostingAccount", tables.posting_account.c.account)  # type: ignore[return-value]

    @strawberry.field(description="How the legal entity handles returns.")
    def parameters(self, info: Info) -> Parameters:
        """The parameters."""
        return roots.listed_by(info, "Parameters", tables.parameters.c.id)[0]  # type: ignore[return-value]

    @strawberry.field(
        description="Where the returns are: lines that are not canceled, by one of their properties, most lines first."
    )
    def return_statistics(
        self,
        info: Info,
        by: Annotated[ReturnStatisticsBy, strawberry.argument(description="What to count by.")],
        period: Annotated[
            commands.DateRange | None, strawberry.argument(description="When the return order was created.")
        ] = None,
        first: First = None,
    ) -> list[ReturnStatistic]:
        """Statistics."""
        return roots.return_statistics(info, by, period, first)  # type: ignore[return-value]  # views of them

    @strawberry.field(description="All customers.")
    def customers(
        self,
        info: Info,
        filter: Annotated[filters.CustomerFilter | None, FILTER] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Customer]:
        """All customers."""
        listing = Listing("Customer", filters.party_conditions(tables.customer, filter))
        return root_page(info, listing, (first, after, last, before))  # type: ignore[return-value]  # a page of it

    @strawberry.field(description="A customer by id or number; null where there is none.")
    def customer(self, info: Info, ref: Annotated[commands.CustomerRef, REF]) -> Customer | None:
        """A customer."""
        return roots.by_reference(info, "Customer", tables.customer, ref)  # type: ignore[return-value]  # a row of it

    @strawberry.field(description="All products.")
    def products(
        self,
        info: Info,
        filter: Annotated[filters.ProductFilter | None, FILTER] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Product]:
        """All products."""
        listing = Listing("Product", filters.party_conditions(tables.product, filter))
        return root_page(info, listing, (first, after, last, before))  # type: ignore[return-value]  # a page of it

    @strawberry.field(description="Exactly what postReturnInvoice would write with the same input; writes nothing.")
    def plan_return_invoice(self, info: Info, input: Annotated[commands.PostReturnInvoice, INPUT]) -> PlanResult:
        """A plan."""
        return roots.plan_of(look(info, input, postings.preview_return_invoice))  # type: ignore[return-value]  # a view

    @strawberry.field(description="Exactly what confirmInvoice would write with the same input; writes nothing.")
    def plan_invoice_confirmation(self, info: Info, input: Annotated[commands.ConfirmInvoice, INPUT]) -> PlanResult:
        """A plan."""
        return roots.plan_of(look(info, input, postings.preview_confirmation))  # type: ignore[return-value]  # a view

    @strawberry.field(
        description="Exactly what postInvoices would post, skip and leave out with the same input; writes nothing."
    )
    def plan_run(self, info: Info, input: Annotated[commands.PostInvoices, INPUT]) -> RunPlanResult:
        """A plan."""
        return run_plans.plan_run(info, input)  # type: ignore[return-value]  # a view

    @strawberry.field(description="Runs every ledger law on the live data and names the rows that break one.")
    def check_ledger(self, info: Info) -> LedgerCheck:
        """All laws."""
        return roots.check_ledger(info)  # type: ignore[return-value]  # a view of it

    explain: Explanation | None = strawberry.field(
        resolver=explain,
        description="Why the ledger holds what it holds about a row, a detail or a contract; null where there is none.",
    )
    ledger_diff: LedgerDiff = strawberry.field(
        resolver=ledger_diff, description="What changed in the ledger from one point to another, cause by cause."
    )

    @strawberry.field(description="A posting run by its id; null where there is none.")
    def posting_run(self, info: Info, id: ID) -> PostingRun | None:
        """A run."""
        return roots.node(info, id, "PostingRun")  # type: ignore[return-value]  # a row of it

    @strawberry.field(description="All recurring runs, with what they have done.")
    def run_schedules(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[RunSchedule]:
        """All schedules."""
        return root_page(info, Listing("RunSchedule"), (first, after, last, before))  # type: ignore[return-value]

    @strawberry.field(description="All posting runs.")
    def posting_runs(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[PostingRun]:
        """All runs."""
        return root_page(info, Listing("PostingRun"), (first, after, last, before))  # type: ignore[return-value]
