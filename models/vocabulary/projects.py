"""The words of project contracts: how work is billed, retainers, limits, drafts confirmed by a run."""

from enum import StrEnum


class ContractLineType(StrEnum):
    """Whether a contract line sells project work or a product."""

    PROJECT_BASED = "PROJECT_BASED"
    PRODUCT_BASED = "PRODUCT_BASED"


class BillingMethod(StrEnum):
    """How project work on a contract line is billed."""

    TIME_AND_MATERIAL = "TIME_AND_MATERIAL"
    FIXED_PRICE = "FIXED_PRICE"


class RefundStatus(StrEnum):
    """Whether what is left of a retainer is paid back (project-invoicing 1.4)."""

    READY_TO_REFUND = "READY_TO_REFUND"
    REFUNDED = "REFUNDED"


class NotToExceedStatus(StrEnum):
    """Whether unbilled sales fit under the limits of their contract and contract line (project-invoicing 1.8)."""

    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_EVALUATED = "NOT_EVALUATED"
    COMMITTED = "COMMITTED"
    FAILED = "FAILED"


class BulkConfirmationStatus(StrEnum):
    """How far the confirmation of a draft by a posting run has come (project-invoicing 2.6)."""

    SCHEDULED = "SCHEDULED"
    PROCESSING = "PROCESSING"
    COMPLETE = "COMPLETE"
    FAILED = "FAILED"
