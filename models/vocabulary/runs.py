"""The words of posting runs."""

from enum import StrEnum


class PostingRunKind(StrEnum):
    """What a posting run posts."""

    POST_INVOICES = "POST_INVOICES"
    CONFIRM_INVOICES = "CONFIRM_INVOICES"
    CORRECT_INVOICES = "CORRECT_INVOICES"


class PostingRunStatus(StrEnum):
    """The status of a posting run."""

    WAITING = "WAITING"
    EXECUTING = "EXECUTING"
    ENDED = "ENDED"
    ERROR = "ERROR"
    CANCELED = "CANCELED"


RUNS_GOING_ON = (PostingRunStatus.WAITING, PostingRunStatus.EXECUTING)


class PostingItemStatus(StrEnum):
    """What became of one document of a posting run."""

    WAITING = "WAITING"
    EXECUTED = "EXECUTED"
    SKIPPED = "SKIPPED"
    CONTAINS_ERRORS = "CONTAINS_ERRORS"


class SummaryUpdate(StrEnum):
    """Which orders of a run share a document (returns 3.13)."""

    NONE = "NONE"
    INVOICE_ACCOUNT = "INVOICE_ACCOUNT"


class CorrectionGrouping(StrEnum):
    """How many documents a correction run makes (putting-right 8.4)."""

    INVOICE = "INVOICE"
    CUSTOMER = "CUSTOMER"
