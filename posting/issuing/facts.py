"""What posted documents and drafts are made from, many at once (documents 1.3, 1.4, 3.11).

A term that is missing in a posted document's copy is filled from today's record, and named: so books from before there
were copies can be printed and sent. What is in the copy is never replaced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, select

from ...documents.facts import DocumentFacts
from ...documents.parties import Party
from ...models import tables
from ...models.among import among
from ...models.rows import columns_of, read_all
from ..history.followed import camel
from ..ledger.addressed import account_of, buyer_of, language_of, seller_of, ship_to
from ..ledger.copied import Pair, grouped
from ..ledger.settings import Settings, settings_about
from ..ledger.shown import papers_of
from ..papers.facts import Head, Made, facts_from
from ..papers.figures import Figures, figures_of, rows_of
from ..papers.units import as_posted
from ..planned.papers import Papers
from .taxes import taxes_of

INVOICE, OF_ORDER, CORRECTION = tables.invoice, tables.invoice_order, tables.invoice_correction


@dataclass(frozen=True)
class HeadRow:
    """The header of a document, posted or draft."""

    id: int
    number: str | None
    customer_id: int
    contract_id: int | None
    currency: str
    invoice_date: date | None
    due_date: date | None
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    reason: str | None
    posted_at: datetime | None


def facts_of(connection: Connection, invoices: Sequence[int], today: date) -> dict[int, DocumentFacts]:
    """What documents are made from, by key; a draft without a date is dated `today`."""
    if not invoices:
        return {}
    chosen = select(*columns_of(INVOICE, HeadRow)).where(among(connection, INVOICE.c.id, invoices))
    rows = read_all(connection, chosen, HeadRow)
    papers, taxes = papers_of(connection, invoices), taxes_of(connection, invoices)
    figures = figures_of(connection, as_posted(connection, rows_of(connection, invoices)))
    settings = settings_about(connection, {row.customer_id for row in rows}, [])
    orders = _links(connection, invoices, OF_ORDER.c.invoice_id, OF_ORDER.c.order_id)
    corrects = _links(connection, invoices, CORRECTION.c.invoice_id, CORRECTION.c.corrects_id)
    made = []
    for row in rows:
        head = _head(row, papers[row.id], today, orders.get(row.id, ()), corrects.get(row.id, ()))
        one = Made(head, papers[row.id], figures.get(row.id, Figures()), taxes.get(row.id, ()))
        made.append(one if row.posted_at is None else _completed(one, settings[row.customer_id]))
    return dict(zip((row.id for row in rows), facts_from(connection, made), strict=True))


def _links(
    connection: Connection, invoices: Sequence[int], key: ColumnElement[int], other: ColumnElement[int]
) -> Mapping[int, tuple[int, ...]]:
    """The records that documents are linked with, by document."""
    statement = select(key.label("invoice_id"), other.label("other")).where(among(connection, key, invoices))
    return grouped(read_all(connection, statement.order_by(other), Pair))


def _head(row: HeadRow, papers: Papers, today: date, orders: tuple[int, ...], corrects: tuple[int, ...]) -> Head:
    day = row.invoice_date or today
    due = row.due_date
    if due is None and row.posted_at is None and papers.terms_days is not None:
        due = day + timedelta(days=papers.terms_days)
    return Head(
        number=row.number,
        currency=row.currency,
        invoice_date=day,
        due_date=due,
        net_amount=row.net_amount,
        tax_amount=row.tax_amount,
        total_amount=row.total_amount,
        reason=row.reason,
        posted_at=None if row.posted_at is None else row.posted_at.isoformat(),
        orders=orders or (() if row.contract_id is None else (row.contract_id,)),
        corrects=corrects,
    )


def _completed(made: Made, now: Settings) -> Made:
    """A posted document with what its copies lack, as it stands today, and what that is."""
    customer, company = now.customer, now.company
    assert customer is not None, "a document has a customer"
    papers, today = made.papers, []
    values: dict[str, object] = {}
    bill_to, lacking = _filled(papers.bill_to, buyer_of(customer))
    today += [f"billTo.{name}" for name in lacking]
    if company is not None:
        if papers.seller is None:
            values["seller"] = seller_of(company)
            today.append("seller")
        else:
            values["seller"], lacking = _filled(papers.seller, seller_of(company))
            today += [f"seller.{name}" for name in lacking]
        if papers.account is None and (account := account_of(company, made.head.currency)) is not None:
            values["account"] = account
            today.append("account")
    if papers.terms_days is None:
        values["terms_days"] = customer.payment_terms_days
        today.append("terms")
    if papers.buyer_reference is None and customer.buyer_reference is not None:
        values["buyer_reference"] = customer.buyer_reference
        today.append("buyerReference")
    delivered_on = None if papers.ship_to is None else papers.ship_to.date
    if _lacks_place(papers) and (place := ship_to(customer, (), delivered_on)) != papers.ship_to:
        values["ship_to"] = place
        today.append("shipTo")
    if papers.language is None:
        values["language"] = language_of(customer, company)
    completed = replace(papers, bill_to=bill_to, **values)  # type: ignore[arg-type]  # each of its field's type
    return replace(made, papers=completed, today=tuple(today))


def _lacks_place(papers: Papers) -> bool:
    """Whether nobody knew where goods go: of several orders that name other places none is the document's."""
    return papers.bill_to.address is None and (papers.ship_to is None or papers.ship_to.address is None)


def _filled(copied: Party, now: Party) -> tuple[Party, list[str]]:
    """A party with what its copy lacks, and the names of that in the API."""
    lacking = [
        one.name for one in fields(Party) if getattr(copied, one.name) is None and getattr(now, one.name) is not None
    ]
    return replace(copied, **{name: getattr(now, name) for name in lacking}), [camel(name) for name in lacking]
