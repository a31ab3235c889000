"""What correcting goods and charges writes (putting-right 2.3).

What was billed is reversed and billed anew with the right values. What returns took of it before is set apart in a row
of its own, so that it pairs with their rows, which stay untouched. The work date stays that of the corrected row.
"""

from ...models.vocabulary import TransactionClass, TransactionType
from .grammar import BILLED, Basis, Cell, Row, Scenario, reversal
from .names import RowName, Stem

BS = TransactionType.BILLED_SALES
REVERSED = Cell(
    text="A reversal of the billed sales actual that stands.", rows=(reversal(RowName.REVERSAL, BS, BILLED),)
)
SET_APART = Cell(
    text="A billed sales actual for the part of it that was returned before, if any was; it is never corrected again.",
    rows=(Row(name=RowName.RETURNED_PART, type=BS, basis=Basis.TAKEN, replaces=BILLED),),
)
CORRECTED = Cell(
    text="A billed sales actual for the right quantity and amount, unless nothing is right; it is corrected next.",
    rows=(Row(name=RowName.CORRECTED, type=BS, basis=Basis.CORRECTED, replaces=BILLED),),
)

SALE_CORRECTION = Scenario(
    occasion=Stem.SALES_CORRECTION,
    label="Correcting a line of a sales invoice.",
    transaction_class=TransactionClass.PRODUCT,
    source="putting-right 2.3",
    cells=(REVERSED, SET_APART, CORRECTED),
)
RETURN_CORRECTION = Scenario(
    occasion=Stem.RETURN_CORRECTION,
    label="Correcting a line of a credit note.",
    transaction_class=TransactionClass.PRODUCT,
    source="putting-right 2.3",
    cells=(REVERSED, CORRECTED),
)
CHARGE_CORRECTION = Scenario(
    occasion=Stem.CHARGE_CORRECTION,
    label="Correcting a charge of a credit note.",
    transaction_class=TransactionClass.FEE,
    source="putting-right 2.3",
    cells=(REVERSED, CORRECTED),
)

GOODS_CORRECTIONS: tuple[Scenario, ...] = (SALE_CORRECTION, RETURN_CORRECTION, CHARGE_CORRECTION)
