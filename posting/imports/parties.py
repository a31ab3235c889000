"""Customers as another system has them: created, and blocked where they were blocked there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import update

from ...models import tables
from ...models.vocabulary import CustomerBlock
from ..command.batch import Answers
from ..command.transaction import Transaction
from ..commands import CreateCustomer, about
from ..problems import Refused
from ..setup.parties import CustomerResult, create_customers


@dataclass(kw_only=True)
class ImportCustomer(CreateCustomer):
    """A customer, with its block."""

    blocked: CustomerBlock | None = field(
        default=CustomerBlock.NO, metadata=about("NO, INVOICE or ALL; NO when left out.")
    )


def import_customers(transaction: Transaction, commands: Sequence[ImportCustomer]) -> Answers[CustomerResult]:
    """Add customers, each by itself, as createCustomer and updateCustomer would."""
    answers = create_customers(transaction, commands)
    table = tables.customer
    for block in (CustomerBlock.INVOICE, CustomerBlock.ALL):
        keys = [
            answer.customer
            for command, answer in zip(commands, answers, strict=True)
            if command.blocked is block and not isinstance(answer, Refused)
        ]
        if keys:
            transaction.connection.execute(update(table).where(table.c.id.in_(keys)).values(blocked=block))
    return answers
