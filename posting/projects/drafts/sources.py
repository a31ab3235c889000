"""What is ready to invoice on a contract for one customer, as details of a draft (project-invoicing 2.8, F1–F9)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Table, select, update

from ....models import tables
from ....models.among import among
from ....models.rows import columns_of, read_all, read_pairs
from ....models.vocabulary import (
    BillingStatus,
    BillingType,
    DetailKind,
    RefundStatus,
    TransactionClass,
    TransactionType,
)
from ...amounts import ZERO
from ...command.records import OrderRow
from ...command.transaction import Transaction
from ...planners.projects.facts import LedgerRow
from .lines import NewDetail
from .loading import load_retainers
from .picking import UsualCodes, is_entered, usual_codes
from .records import ReadyMilestone, ReadyProduct, ReadyRetainer

ACTUAL, MILESTONE, RETAINER, LINE = tables.actual, tables.milestone, tables.retainer, tables.contract_line
DETAIL, INVOICE = tables.invoice_line_detail, tables.invoice
READY, CREATED = BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_CREATED
ONE = Decimal(1)


def ready_details(
    transaction: Transaction, contract: OrderRow, customer_id: int, cut_off: date, draft_id: int | None = None
) -> list[NewDetail]:
    """Work up to the cut-off date, then milestones, products, retainers to bill and retainers to refund.

    What the draft that they are added to takes of a retainer itself is not refunded.
    """
    usual = usual_codes(transaction.connection, contract.id, customer_id)
    return [
        *_work(transaction, contract, customer_id, cut_off, usual),
        *_milestones(transaction, contract, customer_id, usual),
        *(_products(transaction, contract, usual) if customer_id == contract.customer_id else ()),
        *_retainers(transaction, contract, customer_id, usual),
        *_refunds(transaction, contract, customer_id, draft_id),
    ]


def take(transaction: Transaction, details: Iterable[NewDetail]) -> None:
    """Mark what the details bill as being on a draft."""
    details = list(details)
    rows = [one.source.id for one in details if one.source is not None]
    _mark(transaction, ACTUAL, "billing_status", rows)
    milestones = [one.milestone_id for one in details if one.kind is DetailKind.MILESTONE]
    _mark(transaction, MILESTONE, "invoice_status", milestones)
    retainers = [one.retainer_id for one in details if one.kind is DetailKind.RETAINER]
    _mark(transaction, RETAINER, "invoice_status", retainers)
    lines = [one.contract_line_id for one in details if one.kind is DetailKind.PRODUCT]
    _mark(transaction, LINE, "billing_status", lines)


def _mark(transaction: Transaction, table: Table, column: str, keys: Sequence[int | None]) -> None:
    for start in range(0, len(keys), 5000):
        chunk = keys[start : start + 5000]
        transaction.connection.execute(update(table).where(table.c.id.in_(chunk)).values({column: CREATED}))


def _work(
    transaction: Transaction, contract: OrderRow, customer_id: int, cut_off: date, usual: UsualCodes
) -> list[NewDetail]:
    statement = (
        select(*columns_of(ACTUAL, LedgerRow))
        .where(
            ACTUAL.c.order_id == contract.id,
            ACTUAL.c.customer_id == customer_id,
            ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES,
            ACTUAL.c.transaction_class != TransactionClass.RETAINER,
            ACTUAL.c.billing_status == READY,
            ACTUAL.c.transaction_date <= cut_off,
        )
        .order_by(ACTUAL.c.id)
        .with_for_update(key_share=True)
    )
    rows = read_all(transaction.connection, statement, LedgerRow)
    return [
        NewDetail(
            kind=DetailKind.TRANSACTION,
            transaction_class=row.transaction_class,
            billing_type=row.billing_type,
            description=row.description,
            contract_line_id=row.contract_line_id,
            start_date=row.transaction_date,
            quantity=row.quantity,
            unit_price=row.unit_price,
            amount=row.amount,
            tax_amount=row.tax_amount if row.billing_type is BillingType.CHARGEABLE else ZERO,
            source=row,
            tax_code_id=usual.code_of(row.tax_code_id, row.tax_amount, row.contract_line_id),
            tax_entered=is_entered(row, contract.currency),
        )
        for row in rows
    ]


def _milestones(transaction: Transaction, contract: OrderRow, customer_id: int, usual: UsualCodes) -> list[NewDetail]:
    statement = (
        select(MILESTONE)
        .join(LINE, LINE.c.id == MILESTONE.c.contract_line_id)
        .where(LINE.c.order_id == contract.id, MILESTONE.c.customer_id == customer_id)
        .where(MILESTONE.c.invoice_status == READY)
        .order_by(MILESTONE.c.id)
        .with_for_update(of=MILESTONE, key_share=True)
    )
    return [
        NewDetail(
            kind=DetailKind.MILESTONE,
            transaction_class=TransactionClass.MILESTONE,
            billing_type=BillingType.CHARGEABLE,
            description=row.name,
            contract_line_id=row.contract_line_id,
            start_date=row.date,
            quantity=ONE,
            unit_price=row.amount,
            amount=row.amount,
            tax_amount=row.tax_amount,
            milestone_id=row.id,
            tax_code_id=usual.code_of(row.tax_code_id, row.tax_amount, row.contract_line_id),
            tax_entered=row.tax_entered,
        )
        for row in read_all(transaction.connection, statement, ReadyMilestone)
    ]


def _products(transaction: Transaction, contract: OrderRow, usual: UsualCodes) -> list[NewDetail]:
    """Product-based lines are billed to the contract's own customer alone."""
    ready = select(LINE).where(LINE.c.order_id == contract.id, LINE.c.billing_status == READY)
    ordered = ready.order_by(LINE.c.line_number)
    return [
        NewDetail(
            kind=DetailKind.PRODUCT,
            transaction_class=TransactionClass.PRODUCT,
            billing_type=BillingType.CHARGEABLE,
            description=row.name,
            contract_line_id=row.id,
            quantity=row.quantity,
            unit_price=row.unit_price,
            amount=row.amount,
            tax_amount=row.tax_amount,
            tax_code_id=usual.of_product(row),
            tax_entered=row.tax_entered,
        )
        for row in read_all(transaction.connection, ordered.with_for_update(key_share=True), ReadyProduct)
    ]


