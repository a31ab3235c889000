"""Sales orders, return orders and project contracts: one list, three types."""

from datetime import date, datetime
from decimal import Decimal

import strawberry
from sqlalchemy import and_, or_

from ..models import tables
from ..models.identity import GlobalId
from ..models.vocabulary import (
    DispositionAction,
    OrderStatus,
    OrderType,
    ReturnLineStatus,
    ReturnStatus,
)
from ..resolvers import expressions, inherited
from ..resolvers.computed import letters
from ..resolvers.filters import InvoiceFilter
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import children, computed, connected, enumerated, measured, money, parent, stored
from .books import Voucher
from .lazy import (
    LazyActor,
    LazyContractCustomer,
    LazyContractLine,
    LazyCustomer,
    LazyInvoice,
    LazyInvoiceLine,
    LazyRetainer,
    LazyReturnOrder,
)
from .nodes import Connection, Node
from .parties import Product
from .renderings import PrintedDocument
from .return_codes import Charge, ReasonCode
from .taxes import TaxCode

Day = date  # a field below is called date
ORDER, SOLD, RETURNED = tables.order, tables.sales_order_line, tables.return_order_line
CONTRACT_LINE, SLIP, SLIP_LINE = tables.contract_line, tables.packing_slip, tables.packing_slip_line
RETURNS = expressions.RETURNS_OF_SALES
OF_ORDER = tables.invoice_order
RETAINER, SHARE = tables.retainer, tables.contract_customer
CHARGE, REASON = tables.return_charge, tables.reason_code
STANDS = or_(CHARGE.c.ended.is_(False), CHARGE.c.posted.is_(True))  # what others took the place of never counted


@strawberry.interface(description="A sales order, a return order or a project contract.")
class Order(Node):
    """What all orders share."""

    id: GlobalId = strawberry.field(description="Opaque and stable.")
    number: str = stored(ORDER.c.number, "Number, e.g. SO-000001, RO-000001 or PC-000001.")
    type: OrderType = enumerated(ORDER.c.type, OrderType, "Sales order, return order or project contract.")
    status: OrderStatus = enumerated(ORDER.c.status, OrderStatus, "How far the order has come.")
    customer: LazyCustomer = parent(ORDER.c.customer_id, "Customer", "Whose order it is.")
    currency: str = stored(ORDER.c.currency, "ISO 4217 code of all its amounts.")
    created_by: LazyActor | None = parent(
        ORDER.c.created_by_id, "Actor", "Who entered it; null where that was before anybody was known."
    )
    created_at: datetime = stored(ORDER.c.created_at, "When it was created.")
    invoices: Connection[LazyInvoice] = connected(
        ORDER.c.id,
        "Invoice",
        OF_ORDER.c.order_id,
        "Its invoices and credit notes, drafts included.",
        link=(OF_ORDER, OF_ORDER.c.invoice_id == tables.invoice.c.id),
        filter=InvoiceFilter,
        which="Which invoices.",
    )


@strawberry.type(description="A sales order: it sells products.")
class SalesOrder(Order, Node):
    """A sales order."""

    lines: list["SalesOrderLine"] = children(
        ORDER.c.id, "SalesOrderLine", SOLD.c.order_id, (SOLD.c.order_id, SOLD.c.line_number), "The lines, by number."
    )
    return_orders: list[LazyReturnOrder] = children(
        ORDER.c.id,
        "ReturnOrder",
        RETURNS.c.sales_order_id,
        (ORDER.c.id,),
        "Return orders that take back what this order sold.",
        link=(expressions.RETURNS_OF_SALES, RETURNS.c.return_order_id == ORDER.c.id),
    )
    replacement_for: LazyReturnOrder | None = parent(
        ORDER.c.replaces_for_id, "ReturnOrder", "The return order that it ships replacements for."
    )


@strawberry.type(description="A line of a sales order.")
class SalesOrderLine(Node):
    """A sales order line."""

    line_number: int = stored(SOLD.c.line_number, "Number within the order.")
    product: Product = parent(SOLD.c.product_id, "Product", "What is sold.")
    description: str = stored(SOLD.c.description, "What the line says.")
    quantity: Decimal = measured(SOLD.c.quantity, "How many were ordered.")
    unit_price: Decimal = measured(SOLD.c.unit_price, "Price a unit, without tax.")
    discount_percent: Decimal = measured(SOLD.c.discount_percent, "Per cent: 25 means 25 %.")
    tax_rate: Decimal = measured(SOLD.c.tax_rate, "Per cent: 25 means 25 %.")
    tax_code: TaxCode | None = parent(
        SOLD.c.tax_code_id, "TaxCode", "Its tax code; the rate that counts is that of the day of supply."
    )
    net_amount: Decimal = money(SOLD.c.net_amount, inherited.SALES_LINE_CURRENCY, "After discount, without tax.")
    delivered_quantity: Decimal = measured(SOLD.c.delivered_quantity, "How many packing slips have sent out.")
    invoiced_quantity: Decimal = measured(SOLD.c.invoiced_quantity, "How many have been invoiced.")
    returned_quantity: Decimal = measured(
        SOLD.c.returned_quantity, "How many packing slips of returns have taken back."
    )


