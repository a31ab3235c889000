"""The records that a draft project invoice is made of: header, lines, details, and their hold on what they bill."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import case, insert, select, update

from ....models import bulk, tables
from ....models.drawing import draw_numbers_and_keys
from ....models.rows import read_all, read_one
from ....models.vocabulary import (
    AdjustmentStatus,
    BillingType,
    ContractLineType,
    DetailKind,
    DocumentType,
    InvoiceStatus,
    TransactionClass,
)
from ...amounts import ZERO
from ...command.records import InvoiceRow
from ...command.transaction import Transaction
from ...history.notes import note_made
from ...ledger.details import COLUMNS
from ...planners.projects import facts
from ..records import ContractLineRow
from .goods_lines import insert_goods_lines
from .records import DraftLine, PostedDetail

DETAIL, ACTUAL, INVOICE, LINE = tables.invoice_line_detail, tables.actual, tables.invoice, tables.invoice_line
CONTRACT_LINE = tables.contract_line
RETAINERS = "Retainers and advances"
LINE_COLUMNS = (
    "id",
    "invoice_id",
    "line_number",
    "description",
    "contract_line_id",
    "product_id",
    "quantity",
    "unit_price",
    "discount_amount",
    "cost_amount",
    "net_amount",
    "tax_amount",
    "total_amount",
)


class NewDetail(NamedTuple):
    """A detail to be; `contract_line_id` is None for retainers, which stand on a line of their own."""

    kind: DetailKind
    transaction_class: TransactionClass
    billing_type: BillingType
    description: str
    contract_line_id: int | None
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal = ZERO
    start_date: date | None = None
    source: facts.LedgerRow | None = None
    milestone_id: int | None = None
    retainer_id: int | None = None
    original: PostedDetail | None = None  # the detail that it corrects; `source` is then the row that billed it
    standing: facts.LedgerRow | None = None  # and this the same row with what stands of it
    discount_percent: Decimal | None = None
    tax_rate: Decimal | None = None
    starts_billed: bool = False
    tax_code_id: int | None = None
    supplied_on: date | None = None
    tax_entered: bool = False
    previous_tax: tuple[int | None, Decimal | None] = (None, None)  # code and rate of what a correction corrects


class Whom(NamedTuple):
    """Whom a draft bills, on which contract; it has none where it corrects the sales side."""

    contract_id: int | None
    customer_id: int
    currency: str


def insert_draft(transaction: Transaction, whom: Whom, **entered: str | bool | None) -> int:
    """A new empty draft; `entered` are the columns of its header that its command decides."""
    connection = transaction.connection
    statement = (
        insert(INVOICE)
        .values(
            document_type=DocumentType.INVOICE,
            status=InvoiceStatus.DRAFT,
            version=1,
            contract_id=whom.contract_id,
            customer_id=whom.customer_id,
            currency=whom.currency,
            created_at=transaction.now,
            net_amount=ZERO,
            tax_amount=ZERO,
            total_amount=ZERO,
            created_by_id=transaction.caller.actor_id,
            **entered,
        )
        .returning(INVOICE.c.id)
    )
    invoice_id = read_one(connection, statement, int)
    note_made(connection, "Invoice", invoice_id)
    if whom.contract_id is not None:
        of_contract = {"invoice_id": invoice_id, "order_id": whom.contract_id}
        connection.execute(insert(tables.invoice_order).values(of_contract))
    return invoice_id


def lines_of(
    transaction: Transaction, invoice_id: int, contract_id: int, billed: Iterable[int | None]
) -> dict[int | None, int]:
    """The lines of a draft by contract line, missing ones added.

    Each project-based contract line has one, product-based ones and retainers (None) where they are billed.
    """
    connection, wanted = transaction.connection, set(billed)
    here = select(LINE.c.contract_line_id, LINE.c.id).where(LINE.c.invoice_id == invoice_id)
    known = {row.contract_line_id: row.id for row in read_all(connection, here, DraftLine)}
    ordered = select(CONTRACT_LINE).where(CONTRACT_LINE.c.order_id == contract_id)
    contract_lines = read_all(connection, ordered.order_by(CONTRACT_LINE.c.line_number), ContractLineRow)
    missing: list[ContractLineRow | None] = [
        row
        for row in contract_lines
        if row.id not in known and (row.type is ContractLineType.PROJECT_BASED or row.id in wanted)
    ]
    if None in wanted and None not in known:
        missing.append(None)
    if missing:
        _, drawn = draw_numbers_and_keys(connection, {}, {LINE.name: len(missing)})
        last, keys = len(contract_lines) + 1, drawn[LINE.name]
        rows = (_line(key, invoice_id, row, last) for key, row in zip(keys, missing, strict=True))
        bulk.append(connection, LINE, LINE_COLUMNS, rows)
        known |= {None if row is None else row.id: key for row, key in zip(missing, keys, strict=True)}
    return known


def _line(key: int, invoice_id: int, row: ContractLineRow | None, last: int) -> tuple[object, ...]:
    """A line by `LINE_COLUMNS`, still without amounts."""
    if row is None:
        return (key, invoice_id, last, RETAINERS, None, None, None, None, ZERO, ZERO, ZERO, ZERO, ZERO)
    ordered = (row.line_number, row.name, row.id, row.product_id, row.quantity, row.unit_price)
    return (key, invoice_id, *ordered, ZERO, ZERO, ZERO, ZERO, ZERO)


def insert_details(
    transaction: Transaction, invoice_id: int, contract_id: int | None, details: Sequence[NewDetail]
) -> None:
    """Insert details, each on its line, and let them hold the ledger rows that they bill or correct.

    Without a contract each has a line of its own.
    """
    if not details:
        return
    connection = transaction.connection
    if contract_id is None:
        line_ids = insert_goods_lines(connection, invoice_id, [one.description for one in details])
    else:
        lines = lines_of(transaction, invoice_id, contract_id, (one.contract_line_id for one in details))
        line_ids = [lines[one.contract_line_id] for one in details]
    rows = (_row(invoice_id, line_id, one) for line_id, one in zip(line_ids, details, strict=True))
    bulk.append(connection, DETAIL, COLUMNS, rows)
    mine = (DETAIL.c.invoice_id == invoice_id, DETAIL.c.source_actual_id == ACTUAL.c.id)
    corrected = case((DETAIL.c.correction.is_(True), AdjustmentStatus.IN_PROCESS), else_=ACTUAL.c.adjustment_status)
    held = {"draft_detail_id": DETAIL.c.id, "adjustment_status": corrected}
    connection.execute(update(ACTUAL).where(*mine, ACTUAL.c.draft_detail_id.is_(None)).values(held))


def _row(invoice_id: int, line_id: int, one: NewDetail) -> tuple[object, ...]:
    """A detail by `ledger.details.COLUMNS`."""
    original, source = one.original, one.source
    before = (one.standing or source) if original is not None else None
    return (
        invoice_id,
        line_id,
        one.kind,
        one.transaction_class,
        one.billing_type,
        one.description,
        one.start_date,
        one.quantity,
        one.unit_price,
        one.amount,
        one.tax_amount,
        one.amount + one.tax_amount,
        one.amount if before is None else one.amount - before.amount,
        one.tax_amount if before is None else one.tax_amount - before.tax_amount,
        original is not None,
        None if original is None else original.id,
        None if original is None else original.first_detail_id or original.id,
        None if before is None else before.quantity,
        None if before is None else before.amount,
        None if before is None else before.tax_amount,
        None if source is None else source.id,
        one.milestone_id,
        one.retainer_id,
        one.discount_percent,
        one.tax_rate,
        one.starts_billed,
        one.tax_code_id,
        one.supplied_on,
        one.tax_entered,
        *one.previous_tax,
    )


def touch(transaction: Transaction, invoice: InvoiceRow) -> None:
    """Count a change of a draft."""
    transaction.connection.execute(
        update(INVOICE).where(INVOICE.c.id == invoice.id).values(version=invoice.version + 1)
    )
