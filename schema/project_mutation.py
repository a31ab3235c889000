"""The mutations of projects: each hands its input to one posting command."""

from typing import Annotated

import strawberry

from ..posting import commands
from ..posting.projects import contracts, invoice_status, limits, ready_marks, withdrawals
from ..posting.projects import entries as work
from ..posting.projects.drafts import changes as draft_changes
from ..posting.projects.drafts import corrections, drafts
from ..posting.returns import credit_notes as postings
from ..posting.runs import runs
from ..resolvers.context import Info
from ..resolvers.mutations import carry_out, carry_run
from . import results as r

INPUT = strawberry.argument(description="What to do.")


@strawberry.type
class ProjectMutation:
    """The mutations of project contracts and their invoices."""

    @strawberry.mutation(
        description="Drafts a corrective invoice from a confirmed one: every quantity zero, enter what to bill."
    )
    def correct_invoice(self, info: Info, input: Annotated[commands.CorrectInvoice, INPUT]) -> r.CorrectInvoiceResult:
        """CorrectInvoice."""
        return carry_out(info, input, corrections.correct_invoice)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="Confirms a draft project invoice, first-time or corrective, and writes its actuals."
    )
    def confirm_invoice(self, info: Info, input: Annotated[commands.ConfirmInvoice, INPUT]) -> r.ConfirmInvoiceResult:
        """ConfirmInvoice."""
        return carry_out(info, input, postings.confirm_invoice)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Adds a project contract.")
    def create_project_contract(
        self, info: Info, input: Annotated[commands.CreateProjectContract, INPUT]
    ) -> r.ProjectContractResult:
        """CreateProjectContract."""
        return carry_out(info, input, contracts.create_project_contract)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="Approved work: writes cost actuals and, on time-and-material lines, unbilled sales actuals."
    )
    def post_entry_journal(
        self, info: Info, input: Annotated[commands.PostEntryJournal, INPUT]
    ) -> r.EntryJournalResult:
        """PostEntryJournal."""
        return carry_out(info, input, work.post_entry_journal)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Marks what can be billed as ready to invoice, or takes the mark away.")
    def mark_ready_to_invoice(
        self, info: Info, input: Annotated[commands.MarkReadyToInvoice, INPUT]
    ) -> r.MarkReadyToInvoiceResult:
        """MarkReadyToInvoice."""
        return carry_out(info, input, ready_marks.mark_ready_to_invoice)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Drafts an invoice from what is ready on a contract; open retainers are applied.")
    def create_invoice(self, info: Info, input: Annotated[commands.CreateInvoice, INPUT]) -> r.DraftInvoiceResult:
        """CreateInvoice."""
        return carry_out(info, input, drafts.create_invoice)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Changes details of a draft: enter what should be billed, never the difference.")
    def update_invoice_line_details(
        self, info: Info, input: Annotated[commands.UpdateInvoiceLineDetails, INPUT]
    ) -> r.DraftInvoiceResult:
        """UpdateInvoiceLineDetails."""
        return carry_out(info, input, draft_changes.update_invoice_line_details)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Deletes a draft; what it billed is ready again, what it corrected is free again.")
    def delete_invoice(self, info: Info, input: Annotated[commands.DeleteInvoice, INPUT]) -> r.DeleteInvoiceResult:
        """DeleteInvoice."""
        return carry_out(info, input, drafts.delete_invoice)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Adds a retainer to a contract.")
    def create_retainer(self, info: Info, input: Annotated[commands.CreateRetainer, INPUT]) -> r.RetainerResult:
        """CreateRetainer."""
        return carry_out(info, input, contracts.create_retainer)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="Sets or lifts a not-to-exceed limit; open work is NOT_EVALUATED until it is checked anew."
    )
    def set_not_to_exceed_limit(
        self, info: Info, input: Annotated[commands.SetNotToExceedLimit, INPUT]
    ) -> r.ProjectContractResult:
        """SetNotToExceedLimit."""
        return carry_out(info, input, limits.set_not_to_exceed_limit)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Checks open work against the limits of its contract, oldest first.")
    def evaluate_not_to_exceed(
        self, info: Info, input: Annotated[commands.EvaluateNotToExceed, INPUT]
    ) -> r.ProjectContractResult:
        """EvaluateNotToExceed."""
        return carry_out(info, input, limits.evaluate_not_to_exceed)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Withdraws approved work that is not invoiced, or has been credited in full.")
    def cancel_entries(self, info: Info, input: Annotated[commands.CancelEntries, INPUT]) -> r.EntryJournalResult:
        """CancelEntries."""
        return carry_out(info, input, withdrawals.cancel_entries)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Marks retainers whose rest the next invoice pays back, or takes the mark away.")
    def mark_ready_to_refund(
        self, info: Info, input: Annotated[commands.MarkReadyToRefund, INPUT]
    ) -> r.MarkReadyToRefundResult:
        """MarkReadyToRefund."""
        return carry_out(info, input, ready_marks.mark_ready_to_refund)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Takes into a draft what has become ready since it was made.")
    def refresh_invoice(self, info: Info, input: Annotated[commands.RefreshInvoice, INPUT]) -> r.DraftInvoiceResult:
        """RefreshInvoice."""
        return carry_out(info, input, drafts.refresh_invoice)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Enters transactions on a draft by hand.")
    def add_invoice_line_details(
        self, info: Info, input: Annotated[commands.AddInvoiceLineDetails, INPUT]
    ) -> r.DraftInvoiceResult:
        """AddInvoiceLineDetails."""
        return carry_out(info, input, draft_changes.add_invoice_line_details)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(
        description="Takes details off a draft; what they bill is ready again, what they correct is free again."
    )
    def remove_invoice_line_details(
        self, info: Info, input: Annotated[commands.RemoveInvoiceLineDetails, INPUT]
    ) -> r.DraftInvoiceResult:
        """RemoveInvoiceLineDetails."""
        return carry_out(info, input, drafts.remove_invoice_line_details)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Draft to in review and back; both can be edited and confirmed.")
    def mark_invoice_in_review(
        self, info: Info, input: Annotated[commands.MarkInvoiceInReview, INPUT]
    ) -> r.DraftInvoiceResult:
        """MarkInvoiceInReview."""
        return carry_out(info, input, invoice_status.mark_invoice_in_review)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Marks a confirmed invoice of either side as paid; its open amount stays.")
    def mark_invoice_paid(self, info: Info, input: Annotated[commands.MarkInvoicePaid, INPUT]) -> r.DraftInvoiceResult:
        """MarkInvoicePaid."""
        return carry_out(info, input, invoice_status.mark_invoice_paid)  # type: ignore[return-value]  # a view of it

    @strawberry.mutation(description="Confirms many drafts, each by itself; one that fails stays a draft.")
    def confirm_invoices(self, info: Info, input: Annotated[commands.ConfirmInvoices, INPUT]) -> r.PostingRunResult:
        """ConfirmInvoices."""
        return carry_run(info, input, runs.confirm_invoices)  # type: ignore[return-value]  # a view of it