def _retainers(transaction: Transaction, contract: OrderRow, customer_id: int, usual: UsualCodes) -> list[NewDetail]:
    statement = (
        select(RETAINER)
        .where(RETAINER.c.order_id == contract.id, RETAINER.c.customer_id == customer_id)
        .where(RETAINER.c.invoice_status == READY)
        .order_by(RETAINER.c.id)
        .with_for_update(key_share=True)
    )
    return [
        retainer_detail(DetailKind.RETAINER, row.id, row.description, row.contract_amount, row.invoice_date)._replace(
            tax_code_id=usual.code_of(row.tax_code_id)
        )
        for row in read_all(transaction.connection, statement, ReadyRetainer)
    ]


def _refunds(transaction: Transaction, contract: OrderRow, customer_id: int, draft_id: int | None) -> list[NewDetail]:
    """What is left of retainers that are marked to be refunded, unless a draft holds the refund already."""
    drafted = (
        select(DETAIL.c.retainer_id)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(DETAIL.c.kind == DetailKind.RETAINER_REFUND, INVOICE.c.posted_at.is_(None))
        .where(DETAIL.c.correction.is_(False), INVOICE.c.contract_id == contract.id)
    )
    statement = (
        select(RETAINER.c.id)
        .where(RETAINER.c.order_id == contract.id, RETAINER.c.customer_id == customer_id)
        .where(RETAINER.c.refund_status == RefundStatus.READY_TO_REFUND, RETAINER.c.id.not_in(drafted))
    )
    keys = read_all(transaction.connection, statement, int)
    on_draft: dict[int, Decimal] = defaultdict(Decimal)
    own = select(DETAIL.c.retainer_id, DETAIL.c.invoice_amount).where(DETAIL.c.invoice_id == draft_id)
    for key, amount in read_pairs(
        transaction.connection, own.where(among(transaction.connection, DETAIL.c.retainer_id, keys)), int, Decimal
    ):
        on_draft[key] += amount
    left = {one: one.available + on_draft[one.id] for one in load_retainers(transaction.connection, keys, lock=True)}
    return [
        retainer_detail(DetailKind.RETAINER_REFUND, one.id, one.description, -amount)._replace(
            tax_code_id=one.tax_code_id
        )
        for one, amount in left.items()
        if amount > 0
    ]


def retainer_detail(
    kind: DetailKind, retainer_id: int, description: str, amount: Decimal, start_date: date | None = None
) -> NewDetail:
    """A detail of a retainer; applied and refunded amounts are negative."""
    return NewDetail(
        kind=kind,
        transaction_class=TransactionClass.RETAINER,
        billing_type=BillingType.CHARGEABLE,
        description=description,
        contract_line_id=None,
        start_date=start_date,
        quantity=ONE if amount > 0 else -ONE if amount < 0 else Decimal(0),
        unit_price=abs(amount),
        amount=amount,
        retainer_id=retainer_id,
    )
