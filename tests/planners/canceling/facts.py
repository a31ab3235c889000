"""Parts of posted documents, as the planner of their cancellation knows them: without a book."""

from decimal import Decimal
from typing import Any

from rebill.models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    DetailKind,
    InvoiceStatus,
    PostingType,
    TransactionClass,
    TransactionType,
)
from rebill.posting.planned.vouchers import Entry
from rebill.posting.planners.accounts import AccountDocument
from rebill.posting.planners.canceling import facts
from rebill.posting.planners.projects.facts import LedgerRow
from rebill.posting.planners.settlements import OpenItem
from tests.planners.projects.goods import Figures, row
from tests.planners.sales.trade import TODAY

ZERO = Decimal(0)
NOTHING = ("0", "0", "0")
TIME, RETAINER = TransactionClass.TIME, TransactionClass.RETAINER
GOODS_LINE = facts.DocumentLine(
    id=4,
    line_number=1,
    description="Chair",
    product_id=1,
    quantity=Decimal(10),
    unit_price=Decimal(100),
    discount_percent=ZERO,
    tax_rate=Decimal(25),
    net_amount=Decimal(1000),
    tax_amount=Decimal(250),
    discount_amount=ZERO,
    cost_amount=Decimal(600),
    contract_line_id=None,
    sales_order_line_id=6,
    return_order_line_id=None,
    returned_quantity=None,
    released_quantity=None,
)


def written(key: int, figures: Figures, kind: TransactionClass = TIME, **columns: Any) -> LedgerRow:
    """A billed row that nothing has reversed."""
    usual = {"id": key, "root_id": key, "adjustment_status": None, "draft_detail_id": None}
    return row(figures, "100", kind)._replace(**{**usual, **columns})


def unbilled(key: int, figures: Figures, kind: TransactionClass = TIME, **columns: Any) -> LedgerRow:
    """An unbilled row, billed by now."""
    usual = {
        "transaction_type": TransactionType.UNBILLED_SALES,
        "adjustment_status": AdjustmentStatus.ADJUSTED,
        "billing_status": BillingStatus.CUSTOMER_INVOICE_POSTED,
    }
    return written(key, figures, kind, **{**usual, **columns})


def detail(key: int, figures: Figures, before: Figures = NOTHING, **columns: Any) -> facts.DocumentDetail:
    """A detail of goods at 100.00 a piece and 25 % of tax; a correction where there was something before."""
    quantity, amount, tax = map(Decimal, figures)
    quantity_before, amount_before, tax_before = map(Decimal, before)
    terms = facts.Terms("Chair", Decimal(100), ZERO, Decimal(25))
    usual: dict[str, Any] = {
        "kind": DetailKind.PRODUCT,
        "transaction_class": TransactionClass.PRODUCT,
        "billing_type": BillingType.CHARGEABLE,
        "terms": terms,
        "terms_before": terms,
        "start_date": None,
        "correction": before != NOTHING,
        "first_id": key,
        "milestone_id": None,
        "retainer_id": None,
        "sold": quantity,
        "first_line_id": 4,
        "return_line_id": None,
        "family": 1,
        "line_id": 4,
    }
    return facts.DocumentDetail(
        id=key,
        quantity=quantity,
        amount=amount,
        tax_amount=tax,
        invoice_amount=amount - amount_before,
        invoice_tax_amount=tax - tax_before,
        before=(quantity_before, amount_before, tax_before),
        **{**usual, **columns},
    )


def account(key: int, number: str, total: str, settled: str = "0") -> AccountDocument:
    """A document on the customer's account."""
    status = InvoiceStatus.CONFIRMED
    return AccountDocument(key, number, status, 1, "NOK", TODAY, Decimal(total), Decimal(settled))


def item(one: AccountDocument, *families: int) -> OpenItem:
    """The same document as one that something may be matched with."""
    return OpenItem(one.id, one.number, TODAY, TODAY, one.total_amount, one.settled_amount, families or (1,))


def voucher(**amounts: int) -> tuple[Entry, ...]:
    """Entries by posting type, debits positive, on an account called after its type."""
    return tuple(Entry(PostingType(kind), Decimal(one), account=f"of {kind}") for kind, one in amounts.items())
