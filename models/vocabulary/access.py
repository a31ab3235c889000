"""The words of who acts, and what they may do."""

from enum import StrEnum


class Scope(StrEnum):
    """A duty. Each can be given without the others; every one of them may read."""

    READ = "READ"
    DRAFT = "DRAFT"
    RECEIVE = "RECEIVE"
    INVOICE = "INVOICE"
    CREDIT = "CREDIT"
    PAY = "PAY"
    SETUP = "SETUP"
    APPROVE = "APPROVE"
    ADMIN = "ADMIN"


class ActorKind(StrEnum):
    """What kind of somebody acts."""

    KEY = "KEY"
    SUBJECT = "SUBJECT"
    OPERATOR = "OPERATOR"
    ANONYMOUS = "ANONYMOUS"


EVERY_SCOPE = frozenset(Scope)
