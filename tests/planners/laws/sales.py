"""Laws of sales, returns, settlements and stock on rows in memory (returns 6)."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from rebill.models.vocabulary import (
    DispositionAction,
    InvoiceStatus,
    OrderStatus,
    PostingType,
    ReturnLineStatus,
    TransactionClass,
    TransactionType,
)
from rebill.posting.amounts import share
from rebill.posting.laws.rows import is_one_piece
from rebill.posting.laws.sales_figures import has_its_figures, is_its_net, with_quantity_before
from tests.planners.book import ZERO, Book
from tests.planners.laws import ledger
from tests.planners.laws.ledger import Law, by, total

SHARED = ("quantity", "net_amount", "tax_amount", "discount_amount", "cost_amount")


def order_lines(book: Book) -> Iterator[object]:
    """Returns 3.3: an order line is quantity times price less discount, and no more of it is invoiced than was sold."""
    billed = by(book.all("InvoiceLine"), "sales_order_line_id")
    for line in book.all("SalesOrderLine"):
        order = book.one("Order", line.order_id)
        invoiced = total(billed[line.id], "quantity")
        within = line.invoiced_quantity <= line.delivered_quantity <= line.quantity
        if not (is_its_net(line.having(currency=order.currency)) and invoiced == line.invoiced_quantity and within):
            yield line.id


def line_amounts(book: Book) -> Iterator[object]:
    """Returns 3.4: lines are their part of the sale, or of what they credit, so that all parts are exactly the whole."""
    sold, lines = book.tables.get("SalesOrderLine", {}), book.tables.get("InvoiceLine", {})
    rows = []
    for line in lines.values():
        sale, original = sold.get(line.sales_order_line_id), lines.get(line.credits_line_id)
        rows.append(
            line.having(
                currency=book.one("Invoice", line.invoice_id).currency,
                sold=sale and sale.quantity,
                sold_net=sale and sale.net_amount,
                row_id=line.credits_line_id,
                correction=False,
                original=original and original.quantity,
                original_price=original and original.unit_price,
                original_net=original and original.net_amount,
                original_tax=original and original.tax_amount,
                original_discount=original and original.discount_amount,
            )
        )
    rows.sort(key=lambda row: (row.sales_order_line_id or 0, row.credits_line_id or 0, row.id))
    return (line[0].id for line in with_quantity_before(iter(rows)) if not has_its_figures(line))


def credited(book: Book) -> Iterator[object]:
    """Returns 1, 3: no more is credited than was sold, in any figure; what all comes back at its price is zero."""
    lines = book.tables.get("InvoiceLine", {})
    for key, credits in by(lines.values(), "credits_line_id").items():
        line = lines[key]
        left = {name: getattr(line, name) + total(credits, name) for name in SHARED}
        kept = any(one.unit_price != line.unit_price for one in credits)
        if min(left.values()) < 0 or (left["quantity"] == 0 and any(left.values()) and not kept):
            yield key


def credited_costs(book: Book) -> Iterator[object]:
    """Returns 3.4, 3.9: credits take of a return line's cost what is its part by now, and in the end all of it."""
    lines = by(book.all("InvoiceLine"), "return_order_line_id")
    for line in book.all("ReturnOrderLine"):
        if line.received_quantity and line.action is not DispositionAction.RETURN_TO_CUSTOMER:
            places = book.one("Order", line.order_id).places
            due = share(line.slip_cost, line.invoiced_quantity, line.received_quantity, places)
            if total(lines[line.id], "cost_amount") != -due:
                yield line.id


def sums(book: Book) -> Iterator[object]:
    """Returns 7: net and tax of a document are those of its lines and charges."""
    lines, charges = by(book.all("InvoiceLine"), "invoice_id"), by(book.all("InvoiceCharge"), "invoice_id")
    for one in book.all("Invoice"):
        net = total(lines[one.id], "net_amount") + total(charges[one.id], "amount")
        tax = total(lines[one.id], "tax_amount") + total(charges[one.id], "tax_amount")
        if (one.net_amount, one.tax_amount) != (net, tax):
            yield one.number


def charge_rows(book: Book) -> Iterator[object]:
    """Returns 1.8: the row of a charge is one piece at its amount, and there is one for each charge."""
    fees = [row for row in book.all("Actual") if row.transaction_class is TransactionClass.FEE]
    if sorted(row.amount for row in fees) != sorted(one.amount for one in book.all("InvoiceCharge")):
        yield "charges"
    yield from (row.id for row in fees if not is_one_piece(row))


