"""Return orders as another system has them, each by itself as createReturnOrder would."""

from collections.abc import Sequence

from sqlalchemy import select

from ...models import identity, tables
from ..command.batch import Answers, one_by_one
from ..command.results import ReturnOrderResult
from ..command.transaction import Transaction
from ..commands import CreateReturnOrder
from ..returns.orders import create_return_order
from ..sales.orders import MOST_LINES

_each = one_by_one(create_return_order)


def import_returns(transaction: Transaction, commands: Sequence[CreateReturnOrder]) -> Answers[ReturnOrderResult]:
    """Add return orders; what all of them return is locked before the first of them draws its numbers."""
    few = (command for command in commands if len(command.lines) <= MOST_LINES)  # the others are refused
    named = (line.invoice_line for command in few for line in command.lines if line.invoice_line is not None)
    keys = {found[1] for one in named if (found := identity.decode(one)) is not None and found[0] == "InvoiceLine"}
    line = tables.invoice_line
    locked = select(line.c.id).where(line.c.id.in_(keys)).order_by(line.c.id).with_for_update(key_share=True)
    transaction.connection.execute(locked).all()
    return _each(transaction, commands)
