"""What a correction run is asked for: the records that its selection names, and whether it makes sense."""

from collections.abc import Sequence
from functools import partial

from ....models.vocabulary import ProblemCode
from ...checks import Checks
from ...command.lookup import find_customer, find_order, find_product, invoices_named
from ...command.names import invoice_name
from ...command.records import InvoiceRow
from ...command.transaction import Transaction
from ...commands import BilledSelection, CorrectInvoices, CorrectionRuleInput, DateRange, InvoiceRef
from ...planners.projects.correction_rules import CorrectionRule
from ..requests import BilledWhere, CorrectionRequest

WHERE, CHANGE = "where", "change"


def correction_request(transaction: Transaction, command: CorrectInvoices) -> CorrectionRequest:
    """What the run selects and what is right for it; refused with everything that is wrong about both."""
    checks = Checks()
    where = _where(transaction, command.where, checks)
    rule = _rule(command.change, checks)
    checks.done()
    return CorrectionRequest(where, rule, command.reason)


def _where(transaction: Transaction, wanted: BilledSelection, checks: Checks) -> BilledWhere:
    connection, path = transaction.connection, (WHERE,)
    customer, order, product = wanted.customer, wanted.order, wanted.product
    found = (
        None if customer is None else checks.attempt(lambda: find_customer(connection, customer, *path, "customer")),
        None if order is None else checks.attempt(lambda: find_order(connection, order, *path, "order", lock=False)),
        None if product is None else checks.attempt(lambda: find_product(connection, product, *path, "product")),
    )
    worked, dated = wanted.transaction_date or DateRange(), wanted.invoice_date or DateRange()
    _check_days(worked, checks, "transactionDate")
    _check_days(dated, checks, "invoiceDate")
    if wanted.unit_price is not None:
        checks.not_negative("A unit price", wanted.unit_price, WHERE, "unitPrice")
    if wanted.tax_rate is not None:
        checks.percent("A tax rate", wanted.tax_rate, WHERE, "taxRate")
    where = BilledWhere(
        invoices=None if wanted.invoices is None else _invoices(transaction, wanted.invoices, checks),
        customer=None if found[0] is None else found[0].id,
        order=None if found[1] is None else found[1].id,
        product=None if found[2] is None else found[2].id,
        transaction_class=wanted.transaction_class,
        description=wanted.description,
        unit_price=wanted.unit_price,
        tax_rate=wanted.tax_rate,
        worked_from=worked.from_,
        worked_to=worked.to,
        dated_from=dated.from_,
        dated_to=dated.to,
    )
    if where == BilledWhere() and not checks.problems:
        checks.invalid("empty-selection", WHERE)
    return where


def _invoices(transaction: Transaction, refs: Sequence[InvoiceRef], checks: Checks) -> list[int]:
    """The keys of the invoices that are named, each once; all of them must be posted."""
    known = invoices_named(transaction.connection, refs)
    found: dict[int, InvoiceRow] = {}
    for place, ref in enumerate(refs):
        path = (WHERE, "invoices", str(place))
        row = checks.attempt(partial(known.find, ref, *path))
        if row is not None and row.posted_at is None:
            checks.fail(
                ProblemCode.INVOICE_NOT_CONFIRMED,
                "corrected-invoice",
                *path,
                name=invoice_name(transaction.connection, row),
                state=row.status,
                needed="CONFIRMED, PAID",
            )
        elif row is not None and row.id in found:
            checks.invalid("invoice-named-twice", *path, document=row.number)
        elif row is not None:
            found[row.id] = row
    return list(found)


def _check_days(days: DateRange, checks: Checks, name: str) -> None:
    if days.from_ is not None and days.to is not None and days.from_ > days.to:
        checks.invalid("days-end", WHERE, name, "to", given=days.to, limit=days.from_)


def _rule(wanted: CorrectionRuleInput, checks: Checks) -> CorrectionRule:
    if wanted.unit_price is not None:
        checks.not_negative("A unit price", wanted.unit_price, CHANGE, "unitPrice")
    if wanted.price_factor is not None:
        checks.not_negative("A price factor", wanted.price_factor, CHANGE, "priceFactor")
    if wanted.tax_rate is not None:
        checks.percent("A tax rate", wanted.tax_rate, CHANGE, "taxRate")
    given = (wanted.unit_price, wanted.price_factor, wanted.tax_rate, wanted.credit_in_full)
    if wanted.credit_in_full is False:
        checks.invalid("credit-in-full", CHANGE, "creditInFull")
    elif sum(one is not None for one in given) != 1:
        checks.invalid("one-rule", CHANGE)
    return CorrectionRule(wanted.unit_price, wanted.price_factor, wanted.tax_rate, wanted.credit_in_full is True)
