"""What a draft is matched with on the customer's account: the families of what it corrects, or all that is open."""

from collections.abc import Iterable

from sqlalchemy import Connection

from ....models import tables
from ....models.given_keys import given_keys, is_given
from ....models.several import Several
from ....models.vocabulary import SettlementMode
from ...planners.projects.facts import DraftDetail
from ...planners.settlements import OpenItem
from ...sales.open_items import ALL_OPEN, family_items, items_of

FAMILIES = family_items(is_given(tables.invoice.c.id, given_keys("families")))
OF_FAMILIES, OF_CUSTOMER = Several(FAMILIES), Several(ALL_OPEN)


def draft_open_items(
    connection: Connection, customer_id: int, details: Iterable[DraftDetail], mode: SettlementMode
) -> tuple[OpenItem, ...]:
    """The documents that a draft with such details may be matched with; a first draft by default with none."""
    if mode is SettlementMode.AUTOMATIC:
        return items_of(OF_CUSTOMER.read(connection, {"customers": [customer_id]}).rows(ALL_OPEN))
    families = sorted({one.family for one in details if one.family is not None})
    if mode is SettlementMode.NONE or not families:
        return ()
    return items_of(OF_FAMILIES.read(connection, {"families": families}).rows(FAMILIES))
