"""Orders on books in memory as the planners know them."""

from decimal import Decimal

from rebill.models.vocabulary import (
    ChargeCategory,
    DispositionAction,
    ReturnLineStatus,
    SettlementMode,
    TaxRounding,
)
from rebill.posting.planners.sales.facts import (
    Charge,
    OriginalLine,
    ReturnLine,
    ReturnOrder,
    SalesLine,
    SalesOrder,
)
from rebill.posting.planners.settlements import OpenItem
from rebill.posting.taxes.credits import Original
from tests.planners.book import ZERO, Book, Row

TO_CUSTOMER = DispositionAction.RETURN_TO_CUSTOMER


def sales_order(book: Book, key: int, *, settled: bool = False) -> SalesOrder:
    """A sales order; with the customer's open documents where they are to be settled."""
    order = book.one("Order", key)
    return SalesOrder(
        id=key,
        number=f"SO-{key:06d}",
        type=order.type,
        status=order.status,
        customer_id=order.customer_id,
        currency=order.currency,
        places=order.places,
        lines=tuple(_sales_line(row) for row in book.all("SalesOrderLine") if row.order_id == key),
        documents=documents_of(book, key),
        terms_days=30,
        open_items=open_items(book, None) if settled else (),
        rounding=order.rounding,
    )


def _sales_line(row: Row) -> SalesLine:
    same = ("id", "line_number", "product_id", "description", "quantity", "unit_price", "unit_cost")
    same = (*same, "discount_percent", "tax_rate", "net_amount")
    return SalesLine(
        **{name: getattr(row, name) for name in same},
        delivered=row.delivered_quantity,
        invoiced=row.invoiced_quantity,
        code=row.code,
    )


def documents_of(book: Book, order: int) -> tuple[str, ...]:
    """Numbers of the documents posted for an order."""
    return tuple(one.number for one in book.all("Invoice") if order in one.order_ids)


def open_items(book: Book, invoices: set[int] | None) -> tuple[OpenItem, ...]:
    """Posted documents: those in the families of `invoices`, or all that are open."""
    firsts = {one.id for one in book.all("Invoice") if not one.corrects}
    families = families_of(book, firsts if invoices is None else invoices)
    return tuple(
        OpenItem(
            one.id,
            one.number,
            one.due_date,
            one.invoice_date,
            one.total_amount,
            one.settled_amount,
            tuple(sorted(families.get(one.id, ()))),
        )
        for one in book.all("Invoice")
        if (one.settled_amount != one.total_amount if invoices is None else one.id in families)
    )


def families_of(book: Book, firsts: set[int]) -> dict[int, set[int]]:
    """The posted documents in the families of some first invoices, each with the families that it is in."""
    found = {key: {key} for key in firsts}
    posted = [one for one in book.all("Invoice") if getattr(one, "posted", False)]
    for one in posted:  # later ones correct earlier ones
        for key in one.corrects:
            if key in found:
                found.setdefault(one.id, set()).update(found[key])
    return found


def return_order(book: Book, key: int, settlement: SettlementMode = SettlementMode.NONE) -> ReturnOrder:
    """A return order, loaded to be settled."""
    order = book.one("Order", key)
    lines = tuple(_return_line(book, row) for row in book.all("ReturnOrderLine") if row.order_id == key)
    originals = {one.original.invoice_id for one in lines if one.original is not None}
    invoices = None if settlement is SettlementMode.AUTOMATIC else originals
    return ReturnOrder(
        id=key,
        number=f"RO-{key:06d}",
        return_status=order.return_status,
        status=order.status,
        customer_id=order.customer_id,
        currency=order.currency,
        places=order.places,
        lines=lines,
        documents=documents_of(book, key),
        charges=_charges(book, key, None),
        terms_days=30,
        open_items=() if settlement is SettlementMode.NONE else open_items(book, invoices),
        rounding=order.rounding,
    )


