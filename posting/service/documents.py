"""Plans and warnings as the plain JSON values that results are made of, and that idempotency records keep."""

from collections.abc import Sequence

from ...models.identity import encode
from ..plan import Change, Plan, Warned, plain
from .transaction import Result

STATUS_FIELDS = {
    "status": "status",
    "return_status": "returnStatus",
    "billing_status": "billingStatus",
    "adjustment_status": "adjustmentStatus",
}


def warning_documents(warnings: Sequence[Warned]) -> list[Result]:
    """Warnings as code, message and path."""
    return [{"code": one.code, "message": one.message, "path": list(one.path)} for one in warnings]


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
        "status_changes": [_status_change(one) for one in plan.changes if one.field in STATUS_FIELDS],
        "warnings": warning_documents(plan.warnings),
    }


def _status_change(change: Change) -> Result:
    return {
        "subject": encode(change.subject, change.key),
        "field": STATUS_FIELDS[change.field],
        "from": "" if change.before is None else str(change.before),
        "to": "" if change.after is None else str(change.after),
    }
