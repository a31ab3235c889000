"""Loads a posted document with all that cancelling it needs to know; what it moves is locked first, if it is to be."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlalchemy import Connection, bindparam, func, select

from ...models import tables
from ...models.among import among
from ...models.holding import in_turn
from ...models.money import minor_unit
from ...models.rows import columns_of, read_all, read_one, read_pairs
from ...models.vocabulary import DetailKind, SettlementMode
from ..amounts import ZERO
from ..command.records import InvoiceRow
from ..goods.holding import DRAFTS_BESIDE_HELD, LINES_HELD
from ..ledger.settings import CUSTOMER_HELD, PARAMETERS_HELD
from ..planned.vouchers import Entry
from ..planners.canceling import facts
from ..planners.canceling.documents import pieces_credited_again
from ..planners.canceling.sources import claimed_again
from ..projects.drafts.loading import load_retainers
from ..returns.claims import returnable_quantities
from ..taxes.breakdown import TaxRow
from .account import account_of
from .ledger import traces_of
from .records import DetailRow, TaxOfDocument
from .sources import sources_of
from .successors import claims_of, drafts_on, successors_of

INVOICE, LINE, DETAIL, OF_ORDER = tables.invoice, tables.invoice_line, tables.invoice_line_detail, tables.invoice_order
ORDER, RETAINER, CUSTOMER = tables.order, tables.retainer, tables.customer
VOUCHER, ENTRY, RETURNED = tables.voucher, tables.voucher_entry, tables.return_order_line
KEY = bindparam("invoice", type_=INVOICE.c.id.type)
HOLD = in_turn(
    select(ORDER.c.id)
    .where(ORDER.c.id.in_(select(OF_ORDER.c.order_id).where(OF_ORDER.c.invoice_id == KEY)))
    .order_by(ORDER.c.id)
    .with_for_update(key_share=True),
    select(RETAINER.c.id)
    .where(RETAINER.c.id.in_(select(DETAIL.c.retainer_id).where(DETAIL.c.invoice_id == KEY)))
    .order_by(RETAINER.c.id)
    .with_for_update(key_share=True),
    DRAFTS_BESIDE_HELD,
    LINES_HELD,
    CUSTOMER_HELD,
    PARAMETERS_HELD,
)
BEFORE, FIRST, FIRST_LINE, SALE = (
    DETAIL.alias("before"),
    DETAIL.alias("first"),
    LINE.alias("first_line"),
    LINE.alias("sale"),
)
FIRST_ID = func.coalesce(DETAIL.c.first_detail_id, DETAIL.c.id)
DETAILS = (
    select(
        DETAIL,
        FIRST_ID.label("first_id"),
        BEFORE.c.description.label("description_before"),
        BEFORE.c.unit_price.label("unit_price_before"),
        BEFORE.c.discount_percent.label("discount_before"),
        BEFORE.c.tax_rate.label("rate_before"),
        BEFORE.c.tax_code_id.label("code_before"),
        FIRST.c.quantity.label("sold"),
        FIRST.c.invoice_line_id.label("first_line_id"),
        FIRST_LINE.c.return_order_line_id.label("return_line_id"),
        func.coalesce(SALE.c.invoice_id, FIRST.c.invoice_id).label("family"),
    )
    .join(FIRST, FIRST.c.id == FIRST_ID)
    .join(FIRST_LINE, FIRST_LINE.c.id == FIRST.c.invoice_line_id)
    .outerjoin(SALE, SALE.c.id == FIRST_LINE.c.credits_line_id)
    .outerjoin(BEFORE, BEFORE.c.id == DETAIL.c.original_detail_id)
    .order_by(DETAIL.c.id)
)
TERMS_DAYS = select(CUSTOMER.c.payment_terms_days)
TAX = tables.invoice_tax
TAX_ROWS = select(*columns_of(TAX, TaxOfDocument)).order_by(TAX.c.position)
ENTRIES = select(ENTRY).join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id).order_by(ENTRY.c.position)


def hold(connection: Connection, invoice: InvoiceRow) -> None:
    """Lock orders, retainers, drafts of lines that are returned from, lines of goods, the customer and the settings."""
    if connection.dialect.name == "postgresql":
        connection.execute(HOLD, {"invoice": invoice.id, "customer": invoice.customer_id}).all()


def load_posted(connection: Connection, invoice: InvoiceRow, mode: SettlementMode, *, lock: bool) -> facts.Posted:
    """The document as it stands in the books."""
    assert invoice.posted_at is not None, "a draft is not canceled but deleted"
    assert invoice.number is not None, "a posted document is numbered"
    assert invoice.invoice_date is not None, "a posted document is dated"
    if lock:
        hold(connection, invoice)
    details = tuple(
        _detail(one) for one in read_all(connection, DETAILS.where(DETAIL.c.invoice_id == invoice.id), DetailRow)
    )
    traces, sources = traces_of(connection, invoice.id), sources_of(connection, invoice.id)
    families = sorted({one.family for one in details})
    account = account_of(connection, invoice.id, invoice.customer_id, families, mode)
    retainers = sorted({one.retainer_id for one in details if one.retainer_id is not None})
    of_lines = select(*columns_of(LINE, facts.DocumentLine)).where(LINE.c.invoice_id == invoice.id)
    lines = tuple(read_all(connection, of_lines.order_by(LINE.c.line_number), facts.DocumentLine))
    orders = select(OF_ORDER.c.order_id).where(OF_ORDER.c.invoice_id == invoice.id).order_by(OF_ORDER.c.order_id)
    return facts.Posted(
        id=invoice.id,
        number=invoice.number,
        invoice_date=invoice.invoice_date,
        contract_id=invoice.contract_id,
        customer_id=invoice.customer_id,
        currency=invoice.currency,
        places=minor_unit(invoice.currency),
        net_amount=invoice.net_amount,
        tax_amount=invoice.tax_amount,
        order_ids=tuple(read_all(connection, orders, int)),
        lines=lines,
        details=details,
        written=traces.written,
        reversed=traces.reversed,
        entries=tuple(read_all(connection, ENTRIES.where(VOUCHER.c.invoice_id == invoice.id), Entry)),
        terms_days=read_one(connection, TERMS_DAYS.where(CUSTOMER.c.id == invoice.customer_id), int),
        **vars(sources),
        retainers=load_retainers(connection, retainers),
        settled=account.settled,
        accounts=account.documents,
        items=account.items,
        successors=(
            *traces.successors,
            *successors_of(connection, invoice.id, invoice.posted_at),
            *_too_few(connection, lines, details, sources.credited_lines),
        ),
        drafts=tuple(drafts_on(connection, invoice.id, traces.held).values()),
        taxes=tuple(
            TaxRow(*vars(one).values())
            for one in read_all(connection, TAX_ROWS.where(TAX.c.invoice_id == invoice.id), TaxOfDocument)
        ),
    )


def _too_few(
    connection: Connection,
    lines: Sequence[facts.DocumentLine],
    details: Sequence[facts.DocumentDetail],
    credited: Sequence[facts.CreditedLine],
) -> Iterator[facts.Successor]:
    """Return orders that claim what the document gave free, or raised, and of which there would be too few."""
    posted = {one.return_order_line_id: one for one in lines}
    more = {one.id: claimed_again(one, posted[one.id]) for one in credited if one.id in posted}
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    for detail in details:
        if detail.correction and detail.kind is DetailKind.PRODUCT:
            if detail.return_line_id is None:
                wanted[detail.first_line_id] += detail.quantity - detail.before[0]
            else:
                more[detail.return_line_id] = pieces_credited_again(detail)
    sale = RETURNED.c.original_invoice_line_id
    statement = select(RETURNED.c.id, sale).where(among(connection, RETURNED.c.id, list(more)), sale.is_not(None))
    for key, line in read_pairs(connection, statement, int, int) if more else ():
        wanted[line] += more[key]
    left = returnable_quantities(connection, wanted.keys()) if wanted else {}
    short = [line for line, pieces in wanted.items() if pieces > max(left[line], ZERO)]
    for row in claims_of(connection, short):
        yield facts.Successor(row.name, row.since)


def _detail(row: DetailRow) -> facts.DocumentDetail:
    terms = facts.Terms(row.description, row.unit_price, row.discount_percent, row.tax_rate, row.tax_code_id)
    before = facts.Terms(
        row.description_before or row.description,
        row.unit_price if row.unit_price_before is None else row.unit_price_before,
        row.discount_before if row.correction else row.discount_percent,
        row.rate_before if row.correction else row.tax_rate,
        row.code_before if row.correction else row.tax_code_id,
    )
    return facts.DocumentDetail(
        id=row.id,
        line_id=row.invoice_line_id,
        kind=row.kind,
        transaction_class=row.transaction_class,
        billing_type=row.billing_type,
        terms=terms,
        terms_before=before,
        start_date=row.start_date,
        quantity=row.quantity,
        amount=row.amount,
        tax_amount=row.tax_amount,
        invoice_amount=row.invoice_amount,
        invoice_tax_amount=row.invoice_tax_amount,
        correction=row.correction,
        first_id=row.first_id,
        before=(row.previous_quantity or ZERO, row.previous_amount or ZERO, row.previous_tax_amount or ZERO),
        milestone_id=row.milestone_id,
        retainer_id=row.retainer_id,
        sold=row.sold,
        first_line_id=row.first_line_id,
        return_line_id=row.return_line_id,
        family=row.family,
        supplied_on=row.supplied_on,
    )
