"""What documents are made from, out of what they copied, what they bill and what they name: many at once.

The same is made of a posted document, of a draft and of a plan, so that a plan shows what will stand on the document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from ...documents.facts import DocumentFacts, FactTax, Preceding, TaxedAs
from ...documents.ksef.numbers import SYSTEM
from ...models import tables
from ...models.among import among
from ...models.rows import read_all, read_pairs, read_value
from ...models.vocabulary import Language, OrderType
from ..plan import Plan
from ..planned.papers import Papers
from ..taxes.breakdown import TaxRow
from .figures import DraftRows, Figures
from .planned import planned_figures

INVOICE, ORDER, CODE, LOGO = tables.invoice, tables.order, tables.tax_code, tables.logo
REFERENCE = tables.external_reference
OF_KSEF = (REFERENCE.c.invoice_id == INVOICE.c.id) & (REFERENCE.c.system == SYSTEM)


@dataclass(frozen=True)
class Head:
    """The header of a document; `number` and `posted_at` are None of one that is not posted.

    `corrects` are the keys of what it corrects or credits, `orders` of what it is about.
    """

    number: str | None
    currency: str
    invoice_date: date
    due_date: date | None
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    reason: str | None = None
    posted_at: str | None = None
    orders: tuple[int, ...] = ()
    corrects: tuple[int, ...] = ()


@dataclass(frozen=True)
class Made:
    """All that one document is made from; `today` names what its papers have of today's records."""

    head: Head
    papers: Papers
    figures: Figures
    taxes: tuple[TaxRow, ...]
    today: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamedRow:
    """A document that others name; `ksef_number` where one was noted, `bill_to_tax_number` as its buyer had it then."""

    id: int
    number: str
    invoice_date: date
    net_amount: Decimal
    tax_amount: Decimal
    bill_to_tax_number: str | None
    ksef_number: str | None


@dataclass(frozen=True)
class OrderRow:
    """An order that documents are about; `reason_code` is why goods of a return order come back."""

    id: int
    number: str
    type: OrderType
    reason_code: str | None


@dataclass(frozen=True)
class Known:
    """The records that documents refer to, by key."""

    documents: Mapping[int, NamedRow]
    orders: Mapping[int, OrderRow]
    codes: Mapping[int, str]
    logos: Mapping[str, bytes]


def facts_of_plan(connection: Connection, plan: Plan, draft: DraftRows | None = None) -> DocumentFacts:
    """What the document of a plan will be made from, without a number as yet; `draft` is one nobody has written."""
    assert plan.papers is not None, "the door enters the papers of a document"
    assert plan.invoice_date is not None, "a document has a date"
    head = Head(
        number=None,
        currency=plan.in_currency,
        invoice_date=plan.invoice_date,
        due_date=plan.due_date,
        net_amount=plan.net_amount,
        tax_amount=plan.tax_amount,
        total_amount=plan.total_amount,
        reason=_reason(connection, plan) if draft is None else draft.reason,
        orders=plan.order_ids or tuple(dict.fromkeys(row.order_id for row in plan.actuals)),
        corrects=plan.corrects,
    )
    made = Made(head, plan.papers, planned_figures(connection, plan, draft), plan.taxes)
    return facts_from(connection, [made])[0]


def _reason(connection: Connection, plan: Plan) -> str | None:
    """Why it corrects or takes back another document."""
    if plan.cancellation is not None:
        return plan.cancellation.reason or None
    if plan.draft_id is None:
        return None
    return read_value(connection, select(INVOICE.c.reason).where(INVOICE.c.id == plan.draft_id), str)


def facts_from(connection: Connection, every: Sequence[Made]) -> list[DocumentFacts]:
    """The facts of documents, in their order; what they refer to is read for all of them at once."""
    known = _known(connection, every)
    return [_facts(one, known) for one in every]


