"""The duties that an API call can need: what each root field states where it is declared.

None implies another, so that whoever receives goods cannot refund, and whoever invoices cannot credit (access 2.2).
Nobody asks for them yet; that every mutation states its own is held by a test.
"""

from enum import StrEnum


class Scope(StrEnum):
    """A duty; each can be given without the others."""

    READ = "READ"
    DRAFT = "DRAFT"
    RECEIVE = "RECEIVE"
    INVOICE = "INVOICE"
    CREDIT = "CREDIT"
    PAY = "PAY"
    SETUP = "SETUP"
    APPROVE = "APPROVE"
    ADMIN = "ADMIN"


BY_DOCUMENT = frozenset({Scope.INVOICE, Scope.CREDIT})  # either; the document itself says which (access 2.5)
