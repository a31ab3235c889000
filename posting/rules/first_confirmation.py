"""What a first-time confirmation writes (project-invoicing 3.1, F1–F11).

The customer's document takes this for granted; the rows are those of the published confirmation and
time-and-material pages. Lowering on a first draft writes the rest off as non-chargeable, where a correction would put
it back in the backlog: the two must not be mixed up.
"""

from ...models.vocabulary import BillingStatus, TransactionClass, TransactionType
from .grammar import OPEN, UNBILLED, WORK, Basis, Billing, Cell, Row, Scenario, rebilled, reversal
from .names import Occasion, RowName

US = TransactionType.UNBILLED_SALES
BS = TransactionType.BILLED_SALES

WRITE_OFF_BILLED = (
    RowName.WRITE_OFF_BILLED
)  # billed rows of this name are waived, not billed: no correction touches them
SOURCE_REVERSAL = (reversal(RowName.SOURCE_REVERSAL, US, UNBILLED),)
EDITED = rebilled(replaces=UNBILLED, billing=Billing.AS_ENTERED)
WRITTEN_OFF = (
    Row(name=RowName.WRITE_OFF, type=US, basis=Basis.REMAINING, billing=Billing.NON_CHARGEABLE, replaces=UNBILLED),
    Row(
        name=RowName.WRITE_OFF_REVERSAL,
        type=US,
        basis=Basis.REMAINING,
        sign=-1,
        billing=Billing.NON_CHARGEABLE,
        reverses=RowName.WRITE_OFF,
    ),
    Row(name=WRITE_OFF_BILLED, type=BS, basis=Basis.REMAINING, billing=Billing.NON_CHARGEABLE, bills=RowName.WRITE_OFF),
)


def a_transaction(name: str) -> str:
    """A transaction of a class, in words.

    >>> a_transaction("expense")
    'an expense transaction'
    """
    return f"{'an' if name == 'expense' else 'a'} {name} transaction"


def _scenarios(kind: TransactionClass) -> tuple[Scenario, ...]:
    """First confirmations of a class of work."""
    return (
        _confirming(kind, Occasion.FIRST_UNCHANGED, "as it was approved", "F1", UNCHANGED),
        _confirming(
            kind,
            Occasion.FIRST_LOWERED,
            "with a lower quantity than was approved",
            "F2",
            AS_EDITED if kind is TransactionClass.FEE else (*AS_EDITED, REST),
        ),
        _confirming(kind, Occasion.FIRST_WRITTEN_OFF, "with quantity zero", "F2", (AS_EDITED[0], REST)),
        _confirming(kind, Occasion.FIRST_RAISED, "with a higher quantity than was approved", "F3", AS_EDITED),
        _confirming(kind, Occasion.FIRST_BILLING_TYPE, "with another billing type than was approved", "F5", AS_EDITED),
        _confirming(kind, Occasion.MANUAL, "entered on the draft", "F6", BY_HAND),
        _confirming(
            kind,
            Occasion.MANUAL_FIXED_PRICE,
            "entered on the draft for a fixed-price contract line",
            "F6",
            (Cell(text="A billed sales actual for the figures on the detail.", rows=BILLED_ALONE),),
        ),
    )


def _confirming(
    kind: TransactionClass, occasion: Occasion, how: str, section: str, cells: tuple[Cell, ...]
) -> Scenario:
    return Scenario(
        occasion=occasion,
        label=f"Confirming {a_transaction(kind.value.lower())} {how}.",
        transaction_class=kind,
        source=f"project-invoicing {section}",
        cells=cells,
    )


UNCHANGED = (
    Cell(text="A reversal of the unbilled sales.", rows=SOURCE_REVERSAL),
    Cell(
        text="A billed sales actual for the figures on the detail.",
        rows=(Row(name=RowName.BILLED, type=BS, basis=Basis.CORRECTED, bills=UNBILLED),),
    ),
)
AS_EDITED = (
    Cell(text="A reversal of the unbilled sales as approved.", rows=SOURCE_REVERSAL),
    Cell(
        text="A new unbilled sales actual for the edited figures, a reversal of this, and an equivalent billed "
        "sales actual.",
        rows=EDITED,
    ),
)
REST = Cell(
    text="For the rest a new unbilled sales actual that is non-chargeable, a reversal of this, and an equivalent "
    "billed sales actual.",
    rows=WRITTEN_OFF,
)
BY_HAND = (
    Cell(
        text="A new unbilled sales actual for the figures on the detail, a reversal of this, and an equivalent "
        "billed sales actual.",
        rows=rebilled(replaces=None, billing=Billing.AS_ENTERED),
    ),
)
BILLED_ALONE = (Row(name=RowName.BILLED, type=BS, basis=Basis.CORRECTED, billing=Billing.AS_ENTERED),)
LEFT_OPEN = (Row(name=RowName.OPEN, type=US, basis=Basis.AVAILABLE, sign=-1, replaces=OPEN, open=True),)
FROM_OPEN = (
    Row(name=RowName.OPEN_REVERSAL, type=US, basis=Basis.AVAILABLE, sign=-1, reverses=OPEN),
    Row(name=RowName.BILLED, type=BS, basis=Basis.CORRECTED, sign=-1, bills=OPEN),
)

FIRST_CONFIRMATIONS: tuple[Scenario, ...] = (
    *(scenario for kind in WORK for scenario in _scenarios(kind)),
    Scenario(
        occasion=Occasion.FIRST,
        label="Confirming a milestone.",
        transaction_class=TransactionClass.MILESTONE,
        source="project-invoicing F7",
        source_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
        cells=(Cell(text="A billed sales actual for the amount of the milestone.", rows=BILLED_ALONE),),
    ),
    Scenario(
        occasion=Occasion.FIRST,
        label="Confirming a product-based contract line.",
        transaction_class=TransactionClass.PRODUCT,
        source="project-invoicing F8",
        source_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
        cells=(Cell(text="A billed sales actual for the quantity and amount of the line.", rows=BILLED_ALONE),),
    ),
    Scenario(
        occasion=Occasion.FIRST,
        label="Confirming a retainer or advance.",
        transaction_class=TransactionClass.RETAINER,
        source="project-invoicing F9",
        source_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
        cells=(
            Cell(text="A billed sales actual for the amount of the retainer.", rows=BILLED_ALONE),
            Cell(
                text="An unbilled sales actual of the negative amount, which will be used for reconciliation.",
                rows=LEFT_OPEN,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.APPLIED,
        label="Confirming a retainer or advance that is applied to the invoice.",
        transaction_class=TransactionClass.RETAINER,
        source="project-invoicing F10, F11",
        cells=(
            Cell(text="A reversal of what is open of the retainer.", rows=FROM_OPEN[:1]),
            Cell(text="A billed sales actual of the negative amount that is applied.", rows=FROM_OPEN[1:]),
            Cell(text="An unbilled sales actual of the negative amount that is left, if any.", rows=LEFT_OPEN),
        ),
    ),
    Scenario(
        occasion=Occasion.REFUNDED,
        label="Confirming the refund of what is left of a retainer or advance.",
        transaction_class=TransactionClass.RETAINER,
        source="project-invoicing 6.8",
        cells=(
            Cell(text="A reversal of what is open of the retainer.", rows=FROM_OPEN[:1]),
            Cell(text="A billed sales actual of the negative amount that is paid back.", rows=FROM_OPEN[1:]),
            Cell(text="An unbilled sales actual of the negative amount that is left, if any.", rows=LEFT_OPEN),
        ),
    ),
)
