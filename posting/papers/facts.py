"""What documents are made from: posted ones out of their copies and rows, many at once (documents 1.3, 3.3).

A term that is missing in a copy is filled from today's record, and named, so that books from before there were copies
can be printed and sent; what is in the copy is never replaced (documents 1.4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from ...documents.facts import DocumentFacts, FactTax, Preceding, TaxedAs
from ...models import tables
from ...models.among import among
from ...models.rows import read_all, read_pairs
from ...models.vocabulary import DocumentKind, Language, OrderType, TaxCategory
from .figures import Figures, figures_of, rows_of
from .stored import account_of, delivery_of, party_of

INVOICE, COPY, PARTY, LOGO = tables.invoice, tables.document_copy, tables.party_copy, tables.logo
CUSTOMER, ORDER, TAX, CODE = tables.customer, tables.order, tables.invoice_tax, tables.tax_code
CORRECTION, PRECEDING = tables.invoice_correction, tables.invoice_preceding
SELLER, BUYER, CONTRACT = PARTY.alias("seller"), PARTY.alias("buyer"), ORDER.alias("contract")


@dataclass(frozen=True)
class HeadRow:
    """A posted document's header with what it copied."""

    id: int
    number: str
    customer_id: int
    currency: str
    invoice_date: date
    due_date: date | None
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    reason: str | None
    posted_at: datetime
    kind: DocumentKind
    seller: dict[str, Any] | None
    bill_to: dict[str, Any]
    ship_to: dict[str, Any] | None
    account: dict[str, Any] | None
    buyer_reference: str | None
    purchase_order_number: str | None
    language: Language
    terms_days: int | None
    logo: bytes | None
    contract: str | None


HEADS = (
    select(
        *(INVOICE.c[name] for name in ("id", "number", "customer_id", "currency", "invoice_date", "due_date")),
        *(INVOICE.c[name] for name in ("net_amount", "tax_amount", "total_amount", "reason", "posted_at")),
        COPY.c.kind,
        SELLER.c.content.label("seller"),
        BUYER.c.content.label("bill_to"),
        COPY.c.ship_to,
        COPY.c.account,
        COPY.c.buyer_reference,
        COPY.c.purchase_order_number,
        func.coalesce(COPY.c.language, Language.EN.value).label("language"),
        COPY.c.terms_days,
        LOGO.c.content.label("logo"),
        CONTRACT.c.number.label("contract"),
    )
    .join(COPY, COPY.c.invoice_id == INVOICE.c.id)
    .join(BUYER, BUYER.c.fingerprint == COPY.c.bill_to)
    .outerjoin(SELLER, SELLER.c.fingerprint == COPY.c.seller)
    .outerjoin(LOGO, LOGO.c.sha256 == COPY.c.logo)
    .outerjoin(CONTRACT, CONTRACT.c.id == INVOICE.c.contract_id)
)


@dataclass(frozen=True)
class PrecedingRow:
    """A document that another one names, with the sums of both; whether it is corrected or credited."""

    invoice_id: int
    number: str
    invoice_date: date
    net_amount: Decimal
    tax_amount: Decimal
    own_net: Decimal
    own_tax: Decimal
    corrected_id: int | None


@dataclass(frozen=True)
class TaxRowOf:
    """A row of a document's breakdown."""

    invoice_id: int
    code: str | None
    category: TaxCategory | None
    rate: Decimal | None
    base: Decimal
    amount: Decimal
    exemption_reason: str | None
    exemption_reason_code: str | None


def facts_of(connection: Connection, invoices: Sequence[int]) -> dict[int, DocumentFacts]:
    """What posted documents are made from, by key."""
    heads = read_all(connection, HEADS.where(among(connection, INVOICE.c.id, invoices)), HeadRow)
    figures = figures_of(connection, rows_of(connection, invoices))
    taxes, orders = taxes_of(connection, invoices), _orders(connection, invoices)
    preceding = _preceding(connection, invoices)
    return {
        one.id: _facts(
            one,
            figures.get(one.id, Figures()),
            taxes.get(one.id, ()),
            preceding.get(one.id, ()),
            orders.get(one.id),
        )
        for one in heads
    }


