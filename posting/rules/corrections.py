"""The customer's table: the actuals created when a corrective invoice is confirmed.

Scenario by scenario in the customer's order, cell by cell in the customer's words (project-invoicing 3.2, C1–C13), so
that it can be laid beside the document; a test does exactly that. Where a general sentence says otherwise the table
wins: a partly credited fee leaves no remainder (C8). What the table leaves out is in `further_corrections`.
"""

from ...models.vocabulary import BillingStatus, TransactionClass, TransactionType
from .grammar import BILLED, OPEN, Basis, Cell, Row, Scenario, rebilled, reversal
from .names import Occasion, RowName

US = TransactionType.UNBILLED_SALES
BS = TransactionType.BILLED_SALES

OPEN_REVERSAL = (reversal(RowName.OPEN_REVERSAL, US, OPEN, Basis.AVAILABLE),)
BILLED_REVERSAL = (reversal(RowName.REVERSAL, BS, BILLED),)
RETURNED = (Row(name=RowName.RETURNED, type=US, basis=Basis.ORIGINAL, replaces=BILLED, open=True),)
REBILLED = rebilled(replaces=BILLED)
REMAINDER = (Row(name=RowName.REMAINDER, type=US, basis=Basis.REMAINING, replaces=BILLED, open=True),)
BILLED_ANEW = (Row(name=RowName.CORRECTED_BILLED, type=BS, basis=Basis.CORRECTED, replaces=BILLED),)
RETAINER_REAPPLIED = (Row(name=RowName.CORRECTED_BILLED, type=BS, basis=Basis.CORRECTED, sign=-1, replaces=BILLED),)
STILL_OPEN = (Row(name=RowName.OPEN, type=US, basis=Basis.AVAILABLE, sign=-1, replaces=OPEN, open=True),)

