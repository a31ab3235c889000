"""Loads draft project invoices with the ledger rows, retainers and limits behind their details."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select

from ....models import tables
from ....models.holding import in_turn
from ....models.money import minor_unit
from ....models.rows import read_all, read_pairs
from ....models.several import Found, Part, Several
from ....models.vocabulary import (
    BillingMethod,
    ProblemCode,
    TransactionType,
)
from ...amounts import ZERO
from ...command.lookup import CHUNK, find_invoice
from ...command.names import draft_name
from ...command.records import InvoiceRow
from ...commands import InvoiceRef
from ...ledger.settings import CUSTOMER_HELD, PARAMETERS_HELD
from ...planners.projects import facts
from ...problems import refuse
from ..actuals import ledger_rows
from ..limits import CAPPED, CONTRACT, HEADER, limits_of
from ..records import RetainerRow
from .records import DraftDetailRow, Parties

ACTUAL, DETAIL = tables.actual, tables.invoice_line_detail
LINK, CUSTOMER, ORDER = tables.invoice_correction, tables.customer, tables.order
INVOICE = bindparam("invoice", type_=LINK.c.invoice_id.type)
CORRECTS = Part(
    select(LINK.c.corrects_id).where(LINK.c.invoice_id == INVOICE).order_by(LINK.c.corrects_id),
    int,
)
PARTIES = Part(
    select(CUSTOMER.c.payment_terms_days, CUSTOMER.c.name, ORDER.c.number)
    .join(ORDER, ORDER.c.id == CONTRACT)
    .where(CUSTOMER.c.id == bindparam("customer", type_=CUSTOMER.c.id.type)),
    Parties,
)
AROUND = Several(CORRECTS, PARTIES, HEADER, CAPPED)
RETAINER = tables.retainer
OF_DRAFT = select(DETAIL.c.retainer_id).where(DETAIL.c.invoice_id == INVOICE)
HOLD = in_turn(
    select(ORDER.c.id).where(ORDER.c.id == CONTRACT).with_for_update(key_share=True),
    select(RETAINER.c.id).where(RETAINER.c.id.in_(OF_DRAFT)).order_by(RETAINER.c.id).with_for_update(key_share=True),
    CUSTOMER_HELD,
    PARAMETERS_HELD,
)
OPEN_UNBILLED = (
    ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES,
    ACTUAL.c.reverses_id.is_(None),
    ACTUAL.c.reversed_by_id.is_(None),
)


def find_project_invoice(connection: Connection, ref: InvoiceRef, *path: str, lock: bool) -> InvoiceRow:
    """The project invoice that `ref` names; sales documents are posted, never drafted, so there is nothing to do."""
    invoice = find_invoice(connection, ref, *path, lock=lock)
    if invoice.contract_id is None:
        raise refuse(
            ProblemCode.INVALID_STATUS_TRANSITION,
            f"Invoice {invoice.number} is a posted document of a sales or return order, not a project invoice.",
            *path,
            remedy="To take goods back, create a return order with createReturnOrder.",
        )
    return invoice


def contract_of(invoice: InvoiceRow) -> int:
    """The contract of a project invoice, which every draft is."""
    assert invoice.contract_id is not None, "documents of the sales side are never drafts"
    return invoice.contract_id


def load_draft(connection: Connection, invoice: InvoiceRow, *, lock: bool = False) -> facts.Draft:
    """A project invoice with its details, in their order, and what they bill, correct and apply.

    With `lock` the contract, the retainers, the customer and the settings are locked, in this order, after the invoice
    itself.
    """
    if lock and connection.dialect.name == "postgresql":
        connection.execute(HOLD, _values(invoice)).all()
    rows = _details(connection, DETAIL.c.invoice_id == invoice.id)
    sources = _sources(connection, rows)
    corrected = {sources[row.source_actual_id or 0].root_id for row in rows if row.correction}
    remainders = open_remainders(connection, sorted(corrected))
    found = _around(connection, invoice)
    draft = _draft(connection, invoice, found, [_detail(row, sources, remainders) for row in rows], lock=lock)
    return replace(draft, limits=limits_of(connection, contract_of(invoice), found))


def load_details(connection: Connection, invoice: InvoiceRow, keys: Sequence[int]) -> facts.Draft:
    """A draft with these details alone, and others that bill or take of the same retainers, in their order.

    However many more the draft has is neither read nor counted: limits and open remainders are left out.
    """
    rows: list[DraftDetailRow] = []
    for start in range(0, len(keys), CHUNK):
        chosen = DETAIL.c.id.in_(keys[start : start + CHUNK])
        rows += _details(connection, and_(DETAIL.c.invoice_id == invoice.id, chosen))
    retainers = {row.retainer_id for row in rows} - {None}
    if retainers:
        same = and_(DETAIL.c.invoice_id == invoice.id, DETAIL.c.retainer_id.in_(retainers))
        known = {row.id for row in rows}
        rows += [row for row in _details(connection, same) if row.id not in known]
    rows.sort(key=lambda row: row.id)
    sources = _sources(connection, rows)
    return _draft(connection, invoice, _around(connection, invoice), [_detail(row, sources, {}) for row in rows])


def _around(connection: Connection, invoice: InvoiceRow) -> Found:
    """What a draft has besides its details, each of which is a row or a few."""
    return AROUND.read(connection, _values(invoice))


def _values(invoice: InvoiceRow) -> dict[str, int]:
    return {"invoice": invoice.id, "contract": contract_of(invoice), "customer": invoice.customer_id}


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
    known = found.row(PARTIES)
    called = f"D{draft_name(known.name, known.number, invoice.created_at)[1:]}"
    return facts.Draft(
        id=invoice.id,
        name=f"Invoice {invoice.number}" if invoice.number else called,
        status=invoice.status,
        posted=invoice.posted_at is not None,
        version=invoice.version,
        contract_id=contract_of(invoice),
        customer_id=invoice.customer_id,
        currency=invoice.currency,
        places=minor_unit(invoice.currency),
        corrects=tuple(found.rows(CORRECTS)),
        terms_days=known.payment_terms_days,
        details=tuple(details),
        retainers=load_retainers(connection, retainers, lock=lock),
    )


def _details(connection: Connection, chosen: ColumnElement[bool]) -> list[DraftDetailRow]:
    line, contract_line, milestone = tables.invoice_line, tables.contract_line, tables.milestone
    statement = (
        select(
            DETAIL, line.c.contract_line_id, contract_line.c.billing_method, milestone.c.tax_amount.label("planned_tax")
        )
        .join(line, line.c.id == DETAIL.c.invoice_line_id)
        .outerjoin(contract_line, contract_line.c.id == line.c.contract_line_id)
        .outerjoin(milestone, milestone.c.id == DETAIL.c.milestone_id)
        .where(chosen)
        .order_by(DETAIL.c.id)
    )
    return read_all(connection, statement, DraftDetailRow)


def _sources(connection: Connection, rows: Sequence[DraftDetailRow]) -> dict[int, facts.LedgerRow]:
    return ledger_rows(connection, [row.source_actual_id for row in rows if row.source_actual_id is not None])


def _detail(
    row: DraftDetailRow, sources: Mapping[int, facts.LedgerRow], remainders: Mapping[int, Decimal]
) -> facts.DraftDetail:
    source = sources.get(row.source_actual_id or 0)
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
        open_remainder=ZERO if source is None else remainders.get(source.root_id, ZERO),
        usual_tax=(row.planned_tax or ZERO) if source is None else source.tax_amount,
    )


def load_retainers(connection: Connection, keys: Sequence[int], *, lock: bool = False) -> tuple[facts.Retainer, ...]:
    """Retainers by key, with the row of what is open of each; locked in the order of their keys."""
    if not keys:
        return ()
    table = tables.retainer
    statement = select(table).where(table.c.id.in_(keys)).order_by(table.c.id)
    rows = read_all(connection, statement.with_for_update(key_share=True) if lock else statement, RetainerRow)
    of_retainers = select(ACTUAL).where(ACTUAL.c.retainer_id.in_(keys), *OPEN_UNBILLED)
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
        )
        for row in rows
    )


def open_remainders(connection: Connection, roots: list[int]) -> dict[int, Decimal]:
    """Quantity of open unbilled sales by root."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for start in range(0, len(roots), CHUNK):
        statement = select(ACTUAL.c.root_id, ACTUAL.c.quantity).where(
            ACTUAL.c.root_id.in_(roots[start : start + CHUNK]), *OPEN_UNBILLED
        )
        for root, quantity in read_pairs(connection, statement, int, Decimal):
            found[root] += quantity
    return found
