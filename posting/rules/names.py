"""The names that rules are made of, and their signs: a misspelt one is an error of mypy's, not a row nobody reads.

`Actual.rule` is the key of a scenario and the name of a row in it, as in `time.partial_credit.remainder`. A `Rule` is
made by `Scenario.rules` alone, so that no planner writes one that is not in the tables.
"""

from enum import StrEnum
from typing import Literal, NewType

Rule = NewType("Rule", str)
Sign = Literal[1, -1]


class Occasion(StrEnum):
    """What happens to a class of project sales: the second half of a scenario's key."""

    FIRST = "first"
    FIRST_UNCHANGED = "first_unchanged"
    FIRST_LOWERED = "first_lowered"
    FIRST_WRITTEN_OFF = "first_written_off"
    FIRST_RAISED = "first_raised"
    FIRST_BILLING_TYPE = "first_billing_type"
    MANUAL = "manual"
    MANUAL_FIXED_PRICE = "manual_fixed_price"
    APPLIED = "applied"
    REFUNDED = "refunded"
    FULL_CREDIT = "full_credit"
    PARTIAL_CREDIT = "partial_credit"
    CORRECTION = "correction"
    INCREASE = "increase"
    FIXED_PRICE_FULL_CREDIT = "fixed_price_full_credit"
    FIXED_PRICE_CORRECTION = "fixed_price_correction"
    BILLED_CORRECTION = "billed_correction"
    APPLIED_CORRECTION = "applied_correction"
    REFUND_CORRECTION = "refund_correction"


class Stem(StrEnum):
    """What happens besides project invoices: the whole key of a scenario. Approving and withdrawing share one."""

    ENTRY = "entry"
    SALES_INVOICE = "sales.invoice"
    RETURN_CREDIT = "return.credit"
    RETURN_CHARGE = "return.charge"
    SALES_CORRECTION = "sales.correction"
    RETURN_CORRECTION = "return.correction"
    CHARGE_CORRECTION = "charge.correction"
    CANCELLATION = "cancel"


class RowName(StrEnum):
    """A row of a scenario: the last part of `Actual.rule`."""

    OPEN_REVERSAL = "open_reversal"
    REVERSAL = "reversal"
    RETURNED = "returned"
    CORRECTED = "corrected"
    CORRECTED_REVERSAL = "corrected_reversal"
    CORRECTED_BILLED = "corrected_billed"
    RETURNED_PART = "returned_part"  # set apart for returns, which took it before: no correction touches it
    REMAINDER = "remainder"
    OPEN = "open"
    SOURCE_REVERSAL = "source_reversal"
    BILLED = "billed"
    WRITE_OFF = "write_off"
    WRITE_OFF_REVERSAL = "write_off_reversal"
    WRITE_OFF_BILLED = "write_off_billed"  # waived, not billed: no correction touches it
    COST = "cost"
    UNBILLED = "unbilled"
    CANCELED_UNBILLED = "canceled_unbilled"
    CANCELED_COST = "canceled_cost"
    KEPT_COST = "kept_cost"
    RESTORED = "restored"  # stands in for a row that a canceled document had reversed


class Existing(StrEnum):
    """A row that the ledger has already and that a new one is connected with."""

    BILLED = "billed"  # the live billed sales of the detail
    UNBILLED = "unbilled"  # the unbilled sales that the detail bills, or that are withdrawn
    OPEN = "open"  # the open row of a retainer
    COST = "cost"  # the cost of the work that is withdrawn
    SOLD = "sold"  # the billed sales of the goods that come back


Counterpart = Existing | RowName
