"""Sales orders, return orders and project contracts: one list, three types."""

from datetime import date, datetime
from decimal import Decimal
from typing import Optional

import strawberry

from ..models import tables
from ..models.identity import GlobalId
from ..models.vocabulary import (
    ChargeCategory,
    ChargeOrigin,
    DispositionAction,
    OrderStatus,
    OrderType,
    ReturnLineStatus,
    ReturnStatus,
)
from ..resolvers import expressions, inherited
from ..resolvers.filters import InvoiceFilter
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import children, connected, enumerated, measured, money, parent, stored
from .books import Voucher
from .lazy import (
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

Day = date  # a field below is called date
O, S, R = tables.order.c, tables.sales_order_line.c, tables.return_order_line.c  # noqa: E741 - the first letters of its tables
L, D, K, G = tables.contract_line.c, tables.disposition_code.c, tables.packing_slip.c, expressions.RETURNS_OF_SALES.c
BILLED = tables.invoice_order
A, B = tables.retainer.c, tables.contract_customer.c
H, T, N, M, J = (
    tables.return_charge.c,
    tables.automatic_charge.c,
    tables.reason_code.c,
    tables.reason_code_group.c,
    tables.packing_slip_line.c,
)


@strawberry.interface(description="A sales order, a return order or a project contract.")
class Order(Node):
    """What all orders share."""

    id: GlobalId = strawberry.field(description="Opaque and stable.")
    number: str = stored(O.number, "Number, e.g. SO-000001, RO-000001 or PC-000001.")
    type: OrderType = enumerated(O.type, OrderType, "Sales order, return order or project contract.")
    status: OrderStatus = enumerated(O.status, OrderStatus, "How far the order has come.")
    customer: LazyCustomer = parent(O.customer_id, "Customer", "Whose order it is.")
    currency: str = stored(O.currency, "ISO 4217 code of all its amounts.")
    created_at: datetime = stored(O.created_at, "When it was created.")
    invoices: Connection[LazyInvoice] = connected(
        O.id,
        "Invoice",
        BILLED.c.order_id,
        "Its invoices and credit notes, drafts included.",
        link=(BILLED, BILLED.c.invoice_id == tables.invoice.c.id),
        filter=InvoiceFilter,
        which="Which invoices.",
    )


@strawberry.type(description="An order that sells products.")
class SalesOrder(Order, Node):
    """A sales order."""

    lines: list["SalesOrderLine"] = children(
        O.id, "SalesOrderLine", S.order_id, (S.order_id, S.line_number), "The lines, by number."
    )
    return_orders: list[LazyReturnOrder] = children(
        O.id,
        "ReturnOrder",
        G.sales_order_id,
        (O.id,),
        "Return orders that take back what this order sold.",
        link=(expressions.RETURNS_OF_SALES, G.return_order_id == O.id),
    )
    replacement_for: LazyReturnOrder | None = parent(
        O.replaces_for_id, "ReturnOrder", "The return order that it ships replacements for."
    )


@strawberry.type(description="A line of a sales order.")
class SalesOrderLine(Node):
    """A sales order line."""

    line_number: int = stored(S.line_number, "Number within the order.")
    product: Product = parent(S.product_id, "Product", "What is sold.")
    description: str = stored(S.description, "What the line says.")
    quantity: Decimal = measured(S.quantity, "How many were ordered.")
    unit_price: Decimal = measured(S.unit_price, "Price a unit, without tax.")
    discount_percent: Decimal = measured(S.discount_percent, "Per cent: 25 means 25 %.")
    tax_rate: Decimal = measured(S.tax_rate, "Per cent: 25 means 25 %.")
    net_amount: Decimal = money(S.net_amount, inherited.SALES_LINE_CURRENCY, "After discount, without tax.")
    delivered_quantity: Decimal = measured(S.delivered_quantity, "How many packing slips have sent out.")
    invoiced_quantity: Decimal = measured(S.invoiced_quantity, "How many have been invoiced.")
    returned_quantity: Decimal = measured(S.returned_quantity, "How many packing slips of returns have taken back.")


@strawberry.type(description="A sales order marked as returned; invoicing it posts a credit note.")
class ReturnOrder(Order, Node):
    """A return order."""

    rma_number: str = stored(O.rma_number, "Return merchandise authorisation number, e.g. RMA-000001.")
    return_status: ReturnStatus = enumerated(O.return_status, ReturnStatus, "Derived from the lines.")
    reason_code: str | None = stored(
        O.reason_code, "Free text; a code that is set up brings its description and automatic charges."
    )
    reason: Optional["ReasonCode"] = parent(O.reason_code, "ReasonCode", "The code, where it is set up.", owner=N.code)
    deadline: date = stored(O.deadline, "The goods must arrive by this date.")
    charges: list["Charge"] = children(
        O.id, "Charge", H.order_id, (H.id,), "Charges of the whole order.", where=H.line_id.is_(None)
    )
    replacement_order: SalesOrder | None = parent(
        expressions.REPLACEMENT_ORDER,
        "SalesOrder",
        "The order that ships the replacement, where a disposition or the user asked for one; the latest of several.",
    )
    packing_slips: list["PackingSlip"] = children(O.id, "PackingSlip", K.order_id, (K.id,), "Its packing slips.")
    lines: list["ReturnOrderLine"] = children(
        O.id, "ReturnOrderLine", R.order_id, (R.order_id, R.line_number), "The lines, by number."
    )


@strawberry.type(description="A line of a return order; its quantities are positive, one for each stage.")
class ReturnOrderLine(Node):
    """A return order line."""

    line_number: int = stored(R.line_number, "Number within the order.")
    product: Product = parent(R.product_id, "Product", "What comes back.")
    description: str = stored(R.description, "What the line says.")
    return_status: ReturnLineStatus = enumerated(R.return_status, ReturnLineStatus, "How far the line has come.")
    disposition_code: str | None = stored(inherited.DISPOSITION_CODE, "What is to become of the goods; set at arrival.")
    disposition_action: DispositionAction | None = enumerated(
        inherited.DISPOSITION_ACTION, DispositionAction, "What the disposition code does."
    )
    expected_quantity: Decimal = measured(R.expected_quantity, "How many are to come back.")
    registered_quantity: Decimal = measured(R.registered_quantity, "How many have arrived.")
    received_quantity: Decimal = measured(R.received_quantity, "How many packing slips have taken in.")
    invoiced_quantity: Decimal = measured(R.invoiced_quantity, "How many have been credited.")
    released_quantity: Decimal = measured(R.released_quantity, "Given up by creditRemainingQuantity: false.")
    arrived_on: date | None = stored(R.arrived_on, "When the goods arrived.")
    closed_on: date | None = stored(R.closed_on, "When it was credited in full, or canceled.")
    charges: list["Charge"] = children(R.id, "Charge", H.line_id, (H.id,), "Charges of this line.")
    unit_price: Decimal = measured(R.unit_price, "Price a unit of the invoice line, without tax.")
    unit_cost: Decimal = measured(R.unit_cost, "Cost a unit; of a linked line the cost of the sale is taken back.")
    replacement_product: Product | None = parent(
        R.replacement_product_id, "Product", "What a REPLACE_… disposition ships."
    )
    replacement_quantity: Decimal | None = measured(R.replacement_quantity, "How many it ships.")
    discount_percent: Decimal = measured(R.discount_percent, "Per cent: 25 means 25 %.")
    tax_rate: Decimal = measured(R.tax_rate, "Per cent: 25 means 25 %.")
    original_invoice_line: LazyInvoiceLine | None = parent(
        R.original_invoice_line_id,
        "InvoiceLine",
        "The invoice line that this line returns; null where entered by hand.",
    )


@strawberry.type(description="An agreement to do project work for a customer.")
class ProjectContract(Order, Node):
    """A project contract."""

    name: str = stored(O.name, "What the contract is about.")
    lines: list[LazyContractLine] = children(
        O.id, "ContractLine", L.order_id, (L.order_id, L.line_number), "The lines, by number."
    )
    retainers: list[LazyRetainer] = children(O.id, "Retainer", A.order_id, (A.id,), "What is paid in advance.")
    customers: list[LazyContractCustomer] = children(
        O.id, "ContractCustomer", B.order_id, (B.id,), "Who shares the bill; empty where one customer pays it all."
    )
    not_to_exceed_limit: Decimal | None = money(
        O.not_to_exceed_limit, O.currency, "The most that may be billed for work, without tax; null without a limit."
    )
    billed_amount: Decimal = money(
        expressions.BILLED_AMOUNT, O.currency, "Chargeable billed sales without tax, corrections included."
    )
    backlog_amount: Decimal = money(
        expressions.BACKLOG_AMOUNT,
        O.currency,
        "Open chargeable unbilled sales of work without tax, retainers left out.",
    )


@strawberry.type(description="What is to become of returned goods; the installed codes bear the names of the actions.")
class DispositionCode(Node):
    """A disposition code."""

    code: str = stored(D.code, "As it is given to registerArrival.")
    description: str = stored(D.description, "What it means.")
    action: DispositionAction = enumerated(D.action, DispositionAction, "What it does.")
    charges: list["AutomaticCharge"] = children(
        D.id, "AutomaticCharge", T.disposition_code_id, (T.id,), "Charges that return lines get with it."
    )


@strawberry.type(description="Why goods come back.")
class ReasonCode(Node):
    """A reason code."""

    code: str = stored(N.code, "As it is given to return orders.")
    description: str = stored(N.description, "What it means.")
    group: Optional["ReasonCodeGroup"] = parent(N.group_id, "ReasonCodeGroup", "The reasons that it is counted with.")
    charges: list["AutomaticCharge"] = children(
        N.id, "AutomaticCharge", T.reason_code_id, (T.id,), "Charges that return orders get with it."
    )


@strawberry.type(description="Reasons that are counted together.")
class ReasonCodeGroup(Node):
    """A group of reason codes."""

    code: str = stored(M.code, "Its code.")
    description: str = stored(M.description, "What its reasons have in common.")


@strawberry.type(description="A charge that comes with a reason code or a disposition code.")
class AutomaticCharge:
    """An automatic charge."""

    description: str = stored(T.description, "What the document calls it.")
    category: ChargeCategory = enumerated(T.category, ChargeCategory, "How it is reckoned.")
    value: Decimal = measured(T.value, "An amount, or a per cent.")
    tax_rate: Decimal = measured(T.tax_rate, "Per cent: 25 means 25 %.")
    currency: str | None = stored(T.currency, "Only return orders in this currency get it; all when null.")


@strawberry.type(description="A charge of a return order or of one of its lines.")
class Charge:
    """A charge."""

    description: str = stored(H.description, "What the document calls it.")
    category: ChargeCategory = enumerated(H.category, ChargeCategory, "How it is reckoned.")
    value: Decimal = measured(H.value, "An amount, or a per cent.")
    tax_rate: Decimal = measured(H.tax_rate, "Per cent: 25 means 25 %.")
    origin: ChargeOrigin = enumerated(H.origin, ChargeOrigin, "Where it comes from.")
    posted: bool = stored(H.posted, "Whether it has stood on a document; a FIXED charge does so once.")


@strawberry.type(description="The physical update of an order: goods sent out, or taken back.")
class PackingSlip(Node):
    """A packing slip."""

    number: str = stored(K.number, "Number, e.g. PS-000001.")
    date: Day = stored(K.date, "The day that the goods moved.")
    customer_reference: str | None = stored(K.customer_reference, "The customer's own packing slip number.")
    order: Order = parent(K.order_id, "Order", "The order.")
    lines: list["PackingSlipLine"] = children(
        K.id, "PackingSlipLine", J.packing_slip_id, (J.packing_slip_id, J.id), "What was moved."
    )
    voucher: Voucher | None = parent(
        K.id, "Voucher", "Its journal entry; null where nothing has a cost.", owner=tables.voucher.c.packing_slip_id
    )


@strawberry.type(description="What a packing slip moved.")
class PackingSlipLine(Node):
    """A packing slip line."""

    product: Product | None = parent(J.product_id, "Product", "What was moved.")
    quantity: Decimal = measured(J.quantity, "Out to the customer: positive. Back: negative.")
    disposition_action: DispositionAction | None = enumerated(
        J.action, DispositionAction, "What became of returned goods."
    )
    on_hand_change: Decimal = measured(J.on_hand_change, "What stock gained.")
    cost_amount: Decimal = money(
        J.cost_amount, inherited.SLIP_LINE_CURRENCY, "Cost of the goods; of scrapped goods the loss."
    )
    return_order_line: ReturnOrderLine | None = parent(J.return_order_line_id, "ReturnOrderLine", "The return line.")


_orders = (SalesOrder, ReturnOrder, ProjectContract)
catalogue(*_orders, table=tables.order, discriminator=O.type, interface="Order")
catalogue(SalesOrderLine, table=tables.sales_order_line)
catalogue(ReturnOrderLine, table=tables.return_order_line)
catalogue(DispositionCode, table=tables.disposition_code)
catalogue(PackingSlip, table=tables.packing_slip)
catalogue(PackingSlipLine, table=tables.packing_slip_line)
catalogue(ReasonCode, table=tables.reason_code)
catalogue(ReasonCodeGroup, table=tables.reason_code_group)
catalogue(Charge, table=tables.return_charge)
catalogue(AutomaticCharge, table=tables.automatic_charge)
