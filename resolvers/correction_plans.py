"""Plans of correction runs, made ready for the API: their invoices are loaded all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..models.money import minor_unit
from ..posting.amounts import rounded
from ..posting.command.transaction import Transaction
from ..posting.commands import CorrectInvoices
from ..posting.runs.corrections.plan_hash import check_expected_corrections, correction_hash
from ..posting.runs.corrections.plans import CorrectionPlan, PlannedCorrection
from ..posting.runs.corrections.plans import plan_corrections as plan
from ..posting.runs.corrections.totals import CurrencyTotal, Difference
from .context import Info
from .mutations import Refusal, look
from .plans import View
from .reading.rows import Row, load_many
from .reading.selection import requested


@dataclass(frozen=True)
class CorrectionPlanView:
    """A plan of a correction run, with the invoices that it names."""

    plan: CorrectionPlan
    invoices: Sequence[View]

    @cached_property
    def hash(self) -> str:
        """What `expectedPlan` takes."""
        return correction_hash(self.plan)

    @property
    def total(self) -> int:
        """On how many invoices something was found."""
        return len(self.plan.invoices)

    @property
    def ready(self) -> int:
        """How many would be corrected."""
        return self.plan.ready

    @property
    def blocked(self) -> int:
        """How many would be passed over."""
        return self.plan.blocked

    @property
    def unchanged(self) -> int:
        """How many are right already."""
        return self.plan.unchanged

    @property
    def totals(self) -> list[View]:
        """Sums by currency."""
        return [
            {"currency": one.currency, "documents": one.documents, **_amounts(one, one.currency)}
            for one in self.plan.totals
        ]


def plan_corrections(info: Info, command: CorrectInvoices) -> Refusal | CorrectionPlanView:
    """What a correction run would do, or why it is refused."""
    made = look(info, command, _as_expected)
    if isinstance(made, Refusal):
        return made
    names = requested(info, ("invoices", "invoice"))
    wanted = [one.invoice.id for one in made.invoices]
    rows = {row.key: row for row in load_many(info, "Invoice", wanted, names)} if names and wanted else {}
    return CorrectionPlanView(made, [_planned(one, rows.get(one.invoice.id)) for one in made.invoices])


def _as_expected(transaction: Transaction, command: CorrectInvoices) -> CorrectionPlan:
    made = plan(transaction, command)
    if command.expected_plan is not None:
        check_expected_corrections(transaction.connection, made, command.expected_plan)
    return made


def _planned(one: PlannedCorrection, invoice: Row | None) -> View:
    difference = one.difference
    return {
        "invoice": invoice,
        "document": one.document,
        "lines": difference.lines,
        **_amounts(difference, one.invoice.currency),
        "problems": one.problems,
    }


def _amounts(of: CurrencyTotal | Difference, currency: str) -> View:
    places = minor_unit(currency)
    return {
        "net_amount": rounded(of.net_amount, places),
        "tax_amount": rounded(of.tax_amount, places),
        "total_amount": rounded(of.total_amount, places),
    }
