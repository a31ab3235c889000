"""Corrections that the customer's table leaves out; they follow the published examples (project-invoicing 3.3, 3.4)."""

from ...models.vocabulary import TransactionClass
from .corrections import BILLED_ANEW, BILLED_REVERSAL, OPEN_REVERSAL, REBILLED, STILL_OPEN
from .first_confirmation import a_transaction
from .grammar import WORK, Cell, Scenario
from .names import Occasion


def _increase(kind: TransactionClass) -> Scenario:
    name = kind.value.lower()
    return Scenario(
        occasion=Occasion.INCREASE,
        label=f"Invoicing more of, or another tax on, a previously invoiced {name} transaction.",
        transaction_class=kind,
        source="project-invoicing 3.3",
        cells=(
            Cell(text="A billed sales reversal for what was invoiced.", rows=BILLED_REVERSAL),
            Cell(
                text="A new unbilled sales actual for the corrected figures, a reversal of this, and an equivalent "
                "billed sales actual.",
                rows=REBILLED,
            ),
        ),
    )


def _fixed_price(kind: TransactionClass) -> tuple[Scenario, Scenario]:
    """What was entered by hand on a fixed-price line has no unbilled sales, before and after."""
    name = kind.value.lower()
    credited = Scenario(
        occasion=Occasion.FIXED_PRICE_FULL_CREDIT,
        label=f"Invoicing the full credit of {a_transaction(name)} entered for a fixed-price contract line.",
        transaction_class=kind,
        source="project-invoicing 3.4",
        cells=(Cell(text="A billed sales reversal for what was invoiced.", rows=BILLED_REVERSAL),),
    )
    corrected = Scenario(
        occasion=Occasion.FIXED_PRICE_CORRECTION,
        label=f"Invoicing the correction of {a_transaction(name)} entered for a fixed-price contract line.",
        transaction_class=kind,
        source="project-invoicing 3.4",
        cells=(
            Cell(text="A billed sales reversal for what was invoiced.", rows=BILLED_REVERSAL),
            Cell(text="A billed sales actual for the corrected figures.", rows=BILLED_ANEW),
        ),
    )
    return credited, corrected


FURTHER_CORRECTIONS: tuple[Scenario, ...] = (
    *(_increase(kind) for kind in WORK),
    *(scenario for kind in WORK for scenario in _fixed_price(kind)),
    Scenario(
        occasion=Occasion.REFUND_CORRECTION,
        label="A confirmation of the correction of a previously refunded retainer or advance.",
        transaction_class=TransactionClass.RETAINER,
        source="project-invoicing 6.8",
        cells=(
            Cell(text="A reversal of what is open of the retainer, if anything is.", rows=OPEN_REVERSAL),
            Cell(text="A billed sales reversal for the amount that was paid back.", rows=BILLED_REVERSAL),
            Cell(text="An unbilled sales actual of the negative amount that is available again.", rows=STILL_OPEN),
        ),
    ),
)
