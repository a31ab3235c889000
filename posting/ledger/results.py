"""Plans, problems and warnings as the plain JSON values that results are made of, and that idempotency records keep."""

from collections.abc import Sequence

from ...models.identity import encode
from ..command.transaction import Result
from ..plan import Change, Entry, Plan, Warned, plain
from ..problems import Problem

STATUS_FIELDS = {
    "status": "status",
    "return_status": "returnStatus",
    "billing_status": "billingStatus",
    "adjustment_status": "adjustmentStatus",
    "invoice_status": "invoiceStatus",
    "refund_status": "refundStatus",
}


def warning_documents(warnings: Sequence[Warned]) -> list[Result]:
    """Warnings as code, message and path."""
    return [{"code": one.code, "message": one.message, "path": list(one.path)} for one in warnings]


def problem_document(problem: Problem) -> Result:
    """A problem as plain JSON values."""
    return {
        "code": problem.code,
        "message": problem.message,
        "path": list(problem.path),
        "retryable": problem.retryable,
        "remedy": problem.remedy,
    }


def plan_document(plan: Plan) -> Result:
    """A plan as the API shows it; amounts are canonical decimal text."""
    return {
        "hash": plan.hash,
        "document_type": plan.document_type,
        "net_amount": plain(plan.net_amount),
        "tax_amount": plain(plan.tax_amount),
        "total_amount": plain(plan.total_amount),
        "currency": plan.currency,
        "lines": [
            {
                "order_line_number": line.order_line_number,
                "description": line.description,
                "quantity": plain(line.quantity),
                "unit_price": plain(line.unit_price),
                "net_amount": plain(line.net_amount),
                "tax_amount": plain(line.tax_amount),
            }
            for line in plan.lines
        ],
        "actuals": [
            {
                "position": row.position,
                "transaction_type": row.transaction_type,
                "transaction_class": row.transaction_class,
                "billing_type": row.billing_type,
                "quantity": plain(row.quantity),
                "unit_price": plain(row.unit_price),
                "amount": plain(row.amount),
                "tax_amount": plain(row.tax_amount),
                "reverses": row.reverses,
                "reverses_position": row.reverses_position,
                "rule": row.rule,
            }
            for row in plan.actuals
        ],
        "due_date": None if plan.due_date is None else plan.due_date.isoformat(),
        "charges": [
            {
                "order_line_number": None
                if one.document_line is None
                else plan.lines[one.document_line].order_line_number,
                "description": one.description,
                "amount": plain(one.amount),
                "tax_amount": plain(one.tax_amount),
            }
            for one in plan.charges
        ],
        "voucher": [_entry(entry) for entry in plan.entries],
        "packing_slip_voucher": [_entry(entry) for slip in plan.slips for entry in slip.entries],
        "settlements": [{"invoice": one.invoice_id, "amount": plain(one.amount)} for one in plan.settlements],
        "status_changes": [_status_change(one) for one in _changes(plan) if one.field in STATUS_FIELDS],
        "warnings": warning_documents(plan.warnings),
    }


def _changes(plan: Plan) -> tuple[Change, ...]:
    return (*(change for slip in plan.slips for change in slip.changes), *plan.changes)


def _entry(entry: Entry) -> Result:
    """Debits and credits as a bookkeeper writes them; a correction stands in the other column, negated."""
    debit = (entry.amount < 0) if entry.is_correction else (entry.amount > 0)
    return {
        "posting_type": entry.posting_type,
        "debit": plain(entry.amount) if debit else "0",
        "credit": "0" if debit else plain(-entry.amount),
        "is_correction": entry.is_correction,
    }


def _status_change(change: Change) -> Result:
    return {
        "subject": encode(change.subject, change.key),
        "field": STATUS_FIELDS[change.field],
        "from": "" if change.before is None else str(change.before),
        "to": "" if change.after is None else str(change.after),
    }