@strawberry.type(
    description='A return order (order type "Returned order"): a sales order marked as returned. Invoicing it posts a '
    "credit note."
)
class ReturnOrder(Order, Node):
    """A return order."""

    rma_number: str = stored(ORDER.c.rma_number, "Return merchandise authorisation number, e.g. RMA-000001.")
    return_status: ReturnStatus = enumerated(ORDER.c.return_status, ReturnStatus, "Derived from the lines.")
    reason_code: str | None = stored(
        ORDER.c.reason_code, "Free text; a code that is set up brings its description and automatic charges."
    )
    reason: ReasonCode | None = parent(
        ORDER.c.reason_code, "ReasonCode", "The code, where it is set up.", owner=REASON.c.code
    )
    deadline: date = stored(ORDER.c.deadline, "The goods must arrive by this date.")
    printed_document: PrintedDocument = computed(
        "The return confirmation: what may come back, until when, under which number.",
        resolver=letters.return_confirmation,
    )
    charges: list[Charge] = children(
        ORDER.c.id,
        "Charge",
        CHARGE.c.order_id,
        (CHARGE.c.id,),
        "Charges of the whole order.",
        where=and_(CHARGE.c.line_id.is_(None), STANDS),
    )
    replacement_order: SalesOrder | None = parent(
        expressions.REPLACEMENT_ORDER,
        "SalesOrder",
        "The replacement order, where a disposition or the user asked for one; the latest of several.",
    )
    packing_slips: list["PackingSlip"] = children(
        ORDER.c.id, "PackingSlip", SLIP.c.order_id, (SLIP.c.id,), "Its packing slips."
    )
    lines: list["ReturnOrderLine"] = children(
        ORDER.c.id,
        "ReturnOrderLine",
        RETURNED.c.order_id,
        (RETURNED.c.order_id, RETURNED.c.line_number),
        "The lines, by number.",
    )


@strawberry.type(description="A line of a return order; its quantities are positive, one for each stage.")
class ReturnOrderLine(Node):
    """A return order line."""

    line_number: int = stored(RETURNED.c.line_number, "Number within the order.")
    product: Product = parent(RETURNED.c.product_id, "Product", "What comes back.")
    description: str = stored(RETURNED.c.description, "What the line says.")
    return_status: ReturnLineStatus = enumerated(
        RETURNED.c.return_status, ReturnLineStatus, "How far the line has come."
    )
    disposition_code: str | None = stored(inherited.DISPOSITION_CODE, "What is to become of the goods; set at arrival.")
    disposition_action: DispositionAction | None = enumerated(
        inherited.DISPOSITION_ACTION, DispositionAction, "What the disposition code does."
    )
    expected_quantity: Decimal = measured(RETURNED.c.expected_quantity, "How many are to come back.")
    registered_quantity: Decimal = measured(RETURNED.c.registered_quantity, "How many have arrived.")
    received_quantity: Decimal = measured(RETURNED.c.received_quantity, "How many packing slips have taken in.")
    invoiced_quantity: Decimal = measured(RETURNED.c.invoiced_quantity, "How many have been credited.")
    released_quantity: Decimal = measured(RETURNED.c.released_quantity, "Given up by creditRemainingQuantity: false.")
    arrived_on: date | None = stored(RETURNED.c.arrived_on, "When the goods arrived.")
    closed_on: date | None = stored(RETURNED.c.closed_on, "When it was credited in full, or canceled.")
    charges: list[Charge] = children(
        RETURNED.c.id, "Charge", CHARGE.c.line_id, (CHARGE.c.id,), "Charges of this line.", where=STANDS
    )
    unit_price: Decimal = measured(
        RETURNED.c.unit_price,
        "Price a unit to credit, before discount and tax: that of the invoice line unless another was entered.",
    )
    unit_cost: Decimal = measured(
        RETURNED.c.unit_cost, "Cost a unit; of a linked line the cost of the sale is taken back."
    )
    replacement_product: Product | None = parent(
        RETURNED.c.replacement_product_id, "Product", "What a REPLACE_… disposition ships."
    )
    replacement_quantity: Decimal | None = measured(RETURNED.c.replacement_quantity, "How many it ships.")
    discount_percent: Decimal = measured(RETURNED.c.discount_percent, "Per cent: 25 means 25 %.")
    tax_rate: Decimal = measured(RETURNED.c.tax_rate, "Per cent: 25 means 25 %.")
    tax_code: TaxCode | None = parent(
        RETURNED.c.tax_code_id, "TaxCode", "Its tax code: that of the invoice line it returns."
    )
    original_invoice_line: LazyInvoiceLine | None = parent(
        RETURNED.c.original_invoice_line_id,
        "InvoiceLine",
        "The invoice line that this line returns; null where entered by hand.",
    )


