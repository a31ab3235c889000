"""What of drafts' details can be edited, by the same rules that their update goes by (access 6.7)."""

from decimal import Decimal

from sqlalchemy import select

from ...models import tables
from ...models.among import among
from ...models.money import minor_unit
from ...models.rows import read_pairs, read_value
from ...posting.planners.projects.editing import Editable
from ...posting.planners.projects.editing import editable as editable_of
from ...posting.planners.projects.facts import DraftDetail, Retainer
from ...posting.projects.drafts.loading import details_of_drafts, load_retainers
from ...posting.projects.drafts.scheduled import scheduled_drafts
from ..context import Info
from ..reading.renderings import at_minor_unit, normalized
from ..reading.rows import Row

DETAIL, INVOICE = tables.invoice_line_detail, tables.invoice
View = dict[str, object]


def editable(root: Row, info: Info) -> list[View]:
    """The fields that can be changed, with their bounds; worked out for the whole list at once."""
    return root.batch.once(("editable",), lambda: _editable(info, root)).get(root.key, [])


def _editable(info: Info, root: Row) -> dict[int, list[View]]:
    connection = info.context.connection
    of_drafts = (
        select(DETAIL.c.id, INVOICE.c.currency)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(INVOICE.c.posted_at.is_(None), INVOICE.c.id.not_in(scheduled_drafts()))
        .where(among(connection, DETAIL.c.id, [row.key for row in root.batch.rows]))
    )
    currencies = dict(read_pairs(connection, of_drafts, int, str))
    if not currencies:
        return {}
    details = details_of_drafts(connection, list(currencies))
    about = sorted({one.retainer_id for one in details if one.retainer_id is not None})
    retainers = {one.id: one for one in load_retainers(connection, about)}
    with_codes = read_value(connection, select(tables.tax_code.c.id).limit(1), int) is not None
    return {
        one.id: _views(one, currencies[one.id], retainers.get(one.retainer_id or 0), with_codes=with_codes)
        for one in details
    }


def _views(detail: DraftDetail, currency: str, retainer: Retainer | None, *, with_codes: bool) -> list[View]:
    fields = editable_of(detail, minor_unit(currency), retainer, with_codes=with_codes)
    return [_view(one, currency) for one in fields]


def _view(one: Editable, currency: str) -> View:
    is_money = one.scale == minor_unit(currency)

    def bound(value: Decimal | None) -> Decimal | None:
        if value is None:
            return None
        return at_minor_unit(value, currency) if is_money else normalized(value)

    return {"field": one.field, "min": bound(one.smallest), "max": bound(one.largest), "scale": one.scale}
