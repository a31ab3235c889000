"""What cancelling a document writes, whatever it was (putting-right 4.5)."""

from ...models.vocabulary import TransactionType
from .grammar import Basis, Cell, Row, Scenario
from .names import Existing, RowName, Stem

CANCELLATION = Scenario(
    occasion=Stem.CANCELLATION,
    label="Cancelling a document.",
    transaction_class=None,
    source="putting-right 4.5",
    cells=(
        Cell(
            text="A reversal of each row that the document wrote and that stands, of either side: billed sales, and "
            "unbilled sales that the document gave back or left open.",
            rows=(
                Row(
                    name=RowName.REVERSAL,
                    type=TransactionType.BILLED_SALES,
                    basis=Basis.ORIGINAL,
                    sign=-1,
                    reverses=Existing.BILLED,
                ),
            ),
        ),
        Cell(
            text="A copy of each row that the document reversed, which it replaces; it stands in for that row. Billed "
            "sales are live again, unbilled sales are ready to be invoiced.",
            rows=(
                Row(
                    name=RowName.RESTORED,
                    type=TransactionType.UNBILLED_SALES,
                    basis=Basis.ORIGINAL,
                    replaces=Existing.UNBILLED,
                    open=True,
                ),
            ),
        ),
    ),
)
