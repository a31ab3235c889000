"""What crediting a return order writes in the ledger of actuals, and where the customer's document rules it.

The figures of a credit are negative on the line of the document already, so that its row takes them as they are.
"""

from dataclasses import dataclass

from ...models.vocabulary import TransactionClass, TransactionType
from .grammar import Basis, Billing, Cell, Row, Scenario
from .names import Existing, RowName, Stem


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A sentence of the customer's document on returns, in English, and what is made of it."""

    said: str
    ruled: str
    source: str


RULINGS: tuple[Ruling, ...] = (
    Ruling(
        said="A return order is a type of sales order that is marked as a return order.",
        ruled="All orders stand in one list; a return order is of the type RETURN_ORDER.",
        source="returns 1.4",
    ),
    Ruling(
        said="Return orders and sales orders are invoiced at the same time, by the same person.",
        ruled="One run posts both; each stands on a document of its own unless they are to be mixed.",
        source="returns 3.12, 3.13",
    ),
    Ruling(
        said="Because the invoice for a returned item is for a negative amount, it is called a credit note.",
        ruled="The sign of the total decides: a document below zero is a CREDIT_NOTE, numbered in its own series.",
        source="returns 1.11",
    ),
    Ruling(
        said="In batch processing a return order must have the return line status Received, which shows that its "
        "packing slip has been updated.",
        ruled="Line by line: what is RECEIVED is credited, what is not stays on the order. A line that is credit only "
        "has no packing slip.",
        source="returns 3.2, 3.3",
    ),
    Ruling(
        said="Select Posting, review the information, and make the changes that are needed; the credit note is posted.",
        ruled="A plan shows the document and writes nothing; posting writes exactly what the plan shows.",
        source="returns 3.11",
    ),
)

CREDIT = Scenario(
    occasion=Stem.RETURN_CREDIT,
    label="Crediting a return order.",
    transaction_class=TransactionClass.PRODUCT,
    source="returns 3.4",
    cells=(
        Cell(
            text="A billed sales actual for the negative quantity and amount of each line that is credited, connected "
            "with the billed sales of the goods if they are known; goods that go back to the customer have none.",
            rows=(
                Row(
                    name=RowName.BILLED,
                    type=TransactionType.BILLED_SALES,
                    basis=Basis.LINE,
                    billing=Billing.CHARGEABLE,
                    credits=Existing.SOLD,
                ),
            ),
        ),
    ),
)

CHARGE = Scenario(
    occasion=Stem.RETURN_CHARGE,
    label="Posting a charge of a return order.",
    transaction_class=TransactionClass.FEE,
    source="returns 1.8",
    cells=(
        Cell(
            text="A billed sales actual for each charge: positive for a fee, negative where it credits more.",
            rows=(
                Row(
                    name=RowName.BILLED,
                    type=TransactionType.BILLED_SALES,
                    basis=Basis.CHARGE,
                    billing=Billing.CHARGEABLE,
                ),
            ),
        ),
    ),
)

RETURNS: tuple[Scenario, ...] = (CREDIT, CHARGE)
