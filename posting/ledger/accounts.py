"""Writes what moves on customers' accounts: balances, payments, and what is matched with what."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, update

from ...models import tables
from ...models.rows import read_one
from ..plan import BalanceChange, Plan


def change_balances(connection: Connection, balances: Sequence[BalanceChange]) -> None:
    """Move balances of customers, in the order of their keys."""
    customer = tables.customer
    change = bindparam("change", type_=customer.c.balance.type)
    statement = update(customer).where(customer.c.id == bindparam("key")).values(balance=customer.c.balance + change)
    moved = [
        {"key": one.customer_id, "change": one.amount} for one in sorted(balances, key=lambda one: one.customer_id)
    ]
    if moved:
        connection.execute(statement, moved)


def write_payment(connection: Connection, plan: Plan) -> int | None:
    """The key of the plan's payment; None where it has none."""
    payment = plan.payment
    if payment is None:
        return None
    values = {
        "invoice_id": payment.invoice_id,
        "customer_id": payment.customer_id,
        "date": plan.day,
        "amount": payment.amount,
        "reference": payment.reference,
    }
    inserted = insert(tables.payment).values(values).returning(tables.payment.c.id)
    return read_one(connection, inserted, int)


def write_settlements(connection: Connection, plan: Plan, invoice_id: int | None, payment_id: int | None) -> None:
    """Match what the plan settles: its document or its payment with open documents, or two of these."""
    parameters = [
        {
            "date": plan.day,
            "amount": one.amount,
            "payment_id": payment_id,
            "debit_invoice_id": invoice_id if one.debit_id is None else one.debit_id,
            "credit_invoice_id": invoice_id if one.credit_id is None else one.credit_id,
        }
        for one in plan.settlements
    ]
    if parameters:
        connection.execute(insert(tables.settlement), parameters)