def _return_line(book: Book, row: Row) -> ReturnLine:
    same = ("id", "line_number", "action", "product_id", "description", "unit_price", "unit_cost")
    same = (*same, "price_entered", "discount_percent", "tax_rate", "sales_line_id", "slip_cost")
    original = row.original_invoice_line_id
    return ReturnLine(
        **{name: getattr(row, name) for name in same},
        status=row.return_status,
        expected=row.expected_quantity,
        registered=row.registered_quantity,
        received=row.received_quantity,
        invoiced=row.invoiced_quantity,
        released=row.released_quantity,
        cleared=row.slip_id is None or row.slip_id in {one.packing_slip_id for one in book.all("Voucher")},
        moved_on=None if row.slip_id is None else book.one("PackingSlip", row.slip_id).date,
        original=None if original is None else _original(book, original),
        charges=_charges(book, row.order_id, row.id),
        code=row.code,
    )


def _charges(book: Book, order: int, line: int | None) -> tuple[Charge, ...]:
    return tuple(
        Charge(one.id, one.description, ChargeCategory(one.category), one.value, one.tax_rate, one.posted)
        for one in book.all("ReturnCharge")
        if (one.order_id, one.line_id) == (order, line)
    )


def _original(book: Book, key: int) -> OriginalLine:
    line = book.one("InvoiceLine", key)
    billed = next(row for row in book.all("Actual") if row.invoice_line_id == key)
    same = ("id", "invoice_id", "quantity", "net_amount", "tax_amount", "discount_amount", "cost_amount")
    same = (*same, "unit_price", "discount_percent", "tax_rate")
    return OriginalLine(
        **{name: getattr(line, name) for name in same},
        sold=line.quantity,
        credited=-sum((one.quantity for one in book.all("InvoiceLine") if one.credits_line_id == key), ZERO),
        costed=_costed(book, key),
        actual_id=billed.id,
        root_id=billed.root_id,
        invoice_number=book.one("Invoice", line.invoice_id).number,
        invoice_date=book.one("Invoice", line.invoice_id).invoice_date,
        taxed=line.taxed,
        group=_group(book, line),
    )


def _group(book: Book, line: Row) -> Original | None:
    """What is billed alike on the document of a line, and credited of it, where that was rounded by rate."""
    if book.one("Invoice", line.invoice_id).tax_rounding is TaxRounding.LINE:
        return None
    of_group = (None if line.taxed is None else line.taxed.code_id, line.tax_rate)
    members = {
        one.id: one
        for one in book.all("InvoiceLine")
        if one.invoice_id == line.invoice_id and one.sales_order_line_id is not None
        if (None if one.taxed is None else one.taxed.code_id, one.tax_rate) == of_group
    }
    credits = [one for one in book.all("InvoiceLine") if one.credits_line_id in members]
    sold = [sum((getattr(one, name) for one in members.values()), ZERO) for name in ("net_amount", "tax_amount")]
    credited = [-sum((getattr(one, name) for one in credits), ZERO) for name in ("net_amount", "tax_amount")]
    return Original(line.invoice_id, of_group, *sold, *credited)


def _costed(book: Book, key: int) -> Decimal:
    """Quantity whose cost was taken back: by packing slips, and by credits without goods."""
    lines = [one for one in book.all("ReturnOrderLine") if one.original_invoice_line_id == key]
    goods = (one.received_quantity for one in lines if one.action not in (TO_CUSTOMER, DispositionAction.CREDIT_ONLY))
    without = (one.invoiced_quantity for one in lines if one.action is DispositionAction.CREDIT_ONLY)
    return sum((*goods, *without), ZERO)


def claimed(book: Book, key: int) -> Decimal:
    """How much of an invoice line return orders have claimed; what went back to the customer is free again."""
    return sum(
        (
            one.expected_quantity - one.released_quantity
            for one in book.all("ReturnOrderLine")
            if one.original_invoice_line_id == key
            and not (one.return_status is ReturnLineStatus.INVOICED and one.action is TO_CUSTOMER)
        ),
        ZERO,
    )
