"""Law of whom documents are addressed to (putting-right 6.6, P16)."""

from sqlalchemy import and_, or_, select

from .law import CUSTOMER, INVOICE, POSTED, Law, rows_of

KEPT = (INVOICE.c.bill_to_number, INVOICE.c.bill_to_name, INVOICE.c.bill_to_terms_days)


def _addressed() -> Law:
    """What was kept is whole, and of the customer of the document; its name of then nothing else tells."""
    number, *others = KEPT
    in_part = or_(*(one.is_(None) != number.is_(None) for one in others))
    of_another = and_(number.is_not(None), number != CUSTOMER.c.number)
    without = and_(number.is_(None), INVOICE.c.bill_to_tax_number.is_not(None))
    unposted = and_(~POSTED, number.is_not(None))
    broken = (
        select(INVOICE.c.id)
        .join(CUSTOMER, CUSTOMER.c.id == INVOICE.c.customer_id)
        .where(or_(in_part, of_another, without, unposted))
    )
    statement = (
        "A posted document bears number, name and terms of its customer as they were, or nothing where it is older "
        "than that; a draft bears nothing."
    )
    return Law("P16 addressed", statement, rows_of(INVOICE), broken)


LAWS: tuple[Law, ...] = (_addressed(),)
