"""What closes open amounts besides postings: payments, and settling by hand (returns 3.8)."""

from decimal import Decimal

from sqlalchemy import insert, select, update

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import InvoiceStatus, PostingType, ProblemCode
from ..amounts import rounded
from ..command.checks import Checks
from ..command.lookup import Found, find_invoice
from ..command.transaction import Result, Transaction
from ..commands import InvoiceRef, RecordPayment, SettleInvoices
from ..ledger.readiness import period_problems
from ..ledger.vouchers import missing_accounts, write_voucher
from ..plan import plain
from ..planners.vouchers import moved, voucher
from ..problems import refuse_if_any
from ..projects.drafts.loading import invoice_name

INVOICE, CUSTOMER = tables.invoice, tables.customer


def record_payment(transaction: Transaction, command: RecordPayment) -> Result:
    """Take at most what is open off a posted document; closing an invoice marks it PAID.

    On a credit note it is money paid back to the customer, and stands as a negative payment.
    """
    connection = transaction.connection
    day = command.date or transaction.today
    checks = Checks()
    invoice = _posted(transaction, command.invoice, checks, "invoice")
    checks.problems.extend(period_problems(connection, day, "date", lock=True))
    if invoice is not None:
        _check_open(invoice, checks, "invoice")
        _check_amount(invoice, command.amount, abs(invoice.total_amount - invoice.settled_amount), checks)
    checks.done()
    assert invoice is not None
    amount = command.amount if invoice.total_amount > 0 else -command.amount
    entries = voucher(*moved(PostingType.BANK, PostingType.RECEIVABLES, amount))
    refuse_if_any(missing_accounts(connection, entries))
    payment_id = connection.execute(
        insert(tables.payment)
        .values(
            invoice_id=invoice.id,
            customer_id=invoice.customer_id,
            date=day,
            amount=amount,
            reference=command.reference,
        )
        .returning(tables.payment.c.id)
    ).scalar_one()
    side = "debit_invoice_id" if amount > 0 else "credit_invoice_id"
    settlement = {"date": day, "amount": command.amount, "payment_id": payment_id, side: invoice.id}
    connection.execute(insert(tables.settlement).values(settlement))
    settled = invoice.settled_amount + amount
    status = InvoiceStatus.PAID if settled == invoice.total_amount else invoice.status
    connection.execute(update(INVOICE).where(INVOICE.c.id == invoice.id).values(settled_amount=settled, status=status))
    lowered = CUSTOMER.c.balance - amount
    connection.execute(update(CUSTOMER).where(CUSTOMER.c.id == invoice.customer_id).values(balance=lowered))
    write_voucher(transaction, entries, day, invoice.currency, payment_id=payment_id)
    return {"invoice": invoice.id, "payment": payment_id}


def settle_invoices(transaction: Transaction, command: SettleInvoices) -> Result:
    """Match an open invoice with an open credit note; never across customers or currencies."""
    connection = transaction.connection
    day = command.date or transaction.today
    checks = Checks()
    debit = _posted(transaction, command.invoice, checks, "invoice")
    credit = _posted(transaction, command.credit_note, checks, "creditNote")
    checks.done()
    assert debit is not None
    assert credit is not None
    if debit.total_amount <= 0 or credit.total_amount >= 0:
        checks.invalid(
            "An invoice is settled with a credit note: one above zero, the other below.",
            "creditNote",
            remedy="Give the invoice as invoice and the credit note as creditNote.",
        )
    if debit.currency != credit.currency:
        message = f"{debit.number} is in {debit.currency}, {credit.number} in {credit.currency}; both must be the same."
        checks.fail(ProblemCode.CURRENCY_MISMATCH, message, "creditNote")
    if debit.customer_id != credit.customer_id:
        checks.invalid(
            f"{debit.number} and {credit.number} belong to two customers.",
            "creditNote",
            remedy="Settle documents of one customer.",
        )
    checks.done()
    possible = min(debit.total_amount - debit.settled_amount, credit.settled_amount - credit.total_amount)
    amount = possible if command.amount is None else command.amount
    _check_open(debit, checks, "invoice")
    _check_open(credit, checks, "creditNote")
    _check_amount(debit, amount, possible, checks)
    checks.done()
    connection.execute(
        insert(tables.settlement).values(
            date=day, amount=amount, debit_invoice_id=debit.id, credit_invoice_id=credit.id
        )
    )
    for invoice, change in ((debit, amount), (credit, -amount)):
        settled = invoice.settled_amount + change
        connection.execute(update(INVOICE).where(INVOICE.c.id == invoice.id).values(settled_amount=settled))
    return {"invoice": debit.id, "credit_note": credit.id}


def _posted(transaction: Transaction, ref: InvoiceRef, checks: Checks, path: str) -> Found | None:
    """The posted document; its customer is locked, which whoever settles anything of that account does first."""
    connection = transaction.connection
    found = checks.attempt(lambda: find_invoice(connection, ref, path, lock=False))
    if found is None:
        return None
    if found.posted_at is None:
        message = f"{invoice_name(connection, found)} is not on the customer's account; it must be CONFIRMED."
        checks.fail(ProblemCode.INVOICE_NOT_CONFIRMED, message, path, remedy="Confirm it with confirmInvoice.")
        return None
    connection.execute(select(CUSTOMER.c.id).where(CUSTOMER.c.id == found.customer_id).with_for_update(key_share=True))
    return connection.execute(select(INVOICE).where(INVOICE.c.id == found.id)).one()


def _check_open(invoice: Found, checks: Checks, path: str) -> None:
    """Something of a document must be open, or there is nothing to settle."""
    if invoice.settled_amount == invoice.total_amount:
        message = f"{invoice.number} is settled in full; nothing of it is open."
        remedy = "Choose a document whose openAmount is not 0."
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, path, remedy=remedy)


def _check_amount(invoice: Found, amount: Decimal, possible: Decimal, checks: Checks) -> None:
    if possible <= 0:
        return  # told by `_check_open`
    places = minor_unit(invoice.currency)
    checks.amount("An amount", amount, places, "amount")
    if amount <= 0:
        checks.invalid(f"An amount must be above zero, not {plain(amount)}.", "amount", remedy="Leave the sign out.")
    elif amount > possible:
        most = rounded(possible, places)
        checks.invalid(f"{most} can be settled, not {plain(amount)}.", "amount", remedy=f"Give at most {most}.")
