"""The words of invoices and credit notes."""

from enum import StrEnum


class InvoiceStatus(StrEnum):
    """The status of an invoice; a confirmed one never changes again."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    CONFIRMED = "CONFIRMED"
    PAID = "PAID"


class DocumentType(StrEnum):
    """By the sign of the total, never by the order type."""

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"


class DetailKind(StrEnum):
    """What an invoice line detail bills."""

    TRANSACTION = "TRANSACTION"
    MILESTONE = "MILESTONE"
    RETAINER = "RETAINER"
    APPLIED_RETAINER = "APPLIED_RETAINER"
    RETAINER_REFUND = "RETAINER_REFUND"
    PRODUCT = "PRODUCT"
    CHARGE = "CHARGE"


class DetailField(StrEnum):
    """A field of DetailUpdateInput."""

    QUANTITY = "QUANTITY"
    AMOUNT = "AMOUNT"
    TAX_AMOUNT = "TAX_AMOUNT"
    BILLING_TYPE = "BILLING_TYPE"
    DESCRIPTION = "DESCRIPTION"
    UNIT_PRICE = "UNIT_PRICE"
    DISCOUNT_PERCENT = "DISCOUNT_PERCENT"
    TAX_RATE = "TAX_RATE"
    TAX_CODE = "TAX_CODE"


class CorrectionStart(StrEnum):
    """What a fresh correction says should be billed."""

    ZERO = "ZERO"
    BILLED = "BILLED"


class QuantitySelection(StrEnum):
    """Which quantity of each line is invoiced (returns 3.3)."""

    ALL = "ALL"
    PACKING_SLIP = "PACKING_SLIP"
    DELIVER_NOW = "DELIVER_NOW"
