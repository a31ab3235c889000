"""What approving work writes, and what withdrawing the approval takes back (project-invoicing 1.2, K1, F12, 6.12).

Both write under one key, and a row's name tells them apart. Invoicing and correcting never touch the cost.
"""

from ...models.vocabulary import TransactionType
from .grammar import Basis, Billing, Cell, Row, Scenario
from .names import Existing, RowName, Stem

APPROVAL = Scenario(
    occasion=Stem.ENTRY,
    label="Approving work.",
    transaction_class=None,
    source="project-invoicing K1",
    cells=(
        Cell(
            text="A cost actual for the quantity of the work at its unit cost; a fee has none.",
            rows=(
                Row(
                    name=RowName.COST,
                    type=TransactionType.COST,
                    basis=Basis.APPROVED,
                    billing=Billing.AS_APPROVED,
                ),
            ),
        ),
        Cell(
            text="On a line by time and material an unbilled sales actual for each customer's share of the billable "
            "quantity, and a non-chargeable one for each share of the rest; on a fixed-price line none.",
            rows=(
                Row(
                    name=RowName.UNBILLED,
                    type=TransactionType.UNBILLED_SALES,
                    basis=Basis.APPROVED,
                    billing=Billing.AS_APPROVED,
                    sells=RowName.COST,
                    open=True,
                ),
            ),
        ),
    ),
)

WITHDRAWAL = Scenario(
    occasion=Stem.ENTRY,
    label="Withdrawing an approval.",
    transaction_class=None,
    source="project-invoicing 6.12",
    cells=(
        Cell(
            text="A reversal of each unbilled sales actual of the work that is open; both are canceled.",
            rows=(
                Row(
                    name=RowName.CANCELED_UNBILLED,
                    type=TransactionType.UNBILLED_SALES,
                    basis=Basis.APPROVED,
                    sign=-1,
                    reverses=Existing.UNBILLED,
                ),
            ),
        ),
        Cell(
            text="A reversal of the cost of the work.",
            rows=(
                Row(
                    name=RowName.CANCELED_COST,
                    type=TransactionType.COST,
                    basis=Basis.APPROVED,
                    sign=-1,
                    reverses=Existing.COST,
                ),
            ),
        ),
        Cell(
            text="A new cost actual for the part of the work that a first draft has waived, if any: it was done.",
            rows=(
                Row(
                    name=RowName.KEPT_COST,
                    type=TransactionType.COST,
                    basis=Basis.WAIVED,
                    replaces=Existing.COST,
                ),
            ),
        ),
    ),
)

ENTRIES: tuple[Scenario, ...] = (APPROVAL, WITHDRAWAL)
