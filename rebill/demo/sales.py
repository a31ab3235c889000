"""Customers, products, sales orders and returns: what docs/returns.md tells of."""

from decimal import Decimal

from ..models.identity import encode
from ..models.vocabulary import ChargeCategory
from ..posting import commands
from ..posting.returns import arrivals, credit_notes, packing_slips
from ..posting.returns import orders as return_orders
from ..posting.runs import runs
from ..posting.runs.execution import execute_run
from ..posting.sales import orders as sales_orders
from ..posting.sales import payments
from ..posting.setup import parties
from .company import ADDRESSES
from .entering import Demo


def enter_parties(demo: Demo) -> None:
    """C-000001 to 3, one of them in EUR; P-000001 to 3."""
    for name, currency, tax_number in (
        ("Nordlys Elektro AS", "NOK", "NO 998 877 601 MVA"),
        ("Fjellheim Sport AS", "NOK", None),
        ("Rhein Maschinenbau GmbH", "EUR", "DE 223 344 551"),
    ):
        command = commands.CreateCustomer(
            name=name, currency=currency, tax_registration_number=tax_number, address=ADDRESSES[name]
        )
        demo.do(command, parties.create_customer)
    for name, price, cost in (("Desk lamp", "100", "60"), ("Cable, 2 m", "40", "25"), ("Work light", "249.90", "130")):
        product = commands.CreateProduct(
            name=name, sales_price=Decimal(price), cost_price=Decimal(cost), tax_rate=Decimal(25)
        )
        demo.do(product, parties.create_product)


def _order(demo: Demo, customer: str, *lines: tuple[str, str]) -> int:
    command = commands.CreateSalesOrder(
        customer=commands.CustomerRef(number=customer),
        lines=[
            commands.SalesOrderLineInput(product=commands.ProductRef(number=number), quantity=Decimal(quantity))
            for number, quantity in lines
        ],
    )
    order = demo.do(command, sales_orders.create_sales_order).order
    demo.clock.next_day()
    return order


def enter_sales(demo: Demo) -> None:
    """SO-000001 is delivered and invoiced, SO-000002 delivered, SO-000003 neither; SO-000004 and 5 are invoiced."""
    _order(demo, "C-000001", ("P-000001", "10"), ("P-000002", "5"))
    _order(demo, "C-000001", ("P-000003", "8"))
    _order(demo, "C-000003", ("P-000001", "3"))
    _order(demo, "C-000002", ("P-000003", "6"), ("P-000002", "20"))
    _order(demo, "C-000003", ("P-000001", "12"))
    for number in ("SO-000001", "SO-000002", "SO-000004", "SO-000005"):
        demo.do(commands.PostPackingSlip(order=commands.OrderRef(number=number)), packing_slips.post_packing_slip)
    demo.clock.next_day()
    invoiced = [commands.OrderRef(number=number) for number in ("SO-000001", "SO-000004", "SO-000005")]
    run = demo.do(commands.PostInvoices(orders=invoiced), runs.start_posting).run
    execute_run(demo.service, int(str(run)))
    demo.clock.next_day()


def _return(
    demo: Demo,
    sold: str,
    quantity: str,
    reason: str,
    arrived: bool = True,
    code: str | None = "CREDIT",
    fee: str | None = None,
) -> commands.OrderRef:
    """A return of the first line of a sales order, arrived unless said otherwise; without a code in quarantine."""
    (order,) = demo.keys("order", number=sold)
    order_line = demo.keys("sales_order_line", order_id=order)[0]
    (invoice_line,) = demo.keys("invoice_line", sales_order_line_id=order_line)
    line = commands.ReturnOrderLineInput(
        invoice_line=encode("InvoiceLine", invoice_line),
        quantity=Decimal(quantity),
        disposition_code=code if code == "CREDIT_ONLY" else None,
    )
    charges = [] if fee is None else [_fee(fee)]
    command = commands.CreateReturnOrder(reason_code=reason, lines=[line], charges=charges)
    created = demo.do(command, return_orders.create_return_order)
    key = created.order
    ref = commands.OrderRef(id=encode("ReturnOrder", key))
    if arrived:
        (return_line,) = demo.keys("return_order_line", order_id=key)
        arrival = commands.ArrivalLineInput(
            line=encode("ReturnOrderLine", return_line),
            quantity=Decimal(quantity),
            disposition_code=code,
            quarantine=code is None,
        )
        demo.do(commands.RegisterArrival(order=ref, lines=[arrival]), arrivals.register_arrival)
    demo.clock.next_day()
    return ref


def enter_returns(demo: Demo) -> None:
    """RO-000001 AWAITING, 2 REGISTERED, 3 RECEIVED, 4 INVOICED (credited), 5 CANCELED."""
    _return(demo, "SO-000001", "1", "DEFECT", arrived=False)
    _return(demo, "SO-000004", "1", "WRONG-ITEM")
    received = _return(demo, "SO-000001", "4", "DEFECT")
    demo.do(commands.PostPackingSlip(order=received), packing_slips.post_packing_slip)
    credited = _return(demo, "SO-000005", "2", "NOT-WANTED")
    demo.do(commands.PostPackingSlip(order=credited), packing_slips.post_packing_slip)
    demo.do(commands.PostReturnInvoice(order=credited), credit_notes.post_return_invoice)
    canceled = _return(demo, "SO-000005", "1", "NOT-WANTED", arrived=False)
    demo.do(commands.CancelReturnOrder(order=canceled), return_orders.cancel_return_order)
    demo.clock.next_day()


def _fee(amount: str) -> commands.ChargeInput:
    return commands.ChargeInput(
        description="Handling", category=ChargeCategory.FIXED, value=Decimal(amount), tax_rate=Decimal(25)
    )


def enter_special_returns(demo: Demo) -> None:
    """RO-000006 in quarantine, 7 credit only, 8 scrapped and settled, 9 replaced by SO-000006, 10 sent back."""
    _return(demo, "SO-000004", "2", "DEFECT", code=None)
    _return(demo, "SO-000005", "1", "LATE", arrived=False, code="CREDIT_ONLY")
    scrapped = _return(demo, "SO-000004", "1", "DAMAGED", code="SCRAP", fee="49")
    replaced = _return(demo, "SO-000001", "2", "WRONG-ITEM", code="REPLACE_AND_CREDIT")
    sent_back = _return(demo, "SO-000005", "1", "NOT-WANTED", code="RETURN_TO_CUSTOMER", fee="20")
    for order in (scrapped, replaced, sent_back):
        demo.do(commands.PostPackingSlip(order=order), packing_slips.post_packing_slip)
    for order in (scrapped, sent_back):
        demo.do(commands.PostReturnInvoice(order=order), credit_notes.post_return_invoice)
    demo.clock.next_day()
    paid = commands.RecordPayment(
        invoice=commands.InvoiceRef(number="INV-000003"), amount=Decimal("1250"), reference="Bank 17"
    )
    demo.do(paid, payments.record_payment)
