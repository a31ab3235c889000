"""What a first-time confirmation writes for time, expense, material and fee (project-invoicing 3.1, F1–F5).

The customer's document takes this for granted; the rows are those of the published confirmation and
time-and-material pages. Lowering on a first draft writes the rest off as non-chargeable, where a correction would put
it back in the backlog: the two must not be mixed up.
"""

from ...models.vocabulary import TransactionClass, TransactionType
from .grammar import UNBILLED, Basis, Billing, Cell, Row, Scenario, rebilled, reversal

US = TransactionType.UNBILLED_SALES
BS = TransactionType.BILLED_SALES

WRITE_OFF_BILLED = "write_off_billed"  # billed rows of this name are waived, not billed: no correction touches them
SOURCE_REVERSAL = (reversal("source_reversal", US, UNBILLED),)
EDITED = rebilled(replaces=UNBILLED, billing=Billing.AS_ENTERED)
WRITTEN_OFF = (
    Row(name="write_off", type=US, basis=Basis.REMAINING, billing=Billing.NON_CHARGEABLE, replaces=UNBILLED),
    Row(
        name="write_off_reversal",
        type=US,
        basis=Basis.REMAINING,
        sign=-1,
        billing=Billing.NON_CHARGEABLE,
        reverses="write_off",
    ),
    Row(name=WRITE_OFF_BILLED, type=BS, basis=Basis.REMAINING, billing=Billing.NON_CHARGEABLE, bills="write_off"),
)


def _scenarios(kind: TransactionClass) -> tuple[Scenario, ...]:
    name = kind.value.lower()
    unchanged = Scenario(
        key=f"{name}.first_unchanged",
        label=f"Confirming a {name} transaction as it was approved.",
        transaction_class=kind,
        source="project-invoicing F1",
        cells=(
            Cell(text="A reversal of the unbilled sales.", rows=SOURCE_REVERSAL),
            Cell(
                text="A billed sales actual for the figures on the detail.",
                rows=(Row(name="billed", type=BS, basis=Basis.CORRECTED, bills=UNBILLED),),
            ),
        ),
    )
    edited = (
        Cell(text="A reversal of the unbilled sales as approved.", rows=SOURCE_REVERSAL),
        Cell(
            text="A new unbilled sales actual for the edited figures, a reversal of this, and an equivalent billed "
            "sales actual.",
            rows=EDITED,
        ),
    )
    rest = Cell(
        text="For the rest a new unbilled sales actual that is non-chargeable, a reversal of this, and an equivalent "
        "billed sales actual.",
        rows=WRITTEN_OFF,
    )
    lowered = Scenario(
        key=f"{name}.first_lowered",
        label=f"Confirming a {name} transaction with a lower quantity than was approved.",
        transaction_class=kind,
        source="project-invoicing F2",
        cells=edited if kind is TransactionClass.FEE else (*edited, rest),
    )
    written_off = Scenario(
        key=f"{name}.first_written_off",
        label=f"Confirming a {name} transaction with quantity zero.",
        transaction_class=kind,
        source="project-invoicing F2",
        cells=(Cell(text="A reversal of the unbilled sales as approved.", rows=SOURCE_REVERSAL), rest),
    )
    raised = Scenario(
        key=f"{name}.first_raised",
        label=f"Confirming a {name} transaction with a higher quantity than was approved.",
        transaction_class=kind,
        source="project-invoicing F3",
        cells=edited,
    )
    return unchanged, lowered, written_off, raised


FIRST_CONFIRMATIONS: tuple[Scenario, ...] = tuple(
    scenario
    for kind in (TransactionClass.TIME, TransactionClass.EXPENSE, TransactionClass.MATERIAL, TransactionClass.FEE)
    for scenario in _scenarios(kind)
)
