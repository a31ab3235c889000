"""The hash of a correction run's plan, and what has changed since it was made (putting-right 8.5; see `marks`)."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from ....models import tables
from ....models.among import among
from ....models.rows import read_pairs
from ....models.vocabulary import PostingItemStatus
from ...canonical import canonical
from ..marks import mark, marked_hash, marks_in, outdated, said
from .plans import CorrectionPlan, PlannedCorrection

INVOICE = tables.invoice


def correction_hash(plan: CorrectionPlan) -> str:
    """What `planCorrections` answers, and `correctInvoices` takes as `expectedPlan`."""
    documents = tuple((one.place, one.invoices, one.hash) for one in plan.documents)
    whole = canonical((documents, tuple(_said(one) for one in plan.invoices)))
    return marked_hash(whole, _marks(plan))


def check_expected_corrections(connection: Connection, plan: CorrectionPlan, expected: str) -> None:
    """Refuse where the run would no longer do what the caller was shown, and say with which invoices."""
    if correction_hash(plan) == expected:
        return
    known = marks_in(expected, "corrections")

    def numbers(keys: Sequence[int]) -> list[str]:
        statement = select(INVOICE.c.id, INVOICE.c.number).where(
            among(connection, INVOICE.c.id, keys), INVOICE.c.posted_at.is_not(None)
        )
        found = dict(read_pairs(connection, statement, int, str))
        return [found[key] for key in keys if key in found]

    becomes = {one.invoice.id: PostingItemStatus.CONTAINS_ERRORS for one in plan.invoices if one.problems}
    raise outdated((expected, correction_hash(plan)), known, _marks(plan), numbers, becomes, "corrections")


def _marks(plan: CorrectionPlan) -> dict[int, bytes]:
    """A short fingerprint of what would become of each invoice, by key."""
    hashes = {key: one.hash for one in plan.documents for key in one.invoices}
    return {one.invoice.id: mark(canonical((_said(one), hashes.get(one.invoice.id)))) for one in plan.invoices}


def _said(one: PlannedCorrection) -> tuple[object, ...]:
    difference = one.difference
    amounts = (difference.lines, difference.net_amount, difference.tax_amount)
    return one.invoice.id, one.document, *amounts, said(one.problems)
