"""The mutations of sales, returns and accounts, and of the files of their documents."""

from ..posting import commands
from ..posting.canceling import cancellations
from ..posting.issuing import issuing, references
from ..posting.returns import arrivals, credit_notes, packing_slips, replacements
from ..posting.returns import changes as return_changes
from ..posting.returns import orders as return_orders
from ..posting.sales import orders as sales_orders
from ..posting.sales import payments, rests
from . import results
from .done_to import (
    A_CHANGED_RETURN,
    A_CREDIT_NOTE,
    A_CUSTOMER,
    A_RETURN,
    A_SALE,
    AN_INVOICE,
    AN_INVOICE_AND_MORE,
    INVOICES_SENT,
    by_id,
)
from .mutation_declarations import Declared, Mutation
from .scopes import BY_DOCUMENT, CREDIT, DRAFT, PAY, RECEIVE

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
        commands.IssueDocuments,
        issuing.issue_documents,
        results.IssueDocumentsSuccess,
        "Makes files of posted invoices and keeps them for good; a file that was made before is answered again, never "
        "made anew.",
        BY_DOCUMENT,
        start=issuing.start_issuing,
        cost=500,
        on=(INVOICES_SENT,),
    ),
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
        commands.RecordExternalReference,
        references.record_external_reference,
        results.DraftInvoiceSuccess,
        "Notes the number under which an authority or a network knows a posted document.",
        BY_DOCUMENT,
        since="0.2.0",
        on=(AN_INVOICE_AND_MORE,),
    ),
)
