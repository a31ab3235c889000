"""The words of the ledger of actuals."""

from enum import StrEnum


class TransactionType(StrEnum):
    """The side of the ledger that an actual stands on."""

    COST = "COST"
    UNBILLED_SALES = "UNBILLED_SALES"
    BILLED_SALES = "BILLED_SALES"


class TransactionClass(StrEnum):
    """What kind of thing was sold or used."""

    TIME = "TIME"
    EXPENSE = "EXPENSE"
    MATERIAL = "MATERIAL"
    FEE = "FEE"
    MILESTONE = "MILESTONE"
    RETAINER = "RETAINER"
    PRODUCT = "PRODUCT"


class BillingType(StrEnum):
    """Whether the customer is charged."""

    CHARGEABLE = "CHARGEABLE"
    NON_CHARGEABLE = "NON_CHARGEABLE"
    COMPLIMENTARY = "COMPLIMENTARY"


class BillingStatus(StrEnum):
    """Where a billable source stands on its way to an invoice."""

    NOT_READY = "NOT_READY"
    READY_TO_INVOICE = "READY_TO_INVOICE"
    CUSTOMER_INVOICE_CREATED = "CUSTOMER_INVOICE_CREATED"
    CUSTOMER_INVOICE_POSTED = "CUSTOMER_INVOICE_POSTED"
    CANCELED = "CANCELED"


class AdjustmentStatus(StrEnum):
    """Whether an actual has been, or can be, reversed."""

    IN_PROCESS = "IN_PROCESS"
    ADJUSTED = "ADJUSTED"
    UNADJUSTABLE = "UNADJUSTABLE"


class ConnectionRole(StrEnum):
    """The part that an actual plays in a connection with another one."""

    COST = "COST"
    UNBILLED_SALES = "UNBILLED_SALES"
    BILLED_SALES = "BILLED_SALES"
    ORIGINAL = "ORIGINAL"
    REVERSING = "REVERSING"
    REPLACING = "REPLACING"