def sales_rows(book: Book) -> Iterator[object]:
    """Returns 3.3: every line with a quantity has one row of billed sales with its figures."""
    billed = [row for row in book.all("Actual") if row.transaction_class is TransactionClass.PRODUCT]
    rows = by((row for row in billed if row.transaction_type is TransactionType.BILLED_SALES), "invoice_line_id")
    for line in book.all("InvoiceLine"):
        told = [(row.quantity, row.unit_price, row.amount, row.tax_amount) for row in rows[line.id]]
        figures = (line.quantity, line.unit_price, line.net_amount, line.tax_amount)
        if told != ([figures] if line.quantity else []):
            yield line.id


def settled(book: Book) -> Iterator[object]:
    """Returns 24, 25: what is settled is the sum of its settlements, on the side of its total and within it; PAID is all."""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for one in book.all("Settlement"):
        if one.amount * (1 if one.releases is None else -1) <= 0:
            yield one.id
        if one.releases is not None and book.one("Settlement", one.releases).amount != -one.amount:
            yield one.id
        for side, sign in ((one.debit, 1), (one.credit, -1)):
            if side is not None:
                sums[side] += sign * one.amount
    for one in book.all("Invoice"):
        low, high = sorted((ZERO, one.total_amount))
        paid = one.status is InvoiceStatus.PAID and one.settled_amount != one.total_amount
        if one.settled_amount != sums[one.id] or not low <= one.settled_amount <= high or paid:
            yield one.number


def return_lines(book: Book) -> Iterator[object]:
    """Returns 5, 8: no more of a return line is invoiced and released than expected; INVOICED is what is left of none."""
    for line in book.all("ReturnOrderLine"):
        taken = line.invoiced_quantity + line.released_quantity
        done = line.return_status is ReturnLineStatus.INVOICED
        if not line.received_quantity <= line.registered_quantity <= line.expected_quantity and not done:
            yield line.id
        if taken > line.expected_quantity or done != (taken == line.expected_quantity):
            yield line.id


def order_statuses(book: Book) -> Iterator[object]:
    """Returns 2.1, 2.3: an order is INVOICED and CLOSED exactly where every line is invoiced."""
    lines = by(book.all("ReturnOrderLine"), "order_id")
    for order in book.all("Order"):
        if order.id in lines:
            done = all(line.return_status is ReturnLineStatus.INVOICED for line in lines[order.id])
            if done != (order.status is OrderStatus.INVOICED) or done != (order.return_status == "CLOSED"):
                yield order.id


def stock(book: Book) -> Iterator[object]:
    """Returns 11: what is in stock is what packing slips moved; scrap and what goes to the customer again do not count."""
    moved: dict[int, Decimal] = defaultdict(Decimal)
    gone = (DispositionAction.SCRAP, DispositionAction.RETURN_TO_CUSTOMER)
    for line in book.all("PackingSlipLine"):
        moved[line.product_id] -= ZERO if line.action in gone else line.quantity
    return (one.id for one in book.all("Product") if one.on_hand != moved[one.id])


def clearing(book: Book) -> Iterator[object]:
    """Returns 9: once everything received is credited and nothing is given up, the clearing account is empty."""
    lines = book.all("ReturnOrderLine")
    if all(line.received_quantity <= line.invoiced_quantity for line in lines) and _on(
        book, PostingType.RETURNS_RECEIVED
    ):
        yield "RETURNS_RECEIVED"


def delivered(book: Book) -> Iterator[object]:
    """Returns 2.3, 3.7: once everything delivered is invoiced, nothing is left on the account of goods delivered."""
    lines = book.all("SalesOrderLine")
    if all(line.delivered_quantity == line.invoiced_quantity for line in lines) and _on(
        book, PostingType.GOODS_DELIVERED
    ):
        yield "GOODS_DELIVERED"


def _on(book: Book, kind: PostingType) -> Decimal:
    entries = (entry for voucher in book.all("Voucher") for entry in voucher.entries)
    return sum((one.amount for one in entries if one.posting_type is kind), ZERO)


LAWS: tuple[Law, ...] = (
    ledger.reversal_pairing,
    ledger.both_ways,
    ledger.lineage,
    ledger.invoice_is_ledger,
    ledger.vouchers,
    ledger.balances,
    ledger.document_types,
    order_lines,
    line_amounts,
    credited,
    credited_costs,
    sums,
    charge_rows,
    sales_rows,
    settled,
    return_lines,
    order_statuses,
    stock,
    clearing,
    delivered,
)
