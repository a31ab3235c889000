"""Laws of dates: what a correction may be dated, and the date that a billed row counts on (putting-right 11)."""

from sqlalchemy import and_, or_, select

from ...models import tables
from .law import ACTUAL, BILLED, INVOICE, POSTED, Law, rows_of

LINK, EARLIER = tables.invoice_correction, INVOICE.alias("earlier")


def _no_earlier() -> Law:
    """Books of before have corrections that are dated earlier, each of which the upgrade has marked."""
    too_early = INVOICE.c.invoice_date < EARLIER.c.invoice_date
    broken = (
        select(INVOICE.c.number)
        .join(LINK, LINK.c.invoice_id == INVOICE.c.id)
        .join(EARLIER, EARLIER.c.id == LINK.c.corrects_id)
        .where(POSTED, LINK.c.predated.is_distinct_from(too_early))
        .distinct()
    )
    statement = (
        "No document is dated before one that it corrects or credits, but for those that older versions posted so."
    )
    return Law("P11 dated no earlier", statement, rows_of(LINK), broken)


def _accounting_dates() -> Law:
    another = and_(BILLED, ACTUAL.c.accounting_date.is_distinct_from(INVOICE.c.invoice_date))
    of_others = and_(~BILLED, ACTUAL.c.accounting_date.is_not(None))
    broken = select(ACTUAL.c.id).outerjoin(INVOICE, INVOICE.c.id == ACTUAL.c.invoice_id).where(or_(another, of_others))
    statement = "A billed row counts on the invoice date of its document; other rows have no accounting date."
    return Law("P12 accounting date", statement, rows_of(ACTUAL), broken)


LAWS: tuple[Law, ...] = (_no_earlier(), _accounting_dates())
