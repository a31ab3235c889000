"""The trade's terms that have a fixed set of values; names and members are those of the GraphQL API.

They stand in one place because the tables, the planners and the API must mean the same thing by each of them. The
docstring of an enum, and the comment string of each member in `MEANING`, become the API's descriptions.
"""

from enum import StrEnum


class OrderType(StrEnum):
    """What kind of order it is: all of them stand in one list."""

    SALES_ORDER = "SALES_ORDER"
    RETURN_ORDER = "RETURN_ORDER"
    PROJECT_CONTRACT = "PROJECT_CONTRACT"


class OrderStatus(StrEnum):
    """How far an order has come. DRAFT and CLOSED are project contracts'; sales and return orders end INVOICED."""

    DRAFT = "DRAFT"
    OPEN = "OPEN"
    DELIVERED = "DELIVERED"
    INVOICED = "INVOICED"
    CLOSED = "CLOSED"
    CANCELED = "CANCELED"


class ReturnStatus(StrEnum):
    """The status of a return order, derived from its lines (returns 2.1)."""

    CREATED = "CREATED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    CANCELED = "CANCELED"


class ReturnLineStatus(StrEnum):
    """How far a return order line has come (returns 2.2)."""

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


class SettlementMode(StrEnum):
    """What a posted document is matched with on the customer's account (returns 3.8)."""

    ORIGINAL_INVOICE = "ORIGINAL_INVOICE"
    AUTOMATIC = "AUTOMATIC"
    NONE = "NONE"


class FiscalPeriodStatus(StrEnum):
    """Whether the days of a period can be posted on."""

    OPEN = "OPEN"
    ON_HOLD = "ON_HOLD"
    CLOSED = "CLOSED"


class CustomerBlock(StrEnum):
    """What a customer is blocked for."""

    NO = "NO"
    INVOICE = "INVOICE"
    ALL = "ALL"


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


class ReturnStatisticsBy(StrEnum):
    """What returns are counted by."""

    REASON = "REASON"
    REASON_GROUP = "REASON_GROUP"
    DISPOSITION = "DISPOSITION"
    PRODUCT = "PRODUCT"
    CUSTOMER = "CUSTOMER"


class ContractLineType(StrEnum):
    """Whether a contract line sells project work or a product."""

    PROJECT_BASED = "PROJECT_BASED"
    PRODUCT_BASED = "PRODUCT_BASED"


class BillingMethod(StrEnum):
    """How project work on a contract line is billed."""

    TIME_AND_MATERIAL = "TIME_AND_MATERIAL"
    FIXED_PRICE = "FIXED_PRICE"


class BillingStatus(StrEnum):
    """Where a billable source stands on its way to an invoice."""

    NOT_READY = "NOT_READY"
    READY_TO_INVOICE = "READY_TO_INVOICE"
    CUSTOMER_INVOICE_CREATED = "CUSTOMER_INVOICE_CREATED"
    CUSTOMER_INVOICE_POSTED = "CUSTOMER_INVOICE_POSTED"
    CANCELED = "CANCELED"


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


class DetailKind(StrEnum):
    """What an invoice line detail bills."""

    TRANSACTION = "TRANSACTION"
    MILESTONE = "MILESTONE"
    RETAINER = "RETAINER"
    APPLIED_RETAINER = "APPLIED_RETAINER"
    RETAINER_REFUND = "RETAINER_REFUND"
    PRODUCT = "PRODUCT"


class BillingType(StrEnum):
    """Whether the customer is charged."""

    CHARGEABLE = "CHARGEABLE"
    NON_CHARGEABLE = "NON_CHARGEABLE"
    COMPLIMENTARY = "COMPLIMENTARY"


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


class QuantitySelection(StrEnum):
    """Which quantity of each line is invoiced (returns 3.3)."""

    ALL = "ALL"
    PACKING_SLIP = "PACKING_SLIP"
    DELIVER_NOW = "DELIVER_NOW"


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


class PostingRunKind(StrEnum):
    """What a posting run posts."""

    POST_INVOICES = "POST_INVOICES"
    CONFIRM_INVOICES = "CONFIRM_INVOICES"


class SummaryUpdate(StrEnum):
    """Which orders of a run share a document (returns 3.13)."""

    NONE = "NONE"
    INVOICE_ACCOUNT = "INVOICE_ACCOUNT"


class BulkConfirmationStatus(StrEnum):
    """How far the confirmation of a draft by a posting run has come (project-invoicing 2.6)."""

    SCHEDULED = "SCHEDULED"
    PROCESSING = "PROCESSING"
    COMPLETE = "COMPLETE"
    FAILED = "FAILED"


class WarningCode(StrEnum):
    """Something that does not stop a command but that its user should know."""

    NOT_LINKED_TO_INVOICE = "NOT_LINKED_TO_INVOICE"
    DEADLINE_PASSED = "DEADLINE_PASSED"
    INVOICE_BEFORE_PACKING_SLIP = "INVOICE_BEFORE_PACKING_SLIP"
    ORIGINAL_ALREADY_PAID = "ORIGINAL_ALREADY_PAID"
    CHARGE_TURNS_CREDIT_INTO_INVOICE = "CHARGE_TURNS_CREDIT_INTO_INVOICE"
    OPEN_REMAINDER = "OPEN_REMAINDER"


