"""What posted documents copied, read back: of many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ...models import tables
from ...models.among import among
from ...models.rows import columns_of, read_all
from ...models.vocabulary import DocumentKind, Language, TaxRounding
from ..papers.stored import account_of, delivery_of, party_of
from ..planned.papers import Papers

COPY, PRECEDING = tables.document_copy, tables.invoice_preceding
SELLER, BUYER = tables.party_copy.alias("sold_by"), tables.party_copy.alias("billed_to")


@dataclass(frozen=True)
class CopyRow:
    """The copies of a posted document, with its parties."""

    invoice_id: int
    sold_by: dict[str, object] | None
    billed_to: dict[str, object]
    ship_to: dict[str, str] | None
    kind: DocumentKind
    buyer_reference: str | None
    purchase_order_number: str | None
    packing_slip_number: str | None
    account: dict[str, str] | None
    logo: str | None
    language: Language | None
    terms_days: int | None
    tax_rounding: TaxRounding


@dataclass(frozen=True)
class Pair:
    """A document, and another record that belongs to it."""

    invoice_id: int
    other: int


def copied_papers(connection: Connection, keys: Sequence[int]) -> dict[int, Papers]:
    """What posted documents copied."""
    statement = (
        select(
            *columns_of(COPY, CopyRow),
            SELLER.c.content.label("sold_by"),
            BUYER.c.content.label("billed_to"),
        )
        .outerjoin(SELLER, SELLER.c.fingerprint == COPY.c.seller)
        .join(BUYER, BUYER.c.fingerprint == COPY.c.bill_to)
        .where(among(connection, COPY.c.invoice_id, keys))
    )
    rows = read_all(connection, statement, CopyRow)
    named = select(PRECEDING.c.invoice_id, PRECEDING.c.preceding_id.label("other"))
    ordered = named.where(among(connection, PRECEDING.c.invoice_id, keys)).order_by(PRECEDING.c.position)
    preceding = grouped(read_all(connection, ordered, Pair)) if rows else {}
    return {row.invoice_id: _as_copied(row, preceding.get(row.invoice_id, ())) for row in rows}


def _as_copied(row: CopyRow, preceding: Sequence[int]) -> Papers:
    return Papers(
        kind=row.kind,
        bill_to=party_of(row.billed_to),
        seller=None if row.sold_by is None else party_of(row.sold_by),
        ship_to=delivery_of(row.ship_to),
        buyer_reference=row.buyer_reference,
        purchase_order_number=row.purchase_order_number,
        packing_slip_number=row.packing_slip_number,
        account=account_of(row.account),
        logo=row.logo,
        language=row.language,
        terms_days=row.terms_days,
        tax_rounding=row.tax_rounding,
        preceding=tuple(preceding),
    )


def grouped(pairs: Sequence[Pair]) -> Mapping[int, tuple[int, ...]]:
    """The records that belong to each document, in their order."""
    found: dict[int, tuple[int, ...]] = {}
    for one in pairs:
        found[one.invoice_id] = (*found.get(one.invoice_id, ()), one.other)
    return found
