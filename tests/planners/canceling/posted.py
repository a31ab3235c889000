"""The documents of the worked examples that are canceled (putting-right 10.7, 10.8, 10.17), as the planner knows them."""

from dataclasses import replace
from decimal import Decimal

from rebill.models.vocabulary import (
    BillingStatus,
    BillingType,
    DetailKind,
    DispositionAction,
    OrderStatus,
    ReturnLineStatus,
    ReturnStatus,
    TransactionClass,
)
from rebill.posting.planners.canceling import facts
from rebill.posting.planners.projects.facts import Retainer
from rebill.posting.planners.releases import Settled
from tests.planners.canceling.facts import (
    GOODS_LINE,
    RETAINER,
    TIME,
    ZERO,
    account,
    detail,
    item,
    unbilled,
    voucher,
    written,
)
from tests.planners.sales.trade import TODAY

SOLD = account(1, "INV-000101", "1250")
SALE = facts.Posted(
    id=1,
    number="INV-000101",
    invoice_date=TODAY,
    contract_id=None,
    customer_id=1,
    currency="NOK",
    places=2,
    net_amount=Decimal(1000),
    tax_amount=Decimal(250),
    order_ids=(3,),
    lines=(GOODS_LINE,),
    details=(detail(5, ("10", "1000", "250")),),
    written=(facts.WrittenRow(written(1, ("10", "1000", "250"), TransactionClass.PRODUCT), 5),),
    reversed=(),
    entries=voucher(RECEIVABLES=1250, REVENUE=-1000, SALES_TAX=-250, COST_OF_GOODS_SOLD=600, GOODS_DELIVERED=-600),
    terms_days=30,
    sold_lines=(facts.SoldLine(6, Decimal(10)),),
    sold_orders=(facts.SoldOrder(3, OrderStatus.INVOICED),),
    accounts={1: SOLD},
    items=(item(SOLD),),
)
BACK_LINE = GOODS_LINE._replace(
    id=14,
    quantity=Decimal(-3),
    net_amount=Decimal(-300),
    tax_amount=Decimal(-75),
    cost_amount=Decimal(-180),
    sales_order_line_id=None,
    return_order_line_id=8,
    returned_quantity=Decimal(3),
    released_quantity=ZERO,
)
MATCH = Settled(7, TODAY, Decimal(375), 1, 2, None, None, None, None)
ON_BOTH_SIDES = {1: account(1, "INV-000101", "1250", "375"), 2: account(2, "CN-000001", "-375", "-375")}
CREDIT = replace(
    SALE,
    id=2,
    number="CN-000001",
    net_amount=Decimal(-300),
    tax_amount=Decimal(-75),
    order_ids=(9,),
    lines=(BACK_LINE,),
    details=(detail(15, ("-3", "-300", "-75"), line_id=14, first_line_id=14, return_line_id=8),),
    written=(facts.WrittenRow(written(2, ("-3", "-300", "-75"), TransactionClass.PRODUCT, root_id=1), 15),),
    entries=voucher(RECEIVABLES=-375, REVENUE=300, SALES_TAX=75, COST_OF_GOODS_SOLD=-180, RETURNS_RECEIVED=180),
    sold_lines=(),
    sold_orders=(),
    credited_lines=(
        facts.CreditedLine(
            id=8,
            order_id=9,
            status=ReturnLineStatus.INVOICED,
            action=DispositionAction.CREDIT,
            expected=Decimal(3),
            invoiced=Decimal(3),
            released=ZERO,
            closed_on=TODAY,
        ),
    ),
    returned_orders=(
        facts.ReturnedOrder(
            id=9,
            status=OrderStatus.INVOICED,
            return_status=ReturnStatus.CLOSED,
            lines=((8, ReturnLineStatus.INVOICED, DispositionAction.CREDIT),),
        ),
    ),
    settled=(MATCH,),
    accounts=ON_BOTH_SIDES,
    items=tuple(map(item, ON_BOTH_SIDES.values())),
)
NOT_BILLED = BillingType.NON_CHARGEABLE
ADVANCE = unbilled(14, ("-1", "-400", "0"), RETAINER, retainer_id=1, adjustment_status=None)
BILLED_WORK = account(1, "INV-000101", "400")
WORK = replace(
    SALE,
    contract_id=1,
    net_amount=Decimal(200),
    tax_amount=Decimal(200),
    lines=(
        GOODS_LINE._replace(
            description="Work",
            product_id=None,
            quantity=None,
            unit_price=None,
            discount_percent=None,
            tax_rate=None,
            net_amount=Decimal(200),
            tax_amount=Decimal(200),
            cost_amount=ZERO,
            contract_line_id=1,
            sales_order_line_id=None,
        ),
    ),
    details=(
        detail(5, ("8", "800", "200"), kind=DetailKind.TRANSACTION, transaction_class=TIME),
        detail(6, ("-1", "-600", "0"), kind=DetailKind.APPLIED_RETAINER, transaction_class=RETAINER, retainer_id=1),
    ),
    written=(
        facts.WrittenRow(unbilled(6, ("8", "800", "200"), root_id=4, reversed_by_id=7), 5),
        facts.WrittenRow(written(8, ("8", "800", "200"), root_id=4), 5),
        facts.WrittenRow(
            written(
                11, ("2", "200", "0"), root_id=4, billing_type=NOT_BILLED, rule="time.confirm.first.write_off_billed"
            ),
            5,
        ),
        facts.WrittenRow(written(13, ("-1", "-600", "0"), RETAINER, retainer_id=1), 6),
        facts.WrittenRow(ADVANCE._replace(billing_status=BillingStatus.READY_TO_INVOICE), 6),
    ),
    reversed=(
        facts.ReversedRow(unbilled(4, ("10", "1000", "0"), reversed_by_id=5), 5, None),
        facts.ReversedRow(unbilled(2, ("-1", "-1000", "0"), RETAINER, retainer_id=1, reversed_by_id=12), 6, None),
    ),
    entries=voucher(RECEIVABLES=400, ADVANCES=600, REVENUE=-800, SALES_TAX=-200),
    sold_lines=(),
    sold_orders=(),
    retainers=(
        Retainer(
            id=1,
            description="Advance",
            billed=Decimal(1000),
            used=Decimal(600),
            refunded=ZERO,
            invoice_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
            refund_status=None,
            open_row=ADVANCE,
        ),
    ),
    accounts={1: BILLED_WORK},
    items=(item(BILLED_WORK),),
)
