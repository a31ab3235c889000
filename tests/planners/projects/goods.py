"""A line of goods on a draft that corrects it, as the planner knows it: without a book, with what stands as its facts."""

from datetime import date
from decimal import Decimal
from typing import Any

from rebill.models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    DetailKind,
    DispositionAction,
    InvoiceStatus,
    TransactionClass,
    TransactionType,
)
from rebill.posting.plan import Plan
from rebill.posting.planners.dates import Earlier
from rebill.posting.planners.projects.confirmation import plan_confirmation
from rebill.posting.planners.projects.facts import Draft, DraftDetail, LedgerRow
from rebill.posting.planners.projects.goods_facts import Goods, GoodsSide, Share, Standing
from rebill.posting.planners.projects.goods_values import right_amounts
from tests.tables import ROLES

DAY = date(2026, 9, 1)
ZERO = Decimal(0)
NOTHING = Standing(ZERO, ZERO, ZERO, ZERO)
Figures = tuple[str, str, str]  # quantity, amount and tax


def standing(figures: Figures) -> Standing:
    """What stands, or was taken, of goods without a discount."""
    return Standing(*map(Decimal, figures), ZERO)


def row(figures: Figures, price: str, kind: TransactionClass = TransactionClass.PRODUCT) -> LedgerRow:
    """The live row, which billed the goods."""
    quantity, amount, tax = map(Decimal, figures)
    return LedgerRow(
        id=1,
        transaction_type=TransactionType.BILLED_SALES,
        transaction_class=kind,
        billing_type=BillingType.CHARGEABLE,
        description="Chair",
        transaction_date=date(2026, 8, 1),
        quantity=quantity,
        unit_price=Decimal(price),
        amount=amount,
        tax_amount=tax,
        rule="sales.invoice.billed",
        order_id=3,
        customer_id=1,
        currency="NOK",
        contract_line_id=None,
        reverses_id=None,
        root_id=1,
        billing_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
        adjustment_status=AdjustmentStatus.IN_PROCESS,
        reversed_by_id=None,
        draft_detail_id=7,
        milestone_id=None,
        retainer_id=None,
        not_to_exceed_status=None,
        invoice_line_detail_id=5,
    )


def correction(
    live: Figures, price: str, *, taken: Figures | None = None, discount: str = "0", **facts: Any
) -> DraftDetail:
    """A detail that began with what stands of a live row: 25 % of tax, and a cost of 12.00 a piece unless said otherwise."""
    source = row(live, price)
    whole, part = standing(live), NOTHING if taken is None else standing(taken)
    left = Standing(*(one - other for one, other in zip(whole, part, strict=True)))
    sold = abs(whole.quantity)
    known: dict[str, Any] = {
        "side": GoodsSide.SALE,
        "sold": sold,
        "most": sold - part.quantity,
        "cost_amount": 12 * sold,
    }
    terms = {"unit_price": Decimal(price), "discount_percent": Decimal(discount), "tax_rate": Decimal(25)}
    goods = Goods(name="Line 1 (Chair) of INV-1", standing=left, taken=part, line_id=4, **terms, **{**known, **facts})
    return DraftDetail(
        id=7,
        kind=DetailKind.PRODUCT,
        transaction_class=TransactionClass.PRODUCT,
        billing_type=BillingType.CHARGEABLE,
        description="Chair",
        start_date=None,
        quantity=left.quantity,
        amount=left.amount,
        tax_amount=left.tax_amount,
        correction=True,
        source=source,
        contract_line_id=None,
        fixed_price=False,
        starts_billed=True,
        corrected_invoice_id=2,
        goods=goods,
        line_id=9,
        **terms,
    )


def took(net: str, tax: str, price: str) -> Share:
    """What a credit note took of a sale."""
    return Share(Decimal(net), Decimal(tax), Decimal(price), Decimal(net), Decimal(tax))


def credited(live: Figures, price: str, **facts: Any) -> DraftDetail:
    """A detail that corrects a line of a credit note: goods that came back, were received and credited."""
    share = took(live[1].strip("-"), live[2].strip("-"), price)
    return correction(
        live, price, **{"side": GoodsSide.CREDIT, "action": DispositionAction.CREDIT, "share": share, **facts}
    )


def charge(amount: str, tax: str) -> DraftDetail:
    """A detail that corrects a fee."""
    one = correction(("1", amount, tax), amount, side=GoodsSide.CHARGE, most=None, cost_amount=ZERO)
    assert one.source is not None
    source = one.source._replace(transaction_class=TransactionClass.FEE)
    return one._replace(kind=DetailKind.CHARGE, transaction_class=TransactionClass.FEE, source=source)


def entered(detail: DraftDetail, **values: str) -> DraftDetail:
    """The detail with right values, and the amounts that follow."""
    numbers = {name: Decimal(value) for name, value in values.items() if name != "description"}
    one = detail._replace(**numbers, description=values.get("description", detail.description))
    assert one.goods is not None
    if "amount" in values:
        return one
    net, tax = right_amounts(one.goods, one.quantity, one.unit_price, one.discount_percent, one.tax_rate, 2)
    return one._replace(amount=net, tax_amount=tax)


def draft_of(*details: DraftDetail) -> Draft:
    """A draft of the sales side."""
    return Draft(
        id=8,
        name="Draft 8",
        status=InvoiceStatus.DRAFT,
        posted=False,
        version=1,
        contract_id=None,
        customer_id=1,
        currency="NOK",
        places=2,
        corrected=(Earlier(2, "INV-000002", DAY),),
        details=details,
        terms_days=30,
    )


def planned(*details: DraftDetail) -> Plan:
    """The correction, which nothing is in the way of."""
    plan = plan_confirmation(draft_of(*details), DAY)
    assert isinstance(plan, Plan), plan
    return plan


def problems(*details: DraftDetail) -> list[tuple[str, str]]:
    """What is in the way: codes and paths."""
    plan = plan_confirmation(draft_of(*details), DAY)
    assert isinstance(plan, tuple), "it can be confirmed"
    return [(one.code, ".".join(one.path)) for one in plan]


def rows(plan: Plan) -> str:
    """The rows of a plan as a text table: name, quantity, amount, tax, connection."""
    links = {link.position: f"{ROLES[link.role]} {link.other}" for link in plan.links}
    told = (
        f"{one.rule.rpartition('.')[2]} {one.quantity.normalize():f} {one.amount:.2f} {one.tax_amount:.2f} "
        f"{links[one.position]}"
        for one in plan.actuals
    )
    return "\n".join(told)


def entries(plan: Plan) -> list[str]:
    """The voucher as a bookkeeper writes it down."""
    told = (f"{'Dr' if one.amount > 0 else 'Cr'} {one.posting_type} {abs(one.amount):.2f}" for one in plan.entries)
    return sorted(told)
