"""The words of return orders: how far goods have come, what becomes of them, what they are charged."""

from enum import StrEnum


class ReturnStatus(StrEnum):
    """The status of a return order, derived from its lines (returns 2.1)."""

    CREATED = "CREATED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    CANCELED = "CANCELED"


class ReturnLineStatus(StrEnum):
    """The return line status: how far a return order line has come (returns 2.2)."""

    AWAITING = "AWAITING"
    REGISTERED = "REGISTERED"
    QUARANTINE = "QUARANTINE"
    RECEIVED = "RECEIVED"
    INVOICED = "INVOICED"
    CANCELED = "CANCELED"


class DispositionAction(StrEnum):
    """What happens to returned goods, and whether the customer is credited."""

    CREDIT = "CREDIT"
    CREDIT_ONLY = "CREDIT_ONLY"
    SCRAP = "SCRAP"
    REPLACE_AND_CREDIT = "REPLACE_AND_CREDIT"
    REPLACE_AND_SCRAP = "REPLACE_AND_SCRAP"
    RETURN_TO_CUSTOMER = "RETURN_TO_CUSTOMER"


class ChargeCategory(StrEnum):
    """How a charge is reckoned. On a return a PERCENT of +10 credits more; a fee is -10."""

    FIXED = "FIXED"
    PER_PIECE = "PER_PIECE"
    PERCENT = "PERCENT"


class ChargeOrigin(StrEnum):
    """Where a charge of a return order comes from."""

    MANUAL = "MANUAL"
    REASON = "REASON"
    DISPOSITION = "DISPOSITION"


class ReturnStatisticsBy(StrEnum):
    """What returns are counted by."""

    REASON = "REASON"
    REASON_GROUP = "REASON_GROUP"
    DISPOSITION = "DISPOSITION"
    PRODUCT = "PRODUCT"
    CUSTOMER = "CUSTOMER"