def _facts(
    head: HeadRow,
    figures: Figures,
    taxes: Sequence[FactTax],
    named: Sequence[PrecedingRow],
    order: str | None,
) -> DocumentFacts:
    work = figures.work or (None, None)
    return DocumentFacts(
        kind=head.kind,
        number=head.number,
        currency=head.currency,
        invoice_date=head.invoice_date,
        net_amount=head.net_amount,
        tax_amount=head.tax_amount,
        total_amount=head.total_amount,
        bill_to=party_of(head.bill_to),
        lines=figures.lines,
        taxes=tuple(taxes),
        language=head.language,
        due_date=head.due_date,
        terms_days=head.terms_days,
        seller=None if head.seller is None else party_of(head.seller),
        ship_to=delivery_of(head.ship_to),
        account=account_of(head.account),
        charges=figures.charges,
        preceding=tuple(_named(one, named) for one in named),
        corrects=figures.corrects,
        deducts=figures.deducts,
        buyer_reference=head.buyer_reference,
        purchase_order_number=head.purchase_order_number,
        contract_number=head.contract,
        sales_order_number=order,
        reason=head.reason,
        work_from=work[0],
        work_to=work[1],
        logo=head.logo,
        posted_at=head.posted_at.isoformat(),
    )


def _named(one: PrecedingRow, named: Sequence[PrecedingRow]) -> Preceding:
    """A document that is named; it is taken back whole where this one is just its opposite."""
    is_opposite = (one.net_amount, one.tax_amount) == (-one.own_net, -one.own_tax)
    is_whole = is_opposite and len(named) == 1 and one.corrected_id is not None
    return Preceding(one.number, one.invoice_date, is_credited=one.corrected_id is not None, is_whole=is_whole)


def taxes_of(connection: Connection, invoices: Sequence[int]) -> dict[int, list[FactTax]]:
    """The breakdown of posted documents, by key."""
    statement = (
        select(TAX, CODE.c.code)
        .outerjoin(CODE, CODE.c.id == TAX.c.tax_code_id)
        .where(among(connection, TAX.c.invoice_id, invoices))
        .order_by(TAX.c.invoice_id, TAX.c.position)
    )
    found: dict[int, list[FactTax]] = {}
    for row in read_all(connection, statement, TaxRowOf):
        taxed = TaxedAs(row.code, row.category, row.rate)
        tax = FactTax(taxed, row.base, row.amount, row.exemption_reason, row.exemption_reason_code)
        found.setdefault(row.invoice_id, []).append(tax)
    return found


def _orders(connection: Connection, invoices: Sequence[int]) -> dict[int, str]:
    """The number of the one sales order that a document bills; none where there are several."""
    of_invoice = tables.invoice_order
    statement = (
        select(of_invoice.c.invoice_id, func.min(ORDER.c.number))
        .join(ORDER, ORDER.c.id == of_invoice.c.order_id)
        .where(ORDER.c.type == OrderType.SALES_ORDER, among(connection, of_invoice.c.invoice_id, invoices))
        .group_by(of_invoice.c.invoice_id)
        .having(func.count() == 1)
    )
    return dict(read_pairs(connection, statement, int, str))


def _preceding(connection: Connection, invoices: Sequence[int]) -> Mapping[int, list[PrecedingRow]]:
    """The documents that each one names, in their order."""
    own = INVOICE.alias("own")
    statement = (
        select(
            PRECEDING.c.invoice_id,
            *(INVOICE.c[name] for name in ("number", "invoice_date", "net_amount", "tax_amount")),
            own.c.net_amount.label("own_net"),
            own.c.tax_amount.label("own_tax"),
            CORRECTION.c.corrects_id.label("corrected_id"),
        )
        .join(INVOICE, INVOICE.c.id == PRECEDING.c.preceding_id)
        .join(own, own.c.id == PRECEDING.c.invoice_id)
        .outerjoin(
            CORRECTION,
            (CORRECTION.c.invoice_id == PRECEDING.c.invoice_id)
            & (CORRECTION.c.corrects_id == PRECEDING.c.preceding_id),
        )
        .where(among(connection, PRECEDING.c.invoice_id, invoices))
        .order_by(PRECEDING.c.invoice_id, PRECEDING.c.position)
    )
    found: dict[int, list[PrecedingRow]] = {}
    for row in read_all(connection, statement, PrecedingRow):
        found.setdefault(row.invoice_id, []).append(row)
    return found
