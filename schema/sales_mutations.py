"""The mutations of sales, returns and accounts."""

from ..posting import commands
from ..posting.canceling import cancellations
from ..posting.returns import arrivals, credit_notes, packing_slips, replacements
from ..posting.returns import changes as return_changes
from ..posting.returns import orders as return_orders
from ..posting.runs import runs, schedules
from ..posting.sales import orders as sales_orders
from ..posting.sales import payments, rests
from ..posting.setup import books, parties, periods, tax_codes
from . import results, set_up_results
from .done_to import (
    A_CHANGED_CUSTOMER,
    A_CHANGED_RETURN,
    A_CREDIT_NOTE,
    A_CUSTOMER,
    A_RETURN,
    A_SALE,
    AN_INVOICE,
    AN_INVOICE_AND_MORE,
    ORDERS,
    by_id,
)
from .mutation_declarations import Declared, Mutation, RunMutation
from .scopes import BY_DOCUMENT, CREDIT, DRAFT, PAY, RECEIVE, SETUP

SALES_MUTATIONS: tuple[Declared, ...] = (
    Mutation(
        commands.PostReturnInvoice,
        credit_notes.post_return_invoice,
        results.PostReturnInvoiceSuccess,
        "Posts the credit note of one return order.",
        CREDIT,
        pro_forma=True,
        on=(A_RETURN,),
    ),
    Mutation(
        commands.CancelInvoice,
        cancellations.cancel_invoice,
        results.CancelInvoiceSuccess,
        "Takes a whole posted document back by one document of the opposite amounts; what it billed or credited can be "
        "billed or credited again.",
        CREDIT,
        since="0.2.0",
        on=(AN_INVOICE_AND_MORE,),
    ),
    Mutation(
        commands.PostInvoices,
        runs.start_posting,
        results.PostingRunSuccess,
        "Invoices sales and return orders together, one document an order; a selection never takes a "
        "physical return line that is not RECEIVED.",
        BY_DOCUMENT,
        start=runs.post_invoices,
        cost=500,
        on=ORDERS,
    ),
    RunMutation(
        "resumePostingRun",
        runs.resume,
        "Takes up what is WAITING or CONTAINS_ERRORS of a run that has stopped; what is posted stays.",
        BY_DOCUMENT,
        check=runs.resumable,
        goes_on=True,
    ),
    RunMutation(
        "cancelPostingRun",
        runs.cancel,
        "Gives up what is WAITING of a run; what is posted stays.",
        BY_DOCUMENT,
        check=runs.cancelable,
        goes_on=False,
    ),
    Mutation(
        commands.CreateRunSchedule,
        schedules.create_run_schedule,
        set_up_results.RunScheduleSuccess,
        "Saves a selection of orders and the times at which it is posted.",
        BY_DOCUMENT,
    ),
    Mutation(
        commands.UpdateRunSchedule,
        schedules.update_run_schedule,
        set_up_results.RunScheduleSuccess,
        "Changes when a schedule runs, or switches it on or off.",
        BY_DOCUMENT,
        on=(by_id("RunSchedule", "schedule", takes_more=True),),
    ),
    Mutation(commands.CreateCustomer, parties.create_customer, results.CustomerSuccess, "Adds a customer.", DRAFT),
    Mutation(commands.CreateProduct, parties.create_product, results.ProductSuccess, "Adds a product.", DRAFT),
    Mutation(
        commands.CreateSalesOrder,
        sales_orders.create_sales_order,
        results.SalesOrderSuccess,
        "Adds a sales order, open for delivery.",
        DRAFT,
        on=(A_CUSTOMER,),
    ),
    Mutation(
        commands.CreateReturnOrder,
        return_orders.create_return_order,
        results.ReturnOrderSuccess,
        "From invoiced lines (price, discount, tax and cost copied, quantity capped) or by hand.",
        DRAFT,
        on=(A_CUSTOMER,),
    ),
    Mutation(
        commands.RegisterArrival,
        arrivals.register_arrival,
        results.ReturnOrderSuccess,
        "Registers the arrival of return lines with their disposition; a smaller quantity splits the line.",
        RECEIVE,
        on=(A_RETURN,),
    ),
    Mutation(
        commands.PostPackingSlip,
        packing_slips.post_packing_slip,
        results.PackingSlipSuccess,
        "The physical update. Sales lines become delivered, registered return lines become RECEIVED.",
        RECEIVE,
        on=(
            A_RETURN,
            A_SALE,
        ),
    ),
    Mutation(
        commands.CancelReturnOrder,
        return_orders.cancel_return_order,
        results.ReturnOrderSuccess,
        "Cancels a return order of which nothing has arrived, or some of its lines.",
        DRAFT,
        on=(A_RETURN,),
    ),
    Mutation(
        commands.UpdateCustomer,
        parties.update_customer,
        results.CustomerSuccess,
        "Changes a customer; what is left out stays.",
        DRAFT,
        on=(A_CHANGED_CUSTOMER,),
    ),
    Mutation(
        commands.UpdateReturnOrder,
        return_changes.update_return_order,
        results.ReturnOrderSuccess,
        "Changes a return order of which something is not credited yet.",
        DRAFT,
        on=(A_CHANGED_RETURN,),
    ),
    Mutation(
        commands.EndQuarantine,
        arrivals.end_quarantine,
        results.ReturnOrderSuccess,
        "Ends the quarantine of return lines: they become REGISTERED with the inspection's code.",
        RECEIVE,
        on=(A_RETURN,),
    ),
    Mutation(
        commands.SetDisposition,
        arrivals.set_disposition,
        results.ReturnOrderSuccess,
        "Sets or clears credit only, or changes the code of registered goods.",
        RECEIVE,
        on=(A_RETURN,),
    ),
    Mutation(
        commands.CreateReplacementOrder,
        replacements.create_replacement_order,
        results.SalesOrderSuccess,
        "Ships replacements before anything of a return order has arrived.",
        DRAFT,
        on=(A_RETURN,),
    ),
    Mutation(
        commands.RecordPayment,
        payments.record_payment,
        results.RecordPaymentSuccess,
        "A payment received on a posted invoice. Closing its open amount marks it PAID.",
        PAY,
        on=(AN_INVOICE,),
    ),
    Mutation(
        commands.SettleInvoices,
        payments.settle_invoices,
        results.SettleInvoicesSuccess,
        "Matches an open invoice with an open credit note by hand.",
        PAY,
        on=(
            AN_INVOICE,
            A_CREDIT_NOTE,
        ),
    ),
    Mutation(
        commands.Unsettle,
        rests.unsettle,
        results.SettlementSuccess,
        "Releases a settlement: a matching of two documents, a payment that was not one, a write-off.",
        PAY,
        since="0.2.0",
        on=(by_id("Settlement", "settlement", takes_more=True),),
    ),
    Mutation(
        commands.WriteOff,
        rests.write_off,
        results.SettlementSuccess,
        "Gives up a small rest of a document.",
        PAY,
        since="0.2.0",
        on=(AN_INVOICE_AND_MORE,),
    ),
    Mutation(
        commands.SetFiscalPeriod,
        periods.set_fiscal_period,
        set_up_results.FiscalPeriodSuccess,
        "Opens, holds or closes a fiscal period, for now or for good.",
        SETUP,
    ),
    Mutation(
        commands.SetReasonCodeGroup,
        books.set_reason_code_group,
        set_up_results.ReasonCodeGroupSuccess,
        "Adds or changes a group of reason codes.",
        SETUP,
    ),
    Mutation(
        commands.SetReasonCode,
        books.set_reason_code,
        set_up_results.ReasonCodeSuccess,
        "Adds or changes a reason code and its automatic charges.",
        SETUP,
    ),
    Mutation(
        commands.SetDispositionCode,
        books.set_disposition_code,
        set_up_results.DispositionCodeSuccess,
        "Adds or changes a disposition code and its automatic charges.",
        SETUP,
    ),
    Mutation(
        commands.SetTaxCode,
        tax_codes.set_tax_code,
        set_up_results.TaxCodeSuccess,
        "Makes or changes a tax code. A rate that a posted document may have used can't be changed, only followed by "
        "another.",
        SETUP,
        since="0.2.0",
    ),
    Mutation(
        commands.SetPostingAccount,
        books.set_posting_account,
        set_up_results.PostingAccountSuccess,
        "Names an account of the posting profile.",
        SETUP,
    ),
    Mutation(
        commands.SetParameters,
        books.set_parameters,
        set_up_results.ParametersSuccess,
        "Changes how the legal entity posts; what is left out stays.",
        SETUP,
    ),
)