def _known(connection: Connection, every: Sequence[Made]) -> Known:
    named = sorted({key for one in every for key in one.papers.preceding})
    orders = sorted({key for one in every for key in one.head.orders})
    codes = sorted({row.code_id for one in every for row in one.taxes if row.code_id is not None})
    logos = sorted({one.papers.logo for one in every if one.papers.logo is not None})
    names = ("id", "number", "invoice_date", "net_amount", "tax_amount", "bill_to_tax_number")
    documents = (
        select(*(INVOICE.c[name] for name in names), REFERENCE.c.value.label("ksef_number"))
        .select_from(INVOICE)
        .outerjoin(REFERENCE, OF_KSEF)
        .where(among(connection, INVOICE.c.id, named))
    )
    about = select(ORDER.c.id, ORDER.c.number, ORDER.c.type, ORDER.c.reason_code).where(
        among(connection, ORDER.c.id, orders)
    )
    coded = select(CODE.c.id, CODE.c.code).where(among(connection, CODE.c.id, codes))
    pictured = select(LOGO.c.sha256, LOGO.c.content).where(among(connection, LOGO.c.sha256, logos))
    return Known(
        {row.id: row for row in read_all(connection, documents, NamedRow)} if named else {},
        {row.id: row for row in read_all(connection, about, OrderRow)} if orders else {},
        dict(read_pairs(connection, coded, int, str)) if codes else {},
        dict(read_pairs(connection, pictured, str, bytes)) if logos else {},
    )


def _facts(made: Made, known: Known) -> DocumentFacts:
    head, papers, figures = made.head, made.papers, made.figures
    orders = [known.orders[key] for key in head.orders]
    sales = [one.number for one in orders if one.type is OrderType.SALES_ORDER]
    contracts = [one.number for one in orders if one.type is OrderType.PROJECT_CONTRACT]
    returns = dict.fromkeys(one.reason_code for one in orders if one.type is OrderType.RETURN_ORDER and one.reason_code)
    work_from, work_to = figures.work or (None, None)
    return DocumentFacts(
        kind=papers.kind,
        number=head.number,
        currency=head.currency,
        invoice_date=head.invoice_date,
        net_amount=head.net_amount,
        tax_amount=head.tax_amount,
        total_amount=head.total_amount,
        bill_to=papers.bill_to,
        lines=figures.lines,
        taxes=tuple(_tax(row, known) for row in made.taxes),
        language=papers.language or Language.EN,
        due_date=head.due_date,
        terms_days=papers.terms_days,
        seller=papers.seller,
        ship_to=papers.ship_to,
        account=papers.account,
        charges=figures.charges,
        preceding=tuple(_preceding(key, made, known) for key in papers.preceding),
        corrects=figures.corrects,
        deducts=figures.deducts,
        came_back=any(one.type is OrderType.RETURN_ORDER for one in orders),
        buyer_reference=papers.buyer_reference,
        purchase_order_number=papers.purchase_order_number,
        packing_slip_number=papers.packing_slip_number,
        contract_number=contracts[0] if len(contracts) == 1 else None,
        sales_order_number=sales[0] if len(orders) == len(sales) == 1 else None,
        reason=head.reason,
        return_reason="; ".join(one for one in returns if one) or None,
        work_from=work_from,
        work_to=work_to,
        logo=None if papers.logo is None else known.logos[papers.logo],
        posted_at=head.posted_at,
        today=made.today,
    )


def _tax(row: TaxRow, known: Known) -> FactTax:
    code = None if row.code_id is None else known.codes[row.code_id]
    taxed = TaxedAs(code, row.category, row.rate if code is not None else row.rate or None)
    return FactTax(taxed, row.base, row.amount, row.reason, row.reason_code)


def _preceding(key: int, made: Made, known: Known) -> Preceding:
    """A document that is named; it is taken back as a whole where this one is just its opposite."""
    one, head = known.documents[key], made.head
    is_credited = key in head.corrects
    is_opposite = (one.net_amount, one.tax_amount) == (-head.net_amount, -head.tax_amount)
    is_whole = is_credited and is_opposite and len(made.papers.preceding) == 1
    return Preceding(one.number, one.invoice_date, is_credited, is_whole, one.ksef_number, one.bill_to_tax_number)
