"""The electronic document that a customer requires: nothing is posted for it without one that passes every rule.

The file is built and checked from the plan before any series is locked, so that nobody waits while it is found out what
is wrong; with the number that was drawn it is built and checked again, kept, and committed with the posting (documents
3.9). Where nothing is required, whoever posts is warned of a document that could not be sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from ...documents.facts import DocumentFacts
from ...models.vocabulary import WarningCode
from ..command.transaction import Transaction
from ..papers.facts import facts_of_plan
from ..papers.figures import DraftRows
from ..papers.files import keep
from ..papers.refusing import invalid_document
from ..papers.renditions import File, for_machines, made
from ..plan import Plan
from ..planned.papers import Papers
from ..planned.warnings import warned
from ..problems import Problem
from .keyed import Keyed

AT = "electronicDocument"
NAMES = 10  # rules that a warning names


def unmet(connection: Connection, plan: Plan, draft: DraftRows | None = None) -> list[Problem]:
    """What speaks against posting for a customer that requires a valid file; nothing where none is required.

    `draft` is the one of the plan where nobody has written it yet.
    """
    if plan.papers is None or not plan.papers.is_file_required:
        return []
    return invalid_document(_file(facts_of_plan(connection, plan, draft), plan.papers), AT)


def with_warning(connection: Connection, plan: Plan) -> Plan:
    """The plan with a warning where its document does not pass the rules of its customer, which requires none.

    Without a company nothing can be sent anyway, and nobody is warned.
    """
    papers = plan.papers
    if papers is None or papers.seller is None or papers.is_file_required:
        return plan
    file = _file(facts_of_plan(connection, plan), papers)
    failed = list(dict.fromkeys(one.rule for one in file.problems if one.is_fatal))
    if not failed:
        return plan
    told = warned(WarningCode.DOCUMENT_INCOMPLETE, "rules", (), rules=", ".join(failed[:NAMES]))
    return replace(plan, warnings=(*plan.warnings, told))


def keep_required(transaction: Transaction, written: Sequence[Keyed]) -> None:
    """Keep the files that customers require, each with its document's number; a rule that fails only now is a bug."""
    for one in written:
        papers = one.plan.papers
        if one.invoice_id is None or papers is None or not papers.is_file_required:
            continue
        assert one.number is not None, "a document has a number"
        facts = facts_of_plan(transaction.connection, one.plan)
        numbered = replace(facts, number=one.number, posted_at=transaction.now.isoformat())
        file = _file(numbered, papers)
        if not file.is_valid:
            failed = "; ".join(f"{each.rule}: {each.message}" for each in file.problems if each.is_fatal)
            raise AssertionError(f"the file of {one.number} passed without its number, and fails with it: {failed}")
        keep(transaction, one.number, one.invoice_id, [file])


def _file(facts: DocumentFacts, papers: Papers) -> File:
    return made(facts, for_machines(papers.electronic_format, papers.electronic_profile))
