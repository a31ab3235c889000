"""Drafts on books in memory as the planners know them."""

from decimal import Decimal

from rebill.models.vocabulary import BillingMethod, BillingType, NotToExceedStatus, TransactionType
from rebill.posting.planners.dates import Earlier
from rebill.posting.planners.projects.facts import Draft, DraftDetail, LedgerRow, Limit, Retainer
from rebill.posting.rules.grammar import WORK
from tests.planners.book import ZERO, Book, Row
from tests.planners.sales.orders import open_items

UNBILLED, BILLED = TransactionType.UNBILLED_SALES, TransactionType.BILLED_SALES


def draft_of(book: Book, key: int) -> Draft:
    """A draft as a fact."""
    invoice = book.one("Invoice", key)
    contract = book.one("Order", invoice.contract_id)
    details = tuple(_fact(book, one) for one in book.all("Detail") if one.invoice_id == key)
    touched = sorted({one.retainer_id for one in details if one.retainer_id is not None})
    return Draft(
        id=key,
        name=f"Invoice {invoice.number}" if invoice.number else f"Draft {key}",
        status=invoice.status,
        posted=invoice.posted,
        version=1,
        contract_id=contract.id,
        customer_id=invoice.customer_id,
        currency=contract.currency,
        places=contract.places,
        corrected=tuple(_earlier(book.one("Invoice", key)) for key in invoice.corrects),
        details=details,
        terms_days=30,
        retainers=tuple(_retainer(book, book.one("Retainer", one)) for one in touched),
        limits=limits_of(book, contract),
        open_items=open_items(book, {one.family for one in details if one.family is not None}),
    )


def _earlier(invoice: Row) -> Earlier:
    return Earlier(invoice.id, invoice.number, invoice.invoice_date)


def ledger_row(row: Row) -> LedgerRow:
    """A row of the ledger as a fact."""
    return LedgerRow(**{name: getattr(row, name, None) for name in LedgerRow._fields})


def _fact(book: Book, one: Row) -> DraftDetail:
    source = None if one.source_id is None else ledger_row(book.one("Actual", one.source_id))
    line = None if one.contract_line_id is None else book.one("ContractLine", one.contract_line_id)
    columns = {name: getattr(one, name, None) for name in DraftDetail._fields}
    return DraftDetail(
        **{
            **columns,
            "source": source,
            "fixed_price": line is not None and line.method is BillingMethod.FIXED_PRICE,
            "open_remainder": _remainder(book, source) if one.correction and source is not None else ZERO,
            "family": book.one("Detail", one.first_id).invoice_id if one.correction else None,
        }
    )


def _remainder(book: Book, source: LedgerRow) -> Decimal:
    return sum((row.quantity for row in open_rows(book) if row.root_id == source.root_id), ZERO)


def open_rows(book: Book) -> list[Row]:
    """Unbilled sales that nothing reverses."""
    unbilled = (row for row in book.all("Actual") if row.transaction_type is UNBILLED)
    return [row for row in unbilled if row.reverses_id is None and row.reversed_by_id is None]


def _retainer(book: Book, one: Row) -> Retainer:
    still_open = [ledger_row(row) for row in open_rows(book) if row.retainer_id == one.id]
    assert len(still_open) < 2, f"what is open of {one.description} is one row"
    return Retainer(
        id=one.id,
        description=one.description,
        billed=one.billed_amount,
        used=one.used_amount,
        refunded=one.refunded_amount,
        invoice_status=one.invoice_status,
        refund_status=one.refund_status,
        open_row=still_open[0] if still_open else None,
        tax_code_id=one.tax_code_id,
        tax_rate=one.tax_rate,
        billed_tax=one.billed_tax_amount,
        used_tax=one.used_tax_amount,
        refunded_tax=one.refunded_tax_amount,
    )


def limits_of(book: Book, contract: Row) -> tuple[Limit, ...]:
    """The limits of a contract and its lines, with what takes them up."""
    lines = [one for one in book.all("ContractLine") if one.limit is not None]
    limits = [(f"line {one.id} of {contract.number}", one.id, one.limit) for one in lines]
    if contract.limit is not None:
        limits.append((f"contract {contract.number}", None, contract.limit))
    return tuple(Limit(name, line, limit, _taken_up(book, line)) for name, line, limit in limits)


def _taken_up(book: Book, line: int | None) -> Decimal:
    billed = [row for row in book.all("Actual") if row.transaction_type is BILLED]
    committed = [row for row in open_rows(book) if row.not_to_exceed_status is NotToExceedStatus.COMMITTED]
    charged = (
        row.amount
        for row in (*billed, *committed)
        if row.billing_type is BillingType.CHARGEABLE and row.transaction_class in WORK
        if line in (None, row.contract_line_id)
    )
    return sum(charged, ZERO)
