"""What becomes of the invoices of one document: corrected together, blocked each by itself, or right already.

The draft is the one that `correctInvoice` begins with what stands and a user changes by hand; it is made here as a
value, so that planning a run writes nothing, and a run that posts has the same reasons and the same plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from ....models.money import minor_unit
from ....models.vocabulary import DocumentType, InvoiceStatus, ProblemCode
from ...amounts import ZERO
from ...ledger.addressed import addressed
from ...ledger.readiness import breaks_chronology, conditions_unmet, missing_accounts
from ...ledger.required_files import unmet as without_file
from ...ledger.settings import Conditions
from ...plan import Plan
from ...planners.dates import Earlier, usual_date
from ...planners.projects.confirmation import plan_confirmation
from ...planners.projects.draft_taxes import with_taxes
from ...planners.projects.draft_values import charged, invoice_amount, invoice_tax
from ...planners.projects.facts import Draft, DraftDetail
from ...problems import Problem, Problems, problem
from ...saying import phrase
from .around import Around
from .carried import Carried
from .details import PATH, Selected
from .groups import Group
from .selection import FoundInvoice
from .totals import Difference
from .unwritten import unwritten

OF_INVOICES = Mapping[int, Sequence[Selected]]


@dataclass(frozen=True)
class PlannedDocument:
    """The document of some invoices: its draft and its plan."""

    invoices: tuple[FoundInvoice, ...]
    draft: Draft
    plan: Plan

    def differences(self) -> dict[int, Difference]:
        """What it changes of each invoice, by key."""
        found = {one.id: Difference() for one in self.invoices}
        for detail in self.draft.details:
            counts = charged(detail)
            more = (invoice_amount(detail), invoice_tax(detail)) if counts else (ZERO, ZERO)
            assert detail.corrected_invoice_id is not None, "a correction corrects something"
            found[detail.corrected_invoice_id] = found[detail.corrected_invoice_id].plus(*more)
        return found


@dataclass(frozen=True)
class GroupPlan:
    """What becomes of the invoices of a group: a document of some, problems of others, and who is right already.

    `failed` are those that are well by themselves, but not together with the others of their document.
    """

    document: PlannedDocument | None
    blocked: Mapping[int, Problems]
    failed: Mapping[int, Problems]
    unchanged: frozenset[int]

    @property
    def problems(self) -> Mapping[int, Problems]:
        """Why invoices are passed over, by key."""
        return {**self.blocked, **self.failed}


def changes(details: Iterable[Selected]) -> bool:
    """Whether the rule changes anything of an invoice."""
    return any(one.right is not None for one in details)


def plan_group(
    connection: Connection,
    group: Group,
    selected: OF_INVOICES,
    around: Around,
    carried: Carried,
    canceled: Mapping[int, Problem],
) -> GroupPlan:
    """What becomes of the invoices of one document; those on which nothing is selected are left out."""
    found = [one for one in group if one.id in selected]
    unchanged = frozenset(one.id for one in found if not changes(selected[one.id]))
    blocked = {
        one.id: tuple(dict.fromkeys(problem for detail in selected[one.id] for problem in detail.problems))
        for one in found
        if one.id not in unchanged
    }
    blocked = {key: problems for key, problems in blocked.items() if problems}
    blocked |= {one.id: (canceled[one.id],) for one in group if one.id in canceled}
    left = [one for one in found if one.id not in unchanged and one.id not in blocked]
    while left:
        draft, planned = _planned(connection, left, selected, around, carried)
        if isinstance(planned, Plan):
            return GroupPlan(PlannedDocument(tuple(left), draft, planned), blocked, {}, unchanged)
        alone = {left[0].id: planned} if len(left) == 1 else _alone(connection, left, selected, around, carried)
        if not alone:
            return GroupPlan(None, blocked, _not_together(left, draft, planned), unchanged)
        blocked |= alone
        left = [one for one in left if one.id not in alone]
    return GroupPlan(None, blocked, {}, unchanged)


def _alone(
    connection: Connection, invoices: Sequence[FoundInvoice], selected: OF_INVOICES, around: Around, carried: Carried
) -> dict[int, Problems]:
    """What is in the way of those that could not even be corrected by themselves."""
    tried = ((one.id, _planned(connection, [one], selected, around, carried)[1]) for one in invoices)
    return {key: planned for key, planned in tried if not isinstance(planned, Plan)}


def _not_together(invoices: Sequence[FoundInvoice], draft: Draft, problems: Problems) -> dict[int, Problems]:
    """What invoices are told that are well each, where their document is not: whose details it is, or whose others."""
    found: dict[int, Problems] = {}
    for one in problems:
        if len(one.path) > 1 and one.path[0] == "details":
            key = draft.details[int(one.path[1])].corrected_invoice_id or 0
            found[key] = (*found.get(key, ()), replace(one, path=(PATH,)))
    if not found:
        return {one.id: problems for one in invoices}
    numbers = ", ".join(one.number for one in invoices if one.id in found)
    return {one.id: found.get(one.id) or (group_failed(one.number, numbers),) for one in invoices}


def group_failed(number: str, others: str) -> Problem:
    """What an invoice is told that is well itself, where its document failed because of others."""
    return problem(ProblemCode.GROUP_FAILED, "corrected-invoice", ("combine",), document=number, documents=others)


def _planned(
    connection: Connection, invoices: Sequence[FoundInvoice], selected: OF_INVOICES, around: Around, carried: Carried
) -> tuple[Draft, Plan | Problems]:
    """The draft of some invoices together, and its plan with everything else that has to hold."""
    draft = carried.before(_draft(invoices, selected, around), around.mode)
    day = around.given_day or usual_date(around.today, draft.corrected)
    conditions = Conditions(day=day, customer_id=draft.customer_id, customer_path="where")
    draft = with_taxes(draft, day)
    settings = around.settings[day][draft.customer_id]
    unmet = conditions_unmet(settings, conditions)
    planned = plan_confirmation(draft, day, around.mode)
    if not isinstance(planned, Plan):
        return draft, (*unmet, *planned)
    unmet += missing_accounts(settings, {entry.posting_type for entry in planned.entries})
    if planned.document_type is not None and around.last:
        unmet += breaks_chronology(planned.document_type, day, _last(planned.document_type, around, carried))
    plan = addressed(planned, settings)
    if plan.papers is not None and plan.papers.is_file_required:
        unmet += without_file(connection, plan, unwritten(connection, draft, around.reason))
    return draft, tuple(unmet) or plan


def _last(kind: DocumentType, around: Around, carried: Carried) -> date | None:
    days = (around.last.get(kind), carried.last.get(kind))
    return max((day for day in days if day is not None), default=None)


def _draft(invoices: Sequence[FoundInvoice], selected: OF_INVOICES, around: Around) -> Draft:
    """The draft that corrects invoices as the rule has them, under no key yet."""
    first = invoices[0]
    details: list[DraftDetail] = [
        one.right for invoice in invoices for one in selected[invoice.id] if one.right is not None
    ]
    more = len(invoices) - 1
    return Draft(
        id=0,
        name=phrase("corrections-of" if more else "correction-of", first=first.number, more=more or None),
        status=InvoiceStatus.DRAFT,
        posted=False,
        version=1,
        contract_id=first.contract_id,
        customer_id=first.customer_id,
        currency=first.currency,
        places=minor_unit(first.currency),
        corrected=tuple(
            Earlier(one.id, one.number, one.invoice_date) for one in sorted(invoices, key=lambda each: each.id)
        ),
        details=tuple(details),
        terms_days=around.terms[first.customer_id],
        limits=around.limits.get(first.contract_id or 0, ()),
        open_items=around.open_items(first.customer_id, details),
        codes=around.taxes.codes,
        rounding=around.taxes.rounding,
    )
