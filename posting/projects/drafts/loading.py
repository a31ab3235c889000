"""Loads draft project invoices with the ledger rows, retainers and limits behind their details."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from ....models import tables
from ....models.among import among
from ....models.holding import in_turn
from ....models.money import minor_unit
from ....models.rows import columns_of, read_all, read_pairs
from ....models.several import Found, Part, Several
from ....models.vocabulary import (
    BillingMethod,
    ProblemCode,
    SettlementMode,
    TransactionType,
)
from ...amounts import ZERO
from ...command.names import draft_name
from ...command.records import InvoiceRow
from ...goods.holding import DRAFTS_BESIDE_HELD, LINES_HELD
from ...goods.standing import KINDS, goods_of
from ...ledger.settings import CUSTOMER_HELD, PARAMETERS_HELD
from ...ledger.tax_codes import TAXES, taxes_of
from ...planners.dates import Earlier
from ...planners.projects import facts
from ...planners.projects.goods_facts import Goods
from ...problems import refuse
from ...saying import phrase
from ..limits import CAPPED, CONTRACT, HEADER, limits_of
from ..records import RetainerRow
from .account import draft_open_items
from .records import DraftDetailRow, Parties
from .renamed import RENAMED, is_renamed

ACTUAL, DETAIL = tables.actual, tables.invoice_line_detail
LINK, CUSTOMER, ORDER = tables.invoice_correction, tables.customer, tables.order
INVOICE = bindparam("invoice", type_=LINK.c.invoice_id.type)
POSTED = tables.invoice
EARLIER = Part(
    select(POSTED.c.id, POSTED.c.number, POSTED.c.invoice_date)
    .join(LINK, LINK.c.corrects_id == POSTED.c.id)
    .where(LINK.c.invoice_id == INVOICE)
    .order_by(POSTED.c.id),
    Earlier,
)
OF_ORDER = tables.invoice_order
FIRST_ORDER = select(func.min(OF_ORDER.c.order_id)).where(OF_ORDER.c.invoice_id == INVOICE).scalar_subquery()
PARTIES = Part(
    select(CUSTOMER.c.payment_terms_days, CUSTOMER.c.name, ORDER.c.number)
    .select_from(CUSTOMER)
    .join(ORDER, ORDER.c.id == func.coalesce(CONTRACT, FIRST_ORDER))
    .where(CUSTOMER.c.id == bindparam("customer", type_=CUSTOMER.c.id.type)),
    Parties,
)
AROUND = Several(EARLIER, PARTIES, HEADER, CAPPED, RENAMED, *TAXES)
RETAINER = tables.retainer
OF_DRAFT = select(DETAIL.c.retainer_id).where(DETAIL.c.invoice_id == INVOICE)
HOLD = in_turn(
    select(ORDER.c.id).where(ORDER.c.id == CONTRACT).with_for_update(key_share=True),
    select(RETAINER.c.id).where(RETAINER.c.id.in_(OF_DRAFT)).order_by(RETAINER.c.id).with_for_update(key_share=True),
    DRAFTS_BESIDE_HELD,
    LINES_HELD,
    CUSTOMER_HELD,
    PARAMETERS_HELD,
)
LINE, CONTRACT_LINE, MILESTONE = tables.invoice_line, tables.contract_line, tables.milestone
PUT_RIGHT = DETAIL.alias("corrected")
FIRST, FIRST_LINE = DETAIL.alias("first"), LINE.alias("first_line")
SOLD = LINE.alias("sold_line")  # that the credit note of a return credits
OF_DETAILS = (
    select(
        *columns_of(DETAIL, DraftDetailRow),
        LINE.c.contract_line_id,
        CONTRACT_LINE.c.billing_method,
        MILESTONE.c.tax_amount.label("planned_tax"),
        PUT_RIGHT.c.invoice_id.label("corrected_invoice_id"),
        func.coalesce(SOLD.c.invoice_id, FIRST.c.invoice_id).label("family"),
    )
    .join(LINE, LINE.c.id == DETAIL.c.invoice_line_id)
    .outerjoin(CONTRACT_LINE, CONTRACT_LINE.c.id == LINE.c.contract_line_id)
    .outerjoin(MILESTONE, MILESTONE.c.id == DETAIL.c.milestone_id)
    .outerjoin(PUT_RIGHT, PUT_RIGHT.c.id == DETAIL.c.original_detail_id)
    .outerjoin(FIRST, FIRST.c.id == DETAIL.c.first_detail_id)
    .outerjoin(FIRST_LINE, FIRST_LINE.c.id == FIRST.c.invoice_line_id)
    .outerjoin(SOLD, SOLD.c.id == FIRST_LINE.c.credits_line_id)
)
OF_SOURCES = select(*columns_of(ACTUAL, facts.LedgerRow)).join(DETAIL, DETAIL.c.source_actual_id == ACTUAL.c.id)
OPEN_UNBILLED = (
    ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES,
    ACTUAL.c.reverses_id.is_(None),
    ACTUAL.c.reversed_by_id.is_(None),
)


def contract_of(invoice: InvoiceRow) -> int:
    """The contract of a project's draft; refused where it corrects documents of the sales side, and bills no work."""
    if invoice.contract_id is None:
        raise refuse(ProblemCode.INVALID_INPUT, "draft-of-sales", "invoice")
    return invoice.contract_id