class ProblemCode(StrEnum):
    """Why a command was refused. `docs/problems.md` says what each one means and what to do about it."""

    NOT_FOUND = "NOT_FOUND"
    INVALID_INPUT = "INVALID_INPUT"
    CONCURRENT_UPDATE = "CONCURRENT_UPDATE"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    PLAN_OUTDATED = "PLAN_OUTDATED"
    ORDER_TYPE_NOT_INVOICEABLE = "ORDER_TYPE_NOT_INVOICEABLE"
    NOT_A_RETURN_ORDER = "NOT_A_RETURN_ORDER"
    RETURN_ORDER_NOT_OPEN = "RETURN_ORDER_NOT_OPEN"
    RETURN_LINE_NOT_RECEIVED = "RETURN_LINE_NOT_RECEIVED"
    ALREADY_INVOICED = "ALREADY_INVOICED"
    NOTHING_TO_POST = "NOTHING_TO_POST"
    ORDER_CANCELED = "ORDER_CANCELED"
    CREDIT_ONLY_HAS_NO_PACKING_SLIP = "CREDIT_ONLY_HAS_NO_PACKING_SLIP"
    RETURN_QTY_EXCEEDS_INVOICED = "RETURN_QTY_EXCEEDS_INVOICED"
    QTY_EXCEEDS_RECEIVED = "QTY_EXCEEDS_RECEIVED"
    QUANTITY_OPTION_NOT_VALID_FOR_RETURN = "QUANTITY_OPTION_NOT_VALID_FOR_RETURN"
    DISPOSITION_CODE_MISSING = "DISPOSITION_CODE_MISSING"
    DISPOSITION_NOT_ALLOWED = "DISPOSITION_NOT_ALLOWED"
    PACKING_SLIP_PARTIAL_LINE = "PACKING_SLIP_PARTIAL_LINE"
    CANCEL_NOT_ALLOWED = "CANCEL_NOT_ALLOWED"
    REASON_CODE_REQUIRED = "REASON_CODE_REQUIRED"
    PACKING_SLIP_NOT_FOR_ORDER = "PACKING_SLIP_NOT_FOR_ORDER"
    PACKING_SLIP_ALREADY_INVOICED = "PACKING_SLIP_ALREADY_INVOICED"
    PERIOD_NOT_OPEN = "PERIOD_NOT_OPEN"
    DATE_BREAKS_CHRONOLOGY = "DATE_BREAKS_CHRONOLOGY"
    CUSTOMER_BLOCKED = "CUSTOMER_BLOCKED"
    CURRENCY_MISMATCH = "CURRENCY_MISMATCH"
    LEDGER_ACCOUNT_MISSING = "LEDGER_ACCOUNT_MISSING"
    INVOICE_NOT_CONFIRMED = "INVOICE_NOT_CONFIRMED"
    INVOICE_READ_ONLY = "INVOICE_READ_ONLY"
    INVALID_STATUS_TRANSITION = "INVALID_STATUS_TRANSITION"
    NOTHING_TO_CORRECT = "NOTHING_TO_CORRECT"
    NO_CHANGES = "NO_CHANGES"
    PRODUCT_LINE_NOT_CORRECTABLE = "PRODUCT_LINE_NOT_CORRECTABLE"
    MILESTONE_PARTIAL_CREDIT_UNSUPPORTED = "MILESTONE_PARTIAL_CREDIT_UNSUPPORTED"
    CORRECTION_IN_PROGRESS = "CORRECTION_IN_PROGRESS"
    DETAIL_ALREADY_CORRECTED = "DETAIL_ALREADY_CORRECTED"
    FIELD_NOT_EDITABLE = "FIELD_NOT_EDITABLE"
    QUANTITY_SIGN = "QUANTITY_SIGN"
    TAX_WITHOUT_QUANTITY = "TAX_WITHOUT_QUANTITY"
    RETAINER_AMOUNT_EXCEEDS_AVAILABLE = "RETAINER_AMOUNT_EXCEEDS_AVAILABLE"
    RETAINER_BELOW_USED = "RETAINER_BELOW_USED"
    RETAINER_NOT_INVOICED = "RETAINER_NOT_INVOICED"
    RETAINER_REFUNDED = "RETAINER_REFUNDED"
    APPLIED_EXCEEDS_CHARGEABLE = "APPLIED_EXCEEDS_CHARGEABLE"
    MISSING_BACKING_ACTUAL = "MISSING_BACKING_ACTUAL"
    NTE_FAILED = "NTE_FAILED"
    NTE_NOT_EVALUATED = "NTE_NOT_EVALUATED"
    INVOICED_ENTRY_LOCKED = "INVOICED_ENTRY_LOCKED"
    BULK_LIMIT = "BULK_LIMIT"
    GROUP_FAILED = "GROUP_FAILED"
    INTERNAL_ERROR = "INTERNAL_ERROR"
    SOURCE_NOT_BILLABLE = "SOURCE_NOT_BILLABLE"
    NO_CHARGEABLE_TRANSACTIONS = "NO_CHARGEABLE_TRANSACTIONS"
