"""The values that messages of a code speak of whatever the variant (access 6.10): programs may count on them."""

from collections.abc import Mapping

from ..vocabulary import ProblemCode

STATE = ("state", "needed")
AMOUNTS = ("given", "available")
ALWAYS: Mapping[ProblemCode, tuple[str, ...]] = {
    ProblemCode.NOT_FOUND: ("type", "given"),
    ProblemCode.FORBIDDEN: ("scope",),
    ProblemCode.CONCURRENT_UPDATE: ("expected", "current"),
    ProblemCode.IDEMPOTENCY_KEY_REUSED: ("operation", "at"),
    ProblemCode.PLAN_OUTDATED: ("expected", "current"),  # with an approval `approved` in place of `expected`
    ProblemCode.APPROVAL_REQUIRED: ("policy", "plan", "total", "currency"),
    ProblemCode.APPROVER_NOT_INDEPENDENT: ("person",),
    ProblemCode.APPROVAL_NOT_PENDING: ("status",),
    ProblemCode.INVALID_STATUS_TRANSITION: STATE,
    ProblemCode.RETURN_ORDER_NOT_OPEN: STATE,
    ProblemCode.RETURN_LINE_NOT_RECEIVED: STATE,
    ProblemCode.INVOICE_NOT_CONFIRMED: STATE,
    ProblemCode.INVOICE_READ_ONLY: STATE,
    ProblemCode.CANCEL_NOT_ALLOWED: STATE,
    ProblemCode.RETURN_QTY_EXCEEDS_INVOICED: AMOUNTS,
    ProblemCode.QTY_EXCEEDS_RECEIVED: AMOUNTS,
    ProblemCode.RETAINER_AMOUNT_EXCEEDS_AVAILABLE: AMOUNTS,
    ProblemCode.RETAINER_BELOW_USED: AMOUNTS,
    ProblemCode.APPLIED_EXCEEDS_CHARGEABLE: AMOUNTS,
    ProblemCode.CORRECTION_EXCEEDS_BILLED: AMOUNTS,
    ProblemCode.RETURN_PRICE_EXCEEDS_BILLED: AMOUNTS,
    ProblemCode.CREDIT_USE_MISMATCH: AMOUNTS,
    ProblemCode.WRITE_OFF_TOO_LARGE: AMOUNTS,
    ProblemCode.FIELD_NOT_EDITABLE: ("field",),
    ProblemCode.MILESTONE_PARTIAL_CREDIT_UNSUPPORTED: ("field",),
    ProblemCode.TAX_RATE_MISSING: ("code", "date"),
    ProblemCode.TAX_AMOUNT_MISMATCH: ("code", "given", "expected", "tolerance"),
    ProblemCode.TAX_CODE_IN_USE: ("code", "document", "date"),
    ProblemCode.PERIOD_NOT_OPEN: ("date", "state"),
    ProblemCode.ELECTRONIC_DOCUMENT_INVALID: ("rule", "customer"),
    ProblemCode.ELECTRONIC_RULES_MISSING: ("customer", "extra"),
}
