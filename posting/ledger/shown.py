"""What documents copied of their parties, and what drafts would copy now: of many at once (documents 1.3, 1.4)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, select

from ...documents.kinds import country_code, kind_of, kinds_possible
from ...models import tables
from ...models.among import among
from ...models.rows import columns_of, read_all
from ...models.several import Several
from ...models.vocabulary import (
    BillingType,
    DetailKind,
    DocumentKind,
    DocumentType,
    TaxRounding,
    TransactionClass,
)
from ..planned.papers import Papers
from ..rules.grammar import WORK
from .addressed import (
    account_of,
    agreed,
    buyer_of,
    buyer_reference,
    language_of,
    only_slip,
    seller_of,
    ship_to,
)
from .copied import Pair, copied_papers, grouped
from .parties import COMPANY_NOW, CUSTOMERS_NOW
from .settings import Settings, settings_about

INVOICE = tables.invoice
DETAIL, OF_ORDER, CORRECTION = tables.invoice_line_detail, tables.invoice_order, tables.invoice_correction
ADVANCES = (DetailKind.APPLIED_RETAINER, DetailKind.RETAINER_REFUND)
COUNTRIES = Several(COMPANY_NOW, CUSTOMERS_NOW)  # whose countries decide what a correction is called


@dataclass(frozen=True)
class DraftRow:
    """A draft, as far as its copies depend on it."""

    id: int
    customer_id: int
    contract_id: int | None
    currency: str
    document_type: DocumentType
    total_amount: Decimal


@dataclass(frozen=True)
class DetailRow:
    """A detail of a draft, as far as the copies depend on it."""

    invoice_id: int
    kind: DetailKind
    transaction_class: TransactionClass
    billing_type: BillingType
    start_date: date | None
    retainer_id: int | None


def papers_of(connection: Connection, keys: Sequence[int]) -> dict[int, Papers]:
    """The papers of documents by key: as they were copied, of drafts as they would be now."""
    posted = copied_papers(connection, keys)
    drafts = [key for key in keys if key not in posted]
    return posted | (draft_papers(connection, drafts) if drafts else {})


def draft_papers(connection: Connection, keys: Sequence[int]) -> dict[int, Papers]:
    """What drafts would copy if they were posted now."""
    chosen = select(*columns_of(INVOICE, DraftRow)).where(among(connection, INVOICE.c.id, keys))
    drafts = read_all(connection, chosen, DraftRow)
    settings = settings_about(connection, {one.customer_id for one in drafts}, [one.id for one in drafts])
    of_drafts = select(*columns_of(DETAIL, DetailRow)).where(among(connection, DETAIL.c.invoice_id, keys))
    details: dict[int, list[DetailRow]] = defaultdict(list)
    for row in read_all(connection, of_drafts.order_by(DETAIL.c.id), DetailRow):
        details[row.invoice_id].append(row)
    links = select(CORRECTION.c.invoice_id, CORRECTION.c.corrects_id.label("other"))
    corrects = grouped(
        read_all(
            connection,
            links.where(among(connection, CORRECTION.c.invoice_id, keys)).order_by(CORRECTION.c.corrects_id),
            Pair,
        )
    )
    billed = select(OF_ORDER.c.invoice_id, OF_ORDER.c.order_id.label("other"))
    orders = grouped(
        read_all(
            connection,
            billed.where(among(connection, OF_ORDER.c.invoice_id, keys)).order_by(OF_ORDER.c.order_id),
            Pair,
        )
    )
    return {
        one.id: _as_it_stands(
            one,
            settings[one.customer_id],
            details[one.id],
            corrects.get(one.id, ()),
            orders.get(one.id, ()) if one.contract_id is None else (one.contract_id,),
        )
        for one in drafts
    }


def _as_it_stands(
    draft: DraftRow,
    settings: Settings,
    details: Sequence[DetailRow],
    corrects: Sequence[int],
    orders: Sequence[int],
) -> Papers:
    company, customer = settings.company, settings.customer
    assert customer is not None, "a draft has a customer"
    said = [one for key in orders if (one := settings.said.get(key)) is not None]
    seller, buyer = None if company is None else seller_of(company), buyer_of(customer)
    moved = [one.moved_on for one in said if one.moved_on is not None]
    worked = [one.start_date for one in details if one.start_date is not None and one.transaction_class in WORK]
    advances = [
        settings.advances[one.retainer_id]
        for one in details
        if one.kind in ADVANCES and one.retainer_id is not None and one.retainer_id in settings.advances
    ]
    return Papers(
        kind=kind_of(
            draft.document_type,
            country_code(seller),
            country_code(buyer),
            corrects=bool(corrects),
            only_advances=bool(details) and all(one.kind is DetailKind.RETAINER for one in details),
            is_above_zero=draft.total_amount > 0,
        ),
        bill_to=buyer,
        seller=seller,
        ship_to=ship_to(customer, said, max(moved or worked, default=None)),
        buyer_reference=buyer_reference(customer, said),
        purchase_order_number=agreed(one.purchase_order_number for one in said),
        packing_slip_number=only_slip(said),
        account=None if company is None else account_of(company, draft.currency),
        logo=None if company is None else company.logo,
        language=language_of(customer, company),
        terms_days=customer.payment_terms_days,
        tax_rounding=TaxRounding.LINE if company is None else company.tax_rounding,
        preceding=tuple(dict.fromkeys([*corrects, *advances])),
    )


def correction_kinds(connection: Connection, customers: Collection[int]) -> dict[int, tuple[DocumentKind, ...]]:
    """What a correction can be to the law, by customer: when it charges more, and when it credits (documents 5)."""
    found = COUNTRIES.read(connection, {"customers": sorted(customers)})
    company = found.row_or_none(COMPANY_NOW)
    seller = country_code(None if company is None else seller_of(company))
    return {row.id: kinds_possible(seller, country_code(buyer_of(row))) for row in found.rows(CUSTOMERS_NOW)}
