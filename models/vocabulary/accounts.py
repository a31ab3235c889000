"""The words of customers' accounts, vouchers and fiscal periods."""

from enum import StrEnum


class CustomerBlock(StrEnum):
    """What a customer is blocked for."""

    NO = "NO"
    INVOICE = "INVOICE"
    ALL = "ALL"


class SettlementMode(StrEnum):
    """What a posted document is matched with on the customer's account (returns 3.8)."""

    ORIGINAL_INVOICE = "ORIGINAL_INVOICE"
    AUTOMATIC = "AUTOMATIC"
    NONE = "NONE"


class SettlementKind(StrEnum):
    """What closes an open amount."""

    MATCH = "MATCH"
    PAYMENT = "PAYMENT"
    WRITE_OFF = "WRITE_OFF"


class PostingType(StrEnum):
    """What an entry of a voucher is for; the posting profile names the account of each (returns 3.7)."""

    RECEIVABLES = "RECEIVABLES"
    REVENUE = "REVENUE"
    SALES_TAX = "SALES_TAX"
    FEES = "FEES"
    INVENTORY = "INVENTORY"
    COST_OF_GOODS_SOLD = "COST_OF_GOODS_SOLD"
    GOODS_DELIVERED = "GOODS_DELIVERED"
    RETURNS_RECEIVED = "RETURNS_RECEIVED"
    SCRAP = "SCRAP"
    BANK = "BANK"
    ADVANCES = "ADVANCES"
    WRITE_OFF = "WRITE_OFF"


class FiscalPeriodStatus(StrEnum):
    """Whether the days of a period can be posted on."""

    OPEN = "OPEN"
    ON_HOLD = "ON_HOLD"
    CLOSED = "CLOSED"
    PERMANENTLY_CLOSED = "PERMANENTLY_CLOSED"


CLOSED_STATUSES = (FiscalPeriodStatus.CLOSED, FiscalPeriodStatus.PERMANENTLY_CLOSED)
