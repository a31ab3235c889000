"""The ledger rows of sales documents: one of billed sales for each line and charge."""

from datetime import date
from decimal import Decimal

from ....models.vocabulary import BillingStatus, BillingType, TransactionClass, TransactionType
from ...planned.documents import PlannedCharge, PlannedLine
from ...planned.rows import PlannedActual
from ...rules.names import Rule
from .facts import ReturnOrder, SalesOrder


def billed_line(
    order: ReturnOrder | SalesOrder,
    line: PlannedLine,
    rule: Rule,
    day: date,
    position: int,
    document_line: int,
    root: int | None = None,
) -> PlannedActual:
    """The row of a document's line; `root` is the row of the sale that it credits, if any."""
    return PlannedActual(
        position=position,
        transaction_type=TransactionType.BILLED_SALES,
        transaction_class=TransactionClass.PRODUCT,
        billing_type=BillingType.CHARGEABLE,
        description=line.description,
        transaction_date=day,
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=line.net_amount,
        tax_amount=line.tax_amount,
        rule=rule,
        order_id=order.id,
        customer_id=order.customer_id,
        currency=order.currency,
        document_line=document_line,
        billing_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
        root=root,
        root_position=position if root is None else None,
        tax_code_id=line.taxed_as.code_id,
        tax_rate=None if line.taxed is None else line.taxed.rate,
    )


def billed_charge(
    order: ReturnOrder, charge: PlannedCharge, rule: Rule, day: date, position: int, document_charge: int
) -> PlannedActual:
    """The row of a charge: one piece, taken back where the charge credits more."""
    return PlannedActual(
        position=position,
        transaction_type=TransactionType.BILLED_SALES,
        transaction_class=TransactionClass.FEE,
        billing_type=BillingType.CHARGEABLE,
        description=charge.description,
        transaction_date=day,
        quantity=Decimal(1 if charge.amount > 0 else -1),
        unit_price=abs(charge.amount),
        amount=charge.amount,
        tax_amount=charge.tax_amount,
        rule=rule,
        order_id=order.id,
        customer_id=order.customer_id,
        currency=order.currency,
        document_line=charge.document_line,
        document_charge=document_charge,
        billing_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
        root_position=position,
        tax_code_id=charge.taxed_as.code_id,
        tax_rate=None if charge.taxed is None else charge.taxed.rate,
    )