def load_draft(
    connection: Connection,
    invoice: InvoiceRow,
    *,
    lock: bool = False,
    settlement: SettlementMode = SettlementMode.NONE,
) -> facts.Draft:
    """A project invoice with its details, in their order, what they bill, correct and apply, and what it settles.

    With `lock` the contract, the retainers, lines of goods, the customer and the settings are locked, in this order,
    after the invoice itself.
    """
    if lock and connection.dialect.name == "postgresql":
        connection.execute(HOLD, _values(invoice)).all()
    mine = DETAIL.c.invoice_id == invoice.id
    details = _details(connection, mine)
    remainders = _open_remainders(connection, details)
    left, found = [_with_remainder(one, remainders) for one in details], _around(connection, invoice)
    draft = _draft(connection, invoice, found, left, lock=lock)
    return replace(
        draft,
        limits=() if invoice.contract_id is None else limits_of(connection, invoice.contract_id, found),
        open_items=draft_open_items(connection, invoice.customer_id, left, settlement),
        renamed=is_renamed(found.rows(RENAMED), len(draft.corrected), left),
    )


def load_details(connection: Connection, invoice: InvoiceRow, keys: Sequence[int] | None) -> facts.Draft:
    """A draft with these details alone, and others that bill or take of the same retainers, in their order.

    However many more the draft has is neither read nor counted: limits and open remainders are left out. Without keys
    all details are taken.
    """
    mine = DETAIL.c.invoice_id == invoice.id
    chosen = mine if keys is None else and_(mine, among(connection, DETAIL.c.id, keys))
    found = {one.id: one for one in _details(connection, chosen)}
    retainers = sorted({one.retainer_id for one in found.values() if one.retainer_id is not None})
    if retainers:
        found |= {
            one.id: one for one in _details(connection, and_(mine, among(connection, DETAIL.c.retainer_id, retainers)))
        }
    return _draft(connection, invoice, _around(connection, invoice), [found[key] for key in sorted(found)])


def details_of_drafts(connection: Connection, keys: Sequence[int]) -> list[facts.DraftDetail]:
    """Details of drafts, whichever these are of, each with the row that it bills or corrects."""
    return _details(connection, among(connection, DETAIL.c.id, keys))


def _around(connection: Connection, invoice: InvoiceRow) -> Found:
    """What a draft has besides its details, each of which is a row or a few."""
    return AROUND.read(connection, _values(invoice))


def _values(invoice: InvoiceRow) -> dict[str, int | None]:
    return {"invoice": invoice.id, "contract": invoice.contract_id, "customer": invoice.customer_id}


def _with_remainder(detail: facts.DraftDetail, remainders: Mapping[int, Decimal]) -> facts.DraftDetail:
    left = None if detail.source is None else remainders.get(detail.source.root_id)
    return detail if left is None else detail._replace(open_remainder=left)


def _draft(
    connection: Connection,
    invoice: InvoiceRow,
    found: Found,
    details: Sequence[facts.DraftDetail],
    *,
    lock: bool = False,
) -> facts.Draft:
    """A project invoice with some of its details."""
    retainers = sorted({one.retainer_id for one in details if one.retainer_id is not None})
    known, taxes = found.row(PARTIES), taxes_of(found)
    called = draft_name(invoice.id, known.name, known.number, invoice.created_at)
    return facts.Draft(
        id=invoice.id,
        name=phrase("invoice", document=invoice.number) if invoice.number else called,
        status=invoice.status,
        posted=invoice.posted_at is not None,
        version=invoice.version,
        contract_id=invoice.contract_id,
        customer_id=invoice.customer_id,
        currency=invoice.currency,
        places=minor_unit(invoice.currency),
        corrected=tuple(found.rows(EARLIER)),
        document_date=invoice.document_date,
        due_date=invoice.due_date,
        terms_days=known.payment_terms_days,
        details=tuple(details),
        retainers=load_retainers(connection, retainers, lock=lock),
        codes=taxes.codes,
        rounding=taxes.rounding,
    )


