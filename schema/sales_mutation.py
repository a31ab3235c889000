"""The mutations of sales, returns and accounts: each hands its input to one posting command."""

from typing import Annotated

import strawberry

from ..models.identity import GlobalId
from ..posting import commands
from ..posting.returns import arrivals, packing_slips, replacements
from ..posting.returns import credit_notes as postings
from ..posting.returns import orders as return_orders
from ..posting.runs import runs, schedules
from ..posting.sales import orders as sales_orders
from ..posting.sales import payments
from ..posting.setup import books as set_up
from ..posting.setup import parties
from ..resolvers.context import Info
from ..resolvers.mutations import about_run, carry_out, carry_run, look, resume_run
from . import results as r
from . import set_up_results as s

INPUT = strawberry.argument(description="What to do.")
RUN_ID = Annotated[GlobalId, strawberry.argument(description="The posting run.")]


@strawberry.type
class SalesMutation:
    """The mutations of sales and returns."""

    @strawberry.mutation(description="Posts the credit note of one return order.")
    def post_return_invoice(
        self, info: Info, input: Annotated[commands.PostReturnInvoice, INPUT]
    ) -> r.PostReturnInvoiceResult:
        """PostReturnInvoice."""
        if input.posting is False:
            return look(info, input, postings.preview_return_invoice)  # type: ignore[return-value]  # a view of it
        return carry_out(info, input, postings.post_return_invoice)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="Invoices sales and return orders together, one document an order; a selection never takes a "
        "physical return line that is not RECEIVED."
    )
    def post_invoices(self, info: Info, input: Annotated[commands.PostInvoices, INPUT]) -> r.PostingRunResult:
        """PostInvoices."""
        return carry_run(info, input, runs.post_invoices)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="Takes up what is WAITING or CONTAINS_ERRORS of a run that has stopped; what is posted stays."
    )
    def resume_posting_run(self, info: Info, id: RUN_ID) -> r.PostingRunResult:
        """ResumePostingRun."""
        return resume_run(info, id)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Gives up what is WAITING of a run; what is posted stays.")
    def cancel_posting_run(self, info: Info, id: RUN_ID) -> r.PostingRunResult:
        """CancelPostingRun."""
        return about_run(info, runs.cancel, id)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Saves a selection of orders and the times at which it is posted.")
    def create_run_schedule(
        self, info: Info, input: Annotated[commands.CreateRunSchedule, INPUT]
    ) -> s.RunScheduleResult:
        """CreateRunSchedule."""
        return carry_out(info, input, schedules.create_run_schedule)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Changes when a schedule runs, or switches it on or off.")
    def update_run_schedule(
        self, info: Info, input: Annotated[commands.UpdateRunSchedule, INPUT]
    ) -> s.RunScheduleResult:
        """UpdateRunSchedule."""
        return carry_out(info, input, schedules.update_run_schedule)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Adds a customer.")
    def create_customer(self, info: Info, input: Annotated[commands.CreateCustomer, INPUT]) -> r.CustomerResult:
        """CreateCustomer."""
        return carry_out(info, input, parties.create_customer)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Adds a product.")
    def create_product(self, info: Info, input: Annotated[commands.CreateProduct, INPUT]) -> r.ProductResult:
        """CreateProduct."""
        return carry_out(info, input, parties.create_product)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Adds a sales order, open for delivery.")
    def create_sales_order(self, info: Info, input: Annotated[commands.CreateSalesOrder, INPUT]) -> r.SalesOrderResult:
        """CreateSalesOrder."""
        return carry_out(info, input, sales_orders.create_sales_order)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="From invoiced lines (price, discount, tax and cost copied, quantity capped) or by hand."
    )
    def create_return_order(
        self, info: Info, input: Annotated[commands.CreateReturnOrder, INPUT]
    ) -> r.ReturnOrderResult:
        """CreateReturnOrder."""
        return carry_out(info, input, return_orders.create_return_order)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="Registers the arrival of return lines with their disposition; a smaller quantity splits the line."
    )
    def register_arrival(self, info: Info, input: Annotated[commands.RegisterArrival, INPUT]) -> r.ReturnOrderResult:
        """RegisterArrival."""
        return carry_out(info, input, arrivals.register_arrival)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="The physical update. Sales lines become delivered, registered return lines become RECEIVED."
    )
    def post_packing_slip(self, info: Info, input: Annotated[commands.PostPackingSlip, INPUT]) -> r.PackingSlipResult:
        """PostPackingSlip."""
        return carry_out(info, input, packing_slips.post_packing_slip)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Cancels a return order of which nothing has arrived, or some of its lines.")
    def cancel_return_order(
        self, info: Info, input: Annotated[commands.CancelReturnOrder, INPUT]
    ) -> r.ReturnOrderResult:
        """CancelReturnOrder."""
        return carry_out(info, input, return_orders.cancel_return_order)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Changes a customer; what is left out stays.")
    def update_customer(self, info: Info, input: Annotated[commands.UpdateCustomer, INPUT]) -> r.CustomerResult:
        """UpdateCustomer."""
        return carry_out(info, input, parties.update_customer)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Changes the reason or the deadline of a return order.")
    def update_return_order(
        self, info: Info, input: Annotated[commands.UpdateReturnOrder, INPUT]
    ) -> r.ReturnOrderResult:
        """UpdateReturnOrder."""
        return carry_out(info, input, return_orders.update_return_order)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="Ends the quarantine of return lines: they become REGISTERED with the inspection's code."
    )
    def end_quarantine(self, info: Info, input: Annotated[commands.EndQuarantine, INPUT]) -> r.ReturnOrderResult:
        """EndQuarantine."""
        return carry_out(info, input, arrivals.end_quarantine)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Sets or clears credit only, or changes the code of registered goods.")
    def set_disposition(self, info: Info, input: Annotated[commands.SetDisposition, INPUT]) -> r.ReturnOrderResult:
        """SetDisposition."""
        return carry_out(info, input, arrivals.set_disposition)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Ships replacements before anything of a return order has arrived.")
    def create_replacement_order(
        self, info: Info, input: Annotated[commands.CreateReplacementOrder, INPUT]
    ) -> r.SalesOrderResult:
        """CreateReplacementOrder."""
        return carry_out(info, input, replacements.create_replacement_order)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="A payment received on a posted invoice. Closing its open amount marks it PAID.")
    def record_payment(self, info: Info, input: Annotated[commands.RecordPayment, INPUT]) -> r.RecordPaymentResult:
        """RecordPayment."""
        return carry_out(info, input, payments.record_payment)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Matches an open invoice with an open credit note by hand.")
    def settle_invoices(self, info: Info, input: Annotated[commands.SettleInvoices, INPUT]) -> r.SettleInvoicesResult:
        """SettleInvoices."""
        return carry_out(info, input, payments.settle_invoices)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Opens, holds or closes a fiscal period.")
    def set_fiscal_period(self, info: Info, input: Annotated[commands.SetFiscalPeriod, INPUT]) -> s.FiscalPeriodResult:
        """SetFiscalPeriod."""
        return carry_out(info, input, set_up.set_fiscal_period)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Adds or changes a group of reason codes.")
    def set_reason_code_group(
        self, info: Info, input: Annotated[commands.SetReasonCodeGroup, INPUT]
    ) -> s.ReasonCodeGroupResult:
        """SetReasonCodeGroup."""
        return carry_out(info, input, set_up.set_reason_code_group)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Adds or changes a reason code and its automatic charges.")
    def set_reason_code(self, info: Info, input: Annotated[commands.SetReasonCode, INPUT]) -> s.ReasonCodeResult:
        """SetReasonCode."""
        return carry_out(info, input, set_up.set_reason_code)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Adds or changes a disposition code and its automatic charges.")
    def set_disposition_code(
        self, info: Info, input: Annotated[commands.SetDispositionCode, INPUT]
    ) -> s.DispositionCodeResult:
        """SetDispositionCode."""
        return carry_out(info, input, set_up.set_disposition_code)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Names an account of the posting profile.")
    def set_posting_account(
        self, info: Info, input: Annotated[commands.SetPostingAccount, INPUT]
    ) -> s.PostingAccountResult:
        """SetPostingAccount."""
        return carry_out(info, input, set_up.set_posting_account)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Changes how returns are handled.")
    def set_parameters(self, info: Info, input: Annotated[commands.SetParameters, INPUT]) -> s.ParametersResult:
        """SetParameters."""
        return carry_out(info, input, set_up.set_parameters)  # type: ignore[return-value]  # a view of it