CORRECTIONS: tuple[Scenario, ...] = (
    Scenario(
        occasion=Occasion.BILLED_CORRECTION,
        label="Confirm the correction of an invoiced advance or retainer.",
        transaction_class=TransactionClass.RETAINER,
        source="project-invoicing C12",
        cells=(
            Cell(
                text="An unbilled sales reversal of the retainer or advance that was created for reconciliation. This "
                "amount is positive because it is meant to cancel out the negative that was created when the "
                "retainer or advance was invoiced.",
                rows=OPEN_REVERSAL,
            ),
            Cell(
                text="A billed sales reversal actual is created for the amount on the retainer or advance to reverse the"  # noqa: E501 - the customer's sentence
                " original billed sales.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new billed sales actual is created for the corrected amount on the retainer or advance-based "
                "corrected invoice line.",
                rows=BILLED_ANEW,
            ),
            Cell(
                text="An unbilled sales actual of negative amount of the retainer or advance-based corrected invoice "
                "line, which will be used for reconciliation.",
                rows=STILL_OPEN,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.APPLIED_CORRECTION,
        label="A confirmation of the correction of a previously reconciled retainer or advance.",
        transaction_class=TransactionClass.RETAINER,
        source="project-invoicing C13",
        cells=(
            Cell(
                text="An unbilled sales reversal of the retainer or advance that was created for reconciliation. This "
                "amount is positive and is meant to cancel out the negative that was created when the previous "
                "reconciliation occurred.",
                rows=OPEN_REVERSAL,
            ),
            Cell(
                text="A billed sales reversal actual for the amount on the previous invoice.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new billed sales actual for the corrected retainer amount that is applied on the corrected "
                "invoice.",
                rows=RETAINER_REAPPLIED,
            ),
            Cell(
                text="An unbilled sales actual with a negative amount from the corrected leftover retainer or advance, "
                "which will be used for reconciliation on later invoices.",
                rows=STILL_OPEN,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.FULL_CREDIT,
        label="Invoicing the full credit of a previously invoiced time transaction.",
        transaction_class=TransactionClass.TIME,
        source="project-invoicing C1",
        cells=(
            Cell(
                text="A billed sales reversal for the hours and amount on the original invoice line detail for time.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new unbilled sales actual for the hours and amount on the original invoice line detail for time.",  # noqa: E501 - the customer's sentence
                rows=RETURNED,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.PARTIAL_CREDIT,
        label="Invoicing the partial credit on a time transaction.",
        transaction_class=TransactionClass.TIME,
        source="project-invoicing C2",
        cells=(
            Cell(
                text="A billed sales reversal for the hours and amount invoiced on the original invoice line detail for "  # noqa: E501 - the customer's sentence
                "time.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new unbilled sales actual that is chargeable for the hours and amount on the edited invoice line"  # noqa: E501 - the customer's sentence
                " detail, a reversal of this, and an equivalent billed sales actual.",
                rows=REBILLED,
            ),
            Cell(
                text="A new unbilled sales actual that is chargeable for the remaining hours and amount after deducting "  # noqa: E501 - the customer's sentence
                "the corrected figures on the invoice line detail.",
                rows=REMAINDER,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.FULL_CREDIT,
        label="Invoicing the full credit of a previously invoiced expense transaction.",
        transaction_class=TransactionClass.EXPENSE,
        source="project-invoicing C3",
        cells=(
            Cell(
                text="A billed sales reversal for the quantity and amount on the original invoice line detail for the "
                "expense.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new unbilled sales actual for the quantity and amount on the original invoice line detail for "
                "the expense.",
                rows=RETURNED,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.PARTIAL_CREDIT,
        label="Invoicing the partial credit of a previously invoiced expense transaction.",
        transaction_class=TransactionClass.EXPENSE,
        source="project-invoicing C4",
        cells=(
            Cell(
                text="A billed sales reversal for the quantity and amount invoiced on the original invoice line detail "
                "for an expense.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new unbilled sales actual that is chargeable for the quantity and amount on the corrected "
                "invoice line detail, a reversal of this, and an equivalent billed sales actual.",
                rows=REBILLED,
            ),
            Cell(
                text="A new unbilled sales actual that is chargeable for the remaining quantity and amount after "
                "deducting the corrected figures on the invoice line detail.",
                rows=REMAINDER,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.FULL_CREDIT,
        label="Invoicing the full credit of a previously invoiced material transaction.",
        transaction_class=TransactionClass.MATERIAL,
        source="project-invoicing C5",
        cells=(
            Cell(
                text="A billed sales reversal for the quantity and amount on the original invoice line detail for "
                "material.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new unbilled sales actual for the quantity and amount on the original invoice line detail for "
                "material.",
                rows=RETURNED,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.PARTIAL_CREDIT,
        label="Invoicing the partial credit on a material transaction.",
        transaction_class=TransactionClass.MATERIAL,
        source="project-invoicing C6",
        cells=(
            Cell(
                text="A billed sales reversal for the quantity and amount invoiced on the original invoice line detail "
                "for material.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new unbilled sales actual that is chargeable for the quantity and amount on the edited invoice "
                "line detail, a reversal of this, and an equivalent billed sales actual.",
                rows=REBILLED,
            ),
            Cell(
                text="A new unbilled sales actual that is chargeable for the remaining quantity and amount after "
                "deducting the corrected figures on the invoice line detail.",
                rows=REMAINDER,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.FULL_CREDIT,
        label="Invoicing the full credit of a previously invoiced fee transaction.",
        transaction_class=TransactionClass.FEE,
        source="project-invoicing C7",
        cells=(
            Cell(
                text="A billed sales reversal for the quantity and amount on the original invoice line detail for the "
                "fee.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new unbilled sales actual for the quantity and amount on the original invoice line detail for "
                "the fee.",
                rows=RETURNED,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.PARTIAL_CREDIT,
        label="Invoicing the partial credit of a previously invoiced fee transaction.",
        transaction_class=TransactionClass.FEE,
        source="project-invoicing C8",
        cells=(
            Cell(
                text="A billed sales reversal for the quantity and amount invoiced on the original invoice line detail "
                "for fee.",
                rows=BILLED_REVERSAL,
            ),
            Cell(
                text="A new unbilled sales actual that is chargeable for the quantity and amount on the edited "
                "corrective invoice line detail, a reversal of this, and an equivalent billed sales actual.",
                rows=REBILLED,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.FULL_CREDIT,
        label="Invoicing the full credit of a previously invoiced milestone.",
        transaction_class=TransactionClass.MILESTONE,
        source="project-invoicing C9",
        source_status=BillingStatus.READY_TO_INVOICE,
        cells=(
            Cell(
                text="A billed sales reversal for the amount on the original invoice line detail for the milestone. The "  # noqa: E501 - the customer's sentence
                "invoice status of the milestone is updated from Customer Invoice Posted to Ready to Invoice.",
                rows=BILLED_REVERSAL,
            ),
        ),
    ),
    Scenario(
        occasion=Occasion.PARTIAL_CREDIT,
        label="Invoicing the partial credit of a previously invoiced milestone.",
        transaction_class=TransactionClass.MILESTONE,
        source="project-invoicing C10",
    ),
    Scenario(
        occasion=Occasion.CORRECTION,
        label="Credits and corrections of a previously invoiced product-based contract line.",
        transaction_class=TransactionClass.PRODUCT,
        source="project-invoicing C11",
    ),
)
