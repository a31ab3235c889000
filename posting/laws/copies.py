"""Laws of what documents copied of their parties, and of what they must name (documents 1.3, 8)."""

from sqlalchemy import Connection, and_, func, or_, select, union

from ...models import tables
from ..amounts import ZERO
from ..ledger.copies import COPIED, copy_fingerprint, fingerprint
from .law import INVOICE, LINE, POSTED, Found, Law, rows_of
from .walk import rows

COPY, PARTY, PRECEDING = tables.document_copy, tables.party_copy, tables.invoice_preceding
CORRECTION = tables.invoice_correction
ORIGINAL = LINE.alias("original")


def _addressed() -> Law:
    """When the company came nobody wrote down: it was there when the first document with a seller was posted."""
    sold = INVOICE.alias("sold")
    of_sold = COPY.alias("copy_of_sold")
    since = (
        select(func.min(sold.c.posted_at))
        .join(of_sold, of_sold.c.invoice_id == sold.c.id)
        .where(of_sold.c.seller.is_not(None))
        .scalar_subquery()
    )
    broken = (
        select(INVOICE.c.id)
        .outerjoin(COPY, COPY.c.invoice_id == INVOICE.c.id)
        .where(
            or_(
                and_(POSTED, COPY.c.invoice_id.is_(None)),
                and_(~POSTED, COPY.c.invoice_id.is_not(None)),
                and_(POSTED, INVOICE.c.posted_at > since, COPY.c.seller.is_(None)),
            )
        )
    )
    statement = (
        "Every posted document has a copy of its buyer, and of its seller since there is a company; a draft has none."
    )
    return Law("documents 7 parties", statement, rows_of(INVOICE, POSTED), broken)


def _unchanged() -> Law:
    def broken(connection: Connection) -> Found:
        parties = select(PARTY.c.fingerprint, PARTY.c.content)
        for key, content in rows(connection, parties):
            if fingerprint(content) != key:
                yield key
        names = ("invoice_id", *COPIED, "fingerprint")
        copies = select(*(COPY.c[name] for name in names)).order_by(COPY.c.invoice_id)
        for row in rows(connection, copies):
            values = dict(zip(names, row, strict=True))
            if copy_fingerprint(values) != values["fingerprint"]:
                yield values["invoice_id"]

    statement = "The copies of parties and documents are what they were: each bears the SHA-256 of its content."
    return Law("documents 8 copies", statement, rows_of(COPY), broken)


def _named() -> Law:
    due = union(
        select(CORRECTION.c.invoice_id, CORRECTION.c.corrects_id.label("other")),
        select(LINE.c.invoice_id, ORIGINAL.c.invoice_id.label("other"))
        .join(ORIGINAL, ORIGINAL.c.id == LINE.c.credits_line_id)
        .where(LINE.c.quantity < ZERO),
    ).subquery()
    broken = (
        select(due.c.invoice_id)
        .join(INVOICE, INVOICE.c.id == due.c.invoice_id)
        .outerjoin(
            PRECEDING,
            and_(PRECEDING.c.invoice_id == due.c.invoice_id, PRECEDING.c.preceding_id == due.c.other),
        )
        .where(POSTED, PRECEDING.c.invoice_id.is_(None))
    )
    statement = "A posted document names every document that it corrects, and every one of which it credits a line."
    return Law("documents 11 preceding", statement, rows_of(PRECEDING), broken)


LAWS: tuple[Law, ...] = (_addressed(), _unchanged(), _named())
