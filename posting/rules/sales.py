"""What invoicing a sales order writes in the ledger of actuals (returns 2.3, 3.3)."""

from ...models.vocabulary import TransactionClass, TransactionType
from .grammar import Basis, Billing, Cell, Row, Scenario
from .names import RowName, Stem

SALE = Scenario(
    occasion=Stem.SALES_INVOICE,
    label="Invoicing a sales order.",
    transaction_class=TransactionClass.PRODUCT,
    source="returns 3.3",
    cells=(
        Cell(
            text="A billed sales actual for the quantity and amount of each line of the invoice: what is delivered, or "
            "ordered, and not yet invoiced.",
            rows=(
                Row(
                    name=RowName.BILLED,
                    type=TransactionType.BILLED_SALES,
                    basis=Basis.LINE,
                    billing=Billing.CHARGEABLE,
                ),
            ),
        ),
    ),
)

SALES: tuple[Scenario, ...] = (SALE,)
