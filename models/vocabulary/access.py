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


class Act(StrEnum):
    """What was done to a record; POSTED is told of the rows of the books that an entry wrote."""

    MADE = "MADE"
    POSTED = "POSTED"
    CHANGED = "CHANGED"
    REMOVED = "REMOVED"


class ApprovalStatus(StrEnum):
    """Whether a request for approval still counts."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    VOID = "VOID"
    USED = "USED"


class ApprovalDecision(StrEnum):
    """What an approver says."""

    APPROVE = "APPROVE"
    DECLINE = "DECLINE"


EVERY_SCOPE = frozenset(Scope)
