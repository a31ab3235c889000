"""The words that a posting rule is written in.

A scenario lists its ledger rows in the order of writing. A row either reverses something or is new, takes its figures
from one basis, and names what it is connected with: an existing row ("billed": the live billed sales of the detail;
"unbilled": the unbilled sales that the detail bills; "open": the open row of a retainer) or an earlier row of the same
scenario by its name. The planners walk these rows and decide nothing themselves.
"""

from dataclasses import dataclass
from enum import Enum

from ...models.vocabulary import BillingStatus, TransactionClass, TransactionType


class Basis(Enum):
    """Where a row's quantity, amount and tax come from."""

    ORIGINAL = "as billed before"
    CORRECTED = "as entered on the draft"
    REMAINING = "what is left of the original after the corrected figures"
    AVAILABLE = "what is left of the retainer"


class Billing(Enum):
    """Where a row's billing type comes from."""

    AS_BEFORE = "as before"
    AS_ENTERED = "as on the draft"
    NON_CHARGEABLE = "non-chargeable"


WORK = (TransactionClass.TIME, TransactionClass.EXPENSE, TransactionClass.MATERIAL, TransactionClass.FEE)
BILLED = "billed"
UNBILLED = "unbilled"
OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One ledger row of a scenario. At most one of `reverses`, `replaces` and `bills` names its counterpart.

    A counterpart that does not exist, like what is open of a retainer that has been applied in full, leaves out a
    reversal, and the connection of a new row.
    """

    name: str
    type: TransactionType
    basis: Basis
    sign: int = 1
    billing: Billing = Billing.AS_BEFORE
    reverses: str | None = None
    replaces: str | None = None
    bills: str | None = None
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of the customer's table: its sentence, and the rows that it stands for."""

    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One scenario of a table. `key` is the stem of `Actual.rule`; an unsupported scenario has no cells."""

    key: str
    label: str
    transaction_class: TransactionClass
    source: str
    cells: tuple[Cell, ...] = ()
    source_status: BillingStatus | None = None

    @property
    def supported(self) -> bool:
        """Whether the scenario can be posted at all."""
        return bool(self.cells)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order of writing."""
        return tuple(row for cell in self.cells for row in cell.rows)


def reversal(name: str, type_: TransactionType, of: str, basis: Basis = Basis.ORIGINAL) -> Row:
    """A row that negates another one."""
    return Row(name=name, type=type_, basis=basis, sign=-1, reverses=of)


def rebilled(replaces: str | None, billing: Billing = Billing.AS_BEFORE) -> tuple[Row, Row, Row]:
    """The triple of a re-billed part: new unbilled sales, its reversal, and the billed sales that stands for it."""
    return (
        Row(
            name="corrected",
            type=TransactionType.UNBILLED_SALES,
            basis=Basis.CORRECTED,
            billing=billing,
            replaces=replaces,
        ),
        Row(
            name="corrected_reversal",
            type=TransactionType.UNBILLED_SALES,
            basis=Basis.CORRECTED,
            sign=-1,
            billing=billing,
            reverses="corrected",
        ),
        Row(
            name="corrected_billed",
            type=TransactionType.BILLED_SALES,
            basis=Basis.CORRECTED,
            billing=billing,
            bills="corrected",
        ),
    )
