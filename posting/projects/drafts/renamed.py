"""Drafts of whole documents of a customer who has another name or VAT number by now (putting-right 6.6)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select

from ....models import tables
from ....models.several import Part
from ....models.vocabulary import DetailKind
from ...planners.projects.facts import DraftDetail

LINK, DETAIL, CUSTOMER = tables.invoice_correction, tables.invoice_line_detail, tables.customer
CORRECTED = tables.invoice.alias("addressed")


class Renamed(NamedTuple):
    """A corrected document that is addressed to the customer as it was, and how many details a draft can take of it."""

    id: int
    details: int


of_lines = DETAIL.alias("of_lines")
CORRECTABLE = and_(
    of_lines.c.invoice_id == CORRECTED.c.id,
    or_(CORRECTED.c.contract_id.is_(None), of_lines.c.kind != DetailKind.PRODUCT),
)
RENAMED = Part(
    select(CORRECTED.c.id, select(func.count()).where(CORRECTABLE).scalar_subquery().label("details"))
    .join(LINK, LINK.c.corrects_id == CORRECTED.c.id)
    .join(CUSTOMER, CUSTOMER.c.id == CORRECTED.c.customer_id)
    .where(
        LINK.c.invoice_id == bindparam("invoice", type_=LINK.c.invoice_id.type),
        CORRECTED.c.bill_to_name.is_not(None),
        or_(
            CORRECTED.c.bill_to_name != CUSTOMER.c.name,
            CORRECTED.c.bill_to_tax_number.is_distinct_from(CUSTOMER.c.tax_registration_number),
        ),
    ),
    Renamed,
)


def is_renamed(renamed: Sequence[Renamed], corrected: int, details: Sequence[DraftDetail]) -> bool:
    """Whether all of the `corrected` documents are renamed, and every detail of theirs is on the draft."""
    if not renamed or len(renamed) < corrected:
        return False
    taken = [one.corrected_invoice_id for one in details]
    return all(taken.count(one.id) == one.details for one in renamed)