@strawberry.type(description="A project contract: an agreement to do project work for a customer.")
class ProjectContract(Order, Node):
    """A project contract."""

    name: str = stored(ORDER.c.name, "What the contract is about.")
    lines: list[LazyContractLine] = children(
        ORDER.c.id,
        "ContractLine",
        CONTRACT_LINE.c.order_id,
        (CONTRACT_LINE.c.order_id, CONTRACT_LINE.c.line_number),
        "The lines, by number.",
    )
    retainers: list[LazyRetainer] = children(
        ORDER.c.id, "Retainer", RETAINER.c.order_id, (RETAINER.c.id,), "What is paid in advance."
    )
    customers: list[LazyContractCustomer] = children(
        ORDER.c.id,
        "ContractCustomer",
        SHARE.c.order_id,
        (SHARE.c.id,),
        "Who shares the bill; empty where one customer pays it all.",
    )
    not_to_exceed_limit: Decimal | None = money(
        ORDER.c.not_to_exceed_limit,
        ORDER.c.currency,
        "The most that may be billed for work, without tax; null without a limit.",
    )
    billed_amount: Decimal = money(
        expressions.BILLED_AMOUNT, ORDER.c.currency, "Chargeable billed sales without tax, corrections included."
    )
    backlog_amount: Decimal = money(
        expressions.BACKLOG_AMOUNT,
        ORDER.c.currency,
        "Open chargeable unbilled sales of work without tax, retainers left out.",
    )


@strawberry.type(description="A packing slip: the physical update of an order: goods sent out, or taken back.")
class PackingSlip(Node):
    """A packing slip."""

    number: str = stored(SLIP.c.number, "Number, e.g. PS-000001.")
    date: Day = stored(SLIP.c.date, "The day that the goods moved.")
    posted_by: LazyActor | None = parent(
        SLIP.c.posted_by_id, "Actor", "Who posted it; null where that was before anybody was known."
    )
    customer_reference: str | None = stored(SLIP.c.customer_reference, "The customer's own packing slip number.")
    order: Order = parent(SLIP.c.order_id, "Order", "The order.")
    lines: list["PackingSlipLine"] = children(
        SLIP.c.id,
        "PackingSlipLine",
        SLIP_LINE.c.packing_slip_id,
        (SLIP_LINE.c.packing_slip_id, SLIP_LINE.c.id),
        "What was moved.",
    )
    voucher: Voucher | None = parent(
        SLIP.c.id,
        "Voucher",
        "Its journal entry; null where nothing has a cost.",
        owner=tables.voucher.c.packing_slip_id,
    )


@strawberry.type(description="What a packing slip moved.")
class PackingSlipLine(Node):
    """A packing slip line."""

    product: Product | None = parent(SLIP_LINE.c.product_id, "Product", "What was moved.")
    quantity: Decimal = measured(SLIP_LINE.c.quantity, "Out to the customer: positive. Back: negative.")
    disposition_action: DispositionAction | None = enumerated(
        SLIP_LINE.c.action, DispositionAction, "What became of returned goods."
    )
    on_hand_change: Decimal = measured(SLIP_LINE.c.on_hand_change, "What stock gained.")
    cost_amount: Decimal = money(
        SLIP_LINE.c.cost_amount, inherited.SLIP_LINE_CURRENCY, "Cost of the goods; of scrapped goods the loss."
    )
    return_order_line: ReturnOrderLine | None = parent(
        SLIP_LINE.c.return_order_line_id, "ReturnOrderLine", "The return line."
    )


_orders = (SalesOrder, ReturnOrder, ProjectContract)
catalogue(*_orders, table=tables.order, discriminator=ORDER.c.type, interface="Order")
catalogue(SalesOrderLine, table=tables.sales_order_line)
catalogue(ReturnOrderLine, table=tables.return_order_line)
catalogue(PackingSlip, table=tables.packing_slip)
catalogue(PackingSlipLine, table=tables.packing_slip_line)
