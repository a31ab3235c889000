"""Drafts on books in memory: what createInvoice, correctInvoice and updateInvoiceLineDetails leave for a confirmation.

Only what a planner is given is built here; what is refused before there is a draft is proved through the API.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rebill.models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    DetailKind,
    InvoiceStatus,
    RefundStatus,
    TransactionClass,
    TransactionType,
)
from rebill.posting.amounts import gross
from rebill.posting.rules.grammar import WORK
from tests.planners.book import ZERO, Book, Row

READY, CREATED = BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_CREATED
UNBILLED, BILLED = TransactionType.UNBILLED_SALES, TransactionType.BILLED_SALES
ONE = Decimal(1)
HELD = {  # by kind, what a first-time detail marks as being on a draft
    DetailKind.MILESTONE: ("Milestone", "milestone_id", "invoice_status"),
    DetailKind.RETAINER: ("Retainer", "retainer_id", "invoice_status"),
    DetailKind.PRODUCT: ("ContractLine", "contract_line_id", "billing_status"),
}


def drafted(book: Book, contract: int, customer: int, applied: Mapping[int, Decimal]) -> Book:
    """With a draft of everything that is ready for a customer, and `applied` amounts of retainers."""
    of_retainers = [
        retained(DetailKind.APPLIED_RETAINER, book.one("Retainer", key), -part) for key, part in applied.items()
    ]
    details = [
        *_work(book, contract, customer),
        *_milestones(book, customer),
        *_products(book, customer),
        *_retainers(book, customer),
    ]
    book = book.adding("Invoice", [header(book, contract, customer, corrects=())])
    return added(book, len(book.all("Invoice")), [*details, *of_retainers])


def header(book: Book, contract: int, customer: int, *, corrects: tuple[int, ...]) -> dict[str, Any]:
    """A new draft."""
    return {
        "status": InvoiceStatus.DRAFT,
        "posted": False,
        "number": None,
        "customer_id": customer,
        "contract_id": contract,
        "currency": book.one("Order", contract).currency,
        "order_ids": (contract,),
        "corrects": corrects,
        "corrected_total": None,
        "previous_total": None,
        "has_corrections": bool(corrects),
    }


def added(book: Book, invoice: int, details: Sequence[Mapping[str, Any]]) -> Book:
    """With details on a draft, which hold what they bill or correct."""
    first = book.next("Detail")
    book = book.adding("Detail", ({**one, "invoice_id": invoice} for one in details))
    for key, one in enumerate(details, first):
        if one["source_id"] is not None:
            mark = (
                {"adjustment_status": AdjustmentStatus.IN_PROCESS} if one["correction"] else {"billing_status": CREATED}
            )
            book = book.setting("Actual", [one["source_id"]], draft_detail_id=key, **mark)
        elif one["kind"] in HELD:
            subject, column, status = HELD[one["kind"]]
            book = book.setting(subject, [one[column]], **{status: CREATED})
    return book


def detail(kind: DetailKind, transaction_class: TransactionClass, **columns: Any) -> dict[str, Any]:
    """A detail to be."""
    plain = {
        "billing_type": BillingType.CHARGEABLE,
        "start_date": None,
        "tax_amount": ZERO,
        "correction": False,
        "source_id": None,
        "contract_line_id": None,
        "milestone_id": None,
        "retainer_id": None,
        "original_id": None,
        "first_id": None,
        "usual_tax": ZERO,
        "starts_billed": False,
        "corrected_invoice_id": None,
        "tax_code_id": None,
        "tax_rate": None,
        "supplied_on": None,
        "tax_entered": False,
    }
    return {**plain, "kind": kind, "transaction_class": transaction_class, **columns}


def _work(book: Book, contract: int, customer: int) -> list[dict[str, Any]]:
    rows = [row for row in book.all("Actual") if row.billing_status is READY and row.customer_id == customer]
    return [
        detail(
            DetailKind.TRANSACTION,
            row.transaction_class,
            billing_type=row.billing_type,
            description=row.description,
            start_date=row.transaction_date,
            quantity=row.quantity,
            unit_price=row.unit_price,
            amount=row.amount,
            tax_amount=row.tax_amount if row.billing_type is BillingType.CHARGEABLE else ZERO,
            usual_tax=row.tax_amount,
            source_id=row.id,
            contract_line_id=row.contract_line_id,
            tax_code_id=row.tax_code_id,
        )
        for row in rows
        if row.transaction_class in WORK and row.order_id == contract
    ]


def _milestones(book: Book, customer: int) -> list[dict[str, Any]]:
    return [
        detail(
            DetailKind.MILESTONE,
            TransactionClass.MILESTONE,
            description=one.description,
            quantity=ONE,
            unit_price=one.amount,
            amount=one.amount,
            tax_amount=one.tax_amount,
            usual_tax=one.tax_amount,
            contract_line_id=one.contract_line_id,
            milestone_id=one.id,
        )
        for one in book.all("Milestone")
        if one.invoice_status is READY and one.customer_id == customer
    ]


def _products(book: Book, customer: int) -> list[dict[str, Any]]:
    return [
        detail(
            DetailKind.PRODUCT,
            TransactionClass.PRODUCT,
            description=one.description,
            quantity=one.quantity,
            unit_price=one.unit_price,
            amount=one.amount,
            tax_amount=one.tax_amount,
            contract_line_id=one.id,
        )
        for one in book.all("ContractLine")
        if one.billing_status is READY and customer == 1
    ]


def _retainers(book: Book, customer: int) -> list[dict[str, Any]]:
    """Those to bill, and what is left of those to refund, unless another draft pays it back."""
    retainers = [one for one in book.all("Retainer") if one.customer_id == customer]
    drafts = {one.id for one in book.all("Invoice") if not one.posted}
    refunds = (one for one in book.all("Detail") if one.kind is DetailKind.RETAINER_REFUND)
    on_drafts = {one.retainer_id for one in refunds if one.invoice_id in drafts}
    billed = [
        retained(DetailKind.RETAINER, one, one.contract_amount) for one in retainers if one.invoice_status is READY
    ]
    refunded = [
        retained(DetailKind.RETAINER_REFUND, one, -available(one))
        for one in retainers
        if one.refund_status is RefundStatus.READY_TO_REFUND and one.id not in on_drafts
    ]
    return [*billed, *refunded]


def available(retainer: Row) -> Decimal:
    """What is left of a retainer."""
    return retainer.billed_amount - retainer.used_amount - retainer.refunded_amount


def retained(kind: DetailKind, retainer: Row, amount: Decimal) -> dict[str, Any]:
    """A detail of a retainer; applied and refunded amounts are negative."""
    return detail(
        kind,
        TransactionClass.RETAINER,
        description=retainer.description,
        quantity=ONE.copy_sign(amount) if amount else ZERO,
        unit_price=abs(amount),
        amount=amount,
        retainer_id=retainer.id,
        tax_code_id=retainer.tax_code_id,
    )


def entered(
    book: Book, key: int, quantity: Decimal | None = None, amount: Decimal | None = None, **columns: Any
) -> Book:
    """With new values of a detail; the amount of work follows from its quantity and price, and is never rounded anew."""
    one = book.one("Detail", key)
    price = columns.get("unit_price", one.unit_price)
    if "unit_price" in columns and quantity is None:
        quantity = one.quantity
    if one.retainer_id is not None and amount is not None:
        sign = ONE if one.kind is DetailKind.RETAINER else -ONE
        columns |= {"quantity": sign if amount else ZERO, "unit_price": amount, "amount": sign * amount + ZERO}
    elif amount is not None:
        columns |= {"amount": amount}
    elif quantity is not None:
        known = one if one.source_id is None else book.one("Actual", one.source_id)
        places = book.one("Order", book.one("Invoice", one.invoice_id).contract_id).places
        same = (quantity, price) == (known.quantity, known.unit_price)
        exact = known.amount if same else gross(quantity, price, places)
        columns |= {"quantity": quantity, "amount": exact}
    return summed(book.setting("Detail", [key], **columns), one.invoice_id)


def billed_row(book: Book, key: int) -> Row | None:
    """The row that billed a detail and stands, which a correction corrects."""
    rows = [row for row in book.all("Actual") if row.detail_id == key and row.transaction_type is BILLED]
    standing = [row for row in rows if row.reverses_id is None and row.reversed_by_id is None]
    return next((row for row in standing if not row.rule.endswith(".write_off_billed")), None)


def corrected(book: Book, invoice: int, keys: Iterable[int], add_to: int | None, *, billed: bool = False) -> Book:
    """With a draft that credits details of an invoice in full until something is entered, or has them as `billed`."""
    document = book.one("Invoice", invoice)
    rows = [(book.one("Detail", key), billed_row(book, key)) for key in keys]
    if add_to is None:
        made = header(book, document.contract_id, document.customer_id, corrects=(invoice,))
        book = book.adding("Invoice", [made])
        add_to = len(book.all("Invoice"))
    else:
        known = {*book.one("Invoice", add_to).corrects, invoice}
        book = book.setting("Invoice", [add_to], corrects=tuple(sorted(known)))
    credited = [_credited(one, row) for one, row in rows if row is not None]
    if billed:
        standing = [row for _, row in rows if row is not None]
        credited = [{**one, **_figures(row)} for one, row in zip(credited, standing, strict=True)]
    return summed(added(book, add_to, credited), add_to)


def _figures(row: Row) -> dict[str, Any]:
    names = ("quantity", "amount", "tax_amount")
    return {"starts_billed": True, **{name: getattr(row, name) for name in names}}


def summed(book: Book, invoice: int) -> Book:
    """With the header's totals of what is corrected, as a draft is kept."""
    if book.one("Invoice", invoice).posted:
        return book
    pairs = [
        (one.amount + one.tax_amount, source.amount + source.tax_amount)
        for one in book.all("Detail")
        if one.invoice_id == invoice and one.correction and (source := book.one("Actual", one.source_id))
        if one.billing_type is BillingType.CHARGEABLE
    ]
    is_correcting = any(one.correction for one in book.all("Detail") if one.invoice_id == invoice)
    sums = (
        (sum((now for now, _ in pairs), ZERO), sum((was for _, was in pairs), ZERO)) if is_correcting else (None, None)
    )
    return book.setting("Invoice", [invoice], corrected_total=sums[0], previous_total=sums[1])


def _credited(one: Row, row: Row) -> dict[str, Any]:
    return detail(
        one.kind,
        row.transaction_class,
        billing_type=row.billing_type,
        description=one.description,
        start_date=one.start_date,
        quantity=ZERO,
        unit_price=row.unit_price,
        amount=ZERO,
        correction=True,
        source_id=row.id,
        contract_line_id=row.contract_line_id,
        milestone_id=row.milestone_id,
        retainer_id=row.retainer_id,
        original_id=one.id,
        corrected_invoice_id=one.invoice_id,
        first_id=one.first_id or one.id,
        usual_tax=row.tax_amount,
        tax_code_id=one.tax_code_id,
        tax_rate=one.tax_rate,
        supplied_on=one.supplied_on,
    )
