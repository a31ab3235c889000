"""The mutations of project contracts and their invoices."""

from ..posting import commands
from ..posting.projects import contracts, entries, limits, ready_marks, withdrawals
from ..posting.projects.drafts import changes, confirmation, corrections, drafts, header, invoice_status
from ..posting.runs import correcting, runs
from ..posting.sales import payments
from . import results
from .mutation_declarations import Declared, Mutation
from .scopes import BY_DOCUMENT, CREDIT, DRAFT, PAY

PROJECT_MUTATIONS: tuple[Declared, ...] = (
    Mutation(
        commands.CorrectInvoice,
        corrections.correct_invoice,
        results.CorrectInvoiceSuccess,
        "Drafts a correction of any posted document: enter what is right, never the difference.",
        DRAFT,
    ),
    Mutation(
        commands.ConfirmInvoice,
        confirmation.confirm_invoice,
        results.ConfirmInvoiceSuccess,
        "Confirms a draft, first-time or corrective, and writes its actuals.",
        BY_DOCUMENT,
    ),
    Mutation(
        commands.CreateProjectContract,
        contracts.create_project_contract,
        results.ProjectContractSuccess,
        "Adds a project contract.",
        DRAFT,
    ),
    Mutation(
        commands.PostEntryJournal,
        entries.post_entry_journal,
        results.EntryJournalSuccess,
        "Approved work: writes cost actuals and, on time-and-material lines, unbilled sales actuals.",
        DRAFT,
    ),
    Mutation(
        commands.MarkReadyToInvoice,
        ready_marks.mark_ready_to_invoice,
        results.MarkReadyToInvoiceSuccess,
        "Marks what can be billed as ready to invoice, or takes the mark away.",
        DRAFT,
    ),
    Mutation(
        commands.CreateInvoice,
        drafts.create_invoice,
        results.DraftInvoiceSuccess,
        "Drafts an invoice from what is ready on a contract; open retainers are applied.",
        DRAFT,
    ),
    Mutation(
        commands.UpdateInvoice,
        header.update_invoice,
        results.DraftInvoiceSuccess,
        "Changes the header of a draft: its dates and its reason.",
        DRAFT,
    ),
    Mutation(
        commands.UpdateInvoiceLineDetails,
        changes.update_invoice_line_details,
        results.DraftInvoiceSuccess,
        "Changes details of a draft: enter what should be billed, never the difference.",
        DRAFT,
    ),
    Mutation(
        commands.DeleteInvoice,
        drafts.delete_invoice,
        results.DeleteInvoiceSuccess,
        "Deletes a draft; what it billed is ready again, what it corrected is free again.",
        DRAFT,
    ),
    Mutation(
        commands.CreateRetainer,
        contracts.create_retainer,
        results.RetainerSuccess,
        "Adds a retainer to a contract.",
        DRAFT,
    ),
    Mutation(
        commands.SetNotToExceedLimit,
        limits.set_not_to_exceed_limit,
        results.ProjectContractSuccess,
        "Sets or lifts a not-to-exceed limit; open work is NOT_EVALUATED until it is checked anew.",
        DRAFT,
    ),
    Mutation(
        commands.EvaluateNotToExceed,
        limits.evaluate_not_to_exceed,
        results.ProjectContractSuccess,
        "Checks open work against the limits of its contract, oldest first.",
        DRAFT,
    ),
    Mutation(
        commands.CancelEntries,
        withdrawals.cancel_entries,
        results.EntryJournalSuccess,
        "Withdraws approved work that is not invoiced, or has been credited in full.",
        DRAFT,
    ),
    Mutation(
        commands.MarkReadyToRefund,
        ready_marks.mark_ready_to_refund,
        results.MarkReadyToRefundSuccess,
        "Marks retainers whose rest the next invoice pays back, or takes the mark away.",
        DRAFT,
    ),
    Mutation(
        commands.RefreshInvoice,
        drafts.refresh_invoice,
        results.DraftInvoiceSuccess,
        "Takes into a draft what has become ready since it was made.",
        DRAFT,
    ),
    Mutation(
        commands.AddInvoiceLineDetails,
        changes.add_invoice_line_details,
        results.DraftInvoiceSuccess,
        "Enters transactions on a draft by hand.",
        DRAFT,
    ),
    Mutation(
        commands.RemoveInvoiceLineDetails,
        drafts.remove_invoice_line_details,
        results.DraftInvoiceSuccess,
        "Takes details off a draft; what they bill is ready again, what they correct is free again.",
        DRAFT,
    ),
    Mutation(
        commands.MarkInvoiceInReview,
        invoice_status.mark_invoice_in_review,
        results.DraftInvoiceSuccess,
        "Draft to in review and back; both can be edited and confirmed.",
        DRAFT,
    ),
    Mutation(
        commands.MarkInvoicePaid,
        payments.mark_invoice_paid,
        results.DraftInvoiceSuccess,
        "Records the payment of all that is open of a confirmed invoice of either side, which is PAID then.",
        PAY,
    ),
    Mutation(
        commands.ConfirmInvoices,
        runs.start_confirming,
        results.PostingRunSuccess,
        "Confirms many drafts, each by itself; one that fails stays a draft.",
        BY_DOCUMENT,
        cost=500,
    ),
    Mutation(
        commands.CorrectInvoices,
        correcting.start_correcting,
        results.PostingRunSuccess,
        "The same correction for many invoices, posted by a run.",
        CREDIT,
        start=correcting.correct_invoices,
        cost=500,
    ),
)
