"""The rate of a tax code on a day."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry
from sqlalchemy import select

from ...models import tables
from ...models.among import among
from ...models.rows import read_all
from ...posting.command.zones import today_of
from ...posting.ledger.tax_codes import RateRow
from ...posting.taxes.codes import Rate, rate_on
from ..context import Info
from ..reading.renderings import normalized
from ..reading.rows import Row

RATE = tables.tax_rate
DAY = strawberry.argument(description="The day; today when left out.")


def rate(root: Row, info: Info, on: Annotated[date | None, DAY] = None) -> Decimal | None:
    """The rate on a day; None before the first. Rates are read for the whole list at once."""
    rates = root.batch.once(("rates",), lambda: _rates(info, root))
    return normalized(
        rate_on(rates.get(root.key, []), on or today_of(info.context.connection, info.context.clock.now()))
    )


def _rates(info: Info, root: Row) -> dict[int, list[Rate]]:
    connection = info.context.connection
    mine = among(connection, RATE.c.tax_code_id, [row.key for row in root.batch.rows])
    rows = read_all(connection, select(RATE).where(mine).order_by(RATE.c.from_day), RateRow)
    found: dict[int, list[Rate]] = defaultdict(list)
    for row in rows:
        found[row.tax_code_id].append(Rate(row.from_day, row.rate))
    return found