def _details(connection: Connection, chosen: ColumnElement[bool]) -> list[facts.DraftDetail]:
    """Chosen details in their order, each with the row that it bills or corrects."""
    rows = read_all(connection, OF_DETAILS.where(chosen).order_by(DETAIL.c.id), DraftDetailRow)
    sources = {row.id: row for row in read_all(connection, OF_SOURCES.where(chosen), facts.LedgerRow)}
    of_goods = {
        row.original_detail_id: sources[row.source_actual_id]
        for row in rows
        if _is_of_goods(row) and row.original_detail_id is not None and row.source_actual_id in sources
    }
    goods = goods_of(connection, of_goods)
    return [_detail(row, sources.get(row.source_actual_id or 0), goods) for row in rows]


def _is_of_goods(row: DraftDetailRow) -> bool:
    return row.correction and row.kind in KINDS


def _detail(row: DraftDetailRow, source: facts.LedgerRow | None, goods: Mapping[int, Goods]) -> facts.DraftDetail:
    return facts.DraftDetail(
        id=row.id,
        kind=row.kind,
        transaction_class=row.transaction_class,
        billing_type=row.billing_type,
        description=row.description,
        start_date=row.start_date,
        quantity=row.quantity,
        unit_price=row.unit_price,
        amount=row.amount,
        tax_amount=row.tax_amount,
        correction=row.correction,
        source=source,
        contract_line_id=row.contract_line_id,
        fixed_price=row.billing_method is BillingMethod.FIXED_PRICE,
        milestone_id=row.milestone_id,
        retainer_id=row.retainer_id,
        usual_tax=(row.planned_tax or ZERO) if source is None else source.tax_amount,
        starts_billed=row.starts_billed,
        corrected_invoice_id=row.corrected_invoice_id,
        discount_percent=row.discount_percent,
        tax_rate=row.tax_rate,
        goods=goods.get(row.original_detail_id or 0),
        line_id=row.invoice_line_id,
        family=row.family,
        tax_code_id=row.tax_code_id,
        supplied_on=row.supplied_on,
        tax_entered=row.tax_entered,
    )


def load_retainers(connection: Connection, keys: Sequence[int], *, lock: bool = False) -> tuple[facts.Retainer, ...]:
    """Retainers by key, with the row of what is open of each; locked in the order of their keys."""
    if not keys:
        return ()
    table = tables.retainer
    statement = select(table).where(among(connection, table.c.id, keys)).order_by(table.c.id)
    rows = read_all(connection, statement.with_for_update(key_share=True) if lock else statement, RetainerRow)
    of_retainers = select(ACTUAL).where(among(connection, ACTUAL.c.retainer_id, keys), *OPEN_UNBILLED)
    open_rows = {row.retainer_id: row for row in read_all(connection, of_retainers, facts.LedgerRow)}
    return tuple(
        facts.Retainer(
            id=row.id,
            description=row.description,
            billed=row.billed_amount,
            used=row.used_amount,
            refunded=row.refunded_amount,
            invoice_status=row.invoice_status,
            refund_status=row.refund_status,
            open_row=open_rows.get(row.id),
            tax_code_id=row.tax_code_id,
            tax_rate=row.tax_rate,
            billed_tax=row.billed_tax_amount,
            used_tax=row.used_tax_amount,
            refunded_tax=row.refunded_tax_amount,
        )
        for row in rows
    )


def _open_remainders(connection: Connection, details: Sequence[facts.DraftDetail]) -> dict[int, Decimal]:
    """What is open of the lineages that details correct: the quantity of unbilled sales, by root."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    roots = sorted({one.source.root_id for one in details if one.correction and one.source is not None})
    statement = select(ACTUAL.c.root_id, ACTUAL.c.quantity).where(*OPEN_UNBILLED)
    mine = among(connection, ACTUAL.c.root_id, roots)
    for root, quantity in read_pairs(connection, statement.where(mine), int, Decimal) if roots else ():
        found[root] += quantity
    return found
