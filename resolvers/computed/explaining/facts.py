"""What an explanation is made of: a row of the ledger, its document, and the rule that wrote it."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ....models.vocabulary import BillingType, DocumentType, TransactionClass, TransactionType
from ....posting.rules.grammar import Row
from ....posting.rules.scenarios import RULES


class Document(NamedTuple):
    """The invoice or credit note whose posting wrote a row."""

    id: int
    number: str
    type: DocumentType
    date: date


class Entry(NamedTuple):
    """A row of the ledger."""

    id: int
    root_id: int
    type: TransactionType
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    date: date
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    currency: str
    rule: str
    reverses_id: int | None = None
    reversed_by_id: int | None = None
    document: Document | None = None

    @property
    def stands(self) -> bool:
        """Whether it is neither reversed nor a reversal."""
        return self.reverses_id is None and self.reversed_by_id is None

    @property
    def is_reversal(self) -> bool:
        """Whether it takes another row back."""
        return self.reverses_id is not None


def rule_row(rule: str) -> Row | None:
    """The row of the rule tables that a rule names; None for rows that no table describes.

    >>> rule_row("time.partial_credit.remainder").basis.name, rule_row("gift.first_card")
    ('REMAINING', None)
    """
    found = RULES.get(rule)
    return None if found is None else found[1]
