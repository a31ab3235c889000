"""The words that a posting rule is written in.

A scenario lists its ledger rows in the order of writing. A row either reverses something or is new, takes its figures
from one basis, and names what it is connected with: a row that exists, or an earlier row of the same scenario by its
name. The planners walk these rows and decide nothing themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from ...models.vocabulary import BillingStatus, TransactionClass, TransactionType
from .names import Counterpart, Existing, Occasion, RowName, Rule, Sign, Stem


class Basis(Enum):
    """Where a row's quantity, amount and tax come from."""

    ORIGINAL = "as billed before"
    CORRECTED = "as entered on the draft"
    REMAINING = "what is left of the original after the corrected figures"
    AVAILABLE = "what is left of the retainer"
    TAKEN = "what returns took of it before"
    APPROVED = "as approved"
    WAIVED = "what a first draft waived"
    LINE = "as on the line of the document"
    CHARGE = "the charge, as one piece with its sign"


class Billing(Enum):
    """Where a row's billing type comes from."""

    AS_BEFORE = "as before"
    AS_ENTERED = "as on the draft"
    NON_CHARGEABLE = "non-chargeable"
    AS_APPROVED = "as approved"
    CHARGEABLE = "chargeable"


WORK = (TransactionClass.TIME, TransactionClass.EXPENSE, TransactionClass.MATERIAL, TransactionClass.FEE)
BILLED = Existing.BILLED
UNBILLED = Existing.UNBILLED
OPEN = Existing.OPEN


@dataclass(frozen=True, kw_only=True)
class Row:
    """One ledger row of a scenario. At most one of the fields from `reverses` to `sells` names its counterpart.

    A counterpart that does not exist, like what is open of a retainer that has been applied in full, leaves out a
    reversal, and the connection of a new row.
    """

    name: RowName
    type: TransactionType
    basis: Basis
    sign: Sign = 1
    billing: Billing = Billing.AS_BEFORE
    reverses: Counterpart | None = None
    replaces: Counterpart | None = None
    bills: Counterpart | None = None
    credits: Counterpart | None = None
    sells: Counterpart | None = None
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of the customer's table: its sentence, and the rows that it stands for."""

    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One scenario of a table. Its key is the stem of `Actual.rule`; an unsupported scenario has no cells.

    Without a `transaction_class` its rows are of the class of the work that they are about.
    """

    occasion: Occasion | Stem
    label: str
    transaction_class: TransactionClass | None
    source: str
    cells: tuple[Cell, ...] = ()
    source_status: BillingStatus | None = None

    @cached_property
    def key(self) -> str:
        """The stem of `Actual.rule`: of project sales the class and the occasion."""
        if self.transaction_class is None or isinstance(self.occasion, Stem):
            return self.occasion.value
        return f"{self.transaction_class.value.lower()}.{self.occasion}"

    @property
    def supported(self) -> bool:
        """Whether the scenario can be posted at all."""
        return bool(self.cells)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order of writing."""
        return tuple(row for cell in self.cells for row in cell.rows)

    @cached_property
    def rules(self) -> Mapping[RowName, Rule]:
        """`Actual.rule` of each row by its name."""
        return {row.name: Rule(f"{self.key}.{row.name}") for row in self.rows}


def reversal(name: RowName, type_: TransactionType, of: Existing, basis: Basis = Basis.ORIGINAL) -> Row:
    """A row that negates another one."""
    return Row(name=name, type=type_, basis=basis, sign=-1, reverses=of)


def rebilled(replaces: Existing | None, billing: Billing = Billing.AS_BEFORE) -> tuple[Row, Row, Row]:
    """The triple of a re-billed part: new unbilled sales, its reversal, and the billed sales that stands for it."""
    return (
        Row(
            name=RowName.CORRECTED,
            type=TransactionType.UNBILLED_SALES,
            basis=Basis.CORRECTED,
            billing=billing,
            replaces=replaces,
        ),
        Row(
            name=RowName.CORRECTED_REVERSAL,
            type=TransactionType.UNBILLED_SALES,
            basis=Basis.CORRECTED,
            sign=-1,
            billing=billing,
            reverses=RowName.CORRECTED,
        ),
        Row(
            name=RowName.CORRECTED_BILLED,
            type=TransactionType.BILLED_SALES,
            basis=Basis.CORRECTED,
            billing=billing,
            bills=RowName.CORRECTED,
        ),
    )
