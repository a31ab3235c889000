"""Root fields that no declaration says: records by global ids, plans, the ledger check."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from ..models import identity
from ..models.identity import GlobalId
from ..models.vocabulary import ReturnStatisticsBy
from ..posting.commands import DateRange
from .computed.statistics import count_returns
from .context import Info
from .errors import bad_value
from .reading.catalogue import has_global_id
from .reading.keyset import DEFAULT_PAGE, LONGEST_PAGE, page_too_long
from .reading.rows import Row, load_many

View = dict[str, Any]


def node(info: Info, global_id: GlobalId, type_name: str | None = None) -> Row | None:
    """The record with a global id; None where there is none, or it is not of `type_name`."""
    decoded = identity.decode(global_id)
    if decoded is None or (type_name is not None and decoded[0] != type_name):
        return None
    return nodes(info, [global_id])[0]


def nodes(info: Info, ids: Sequence[GlobalId]) -> list[Row | None]:
    """Records by global ids, one statement a type."""
    if len(ids) > LONGEST_PAGE:
        raise bad_value(
            f"nodes takes at most {LONGEST_PAGE} ids, not {len(ids)}.", "ids", limit=LONGEST_PAGE, given=len(ids)
        )
    decoded = [identity.decode(one) for one in ids]
    wanted: dict[str, list[int]] = defaultdict(list)
    for one in decoded:
        if one is not None and has_global_id(one[0]):
            wanted[one[0]].append(one[1])
    found = {
        (name, row.key): row
        for name, keys in wanted.items()
        for row in load_many(info, name, keys)
        if row.type_name == name
    }
    return [None if one is None else found.get(one) for one in decoded]


def return_statistics(info: Info, by: ReturnStatisticsBy, period: DateRange | None, first: int | None) -> list[View]:
    """Returns counted on the snapshot of this query."""
    most = DEFAULT_PAGE if first is None else first
    if not 0 <= most <= LONGEST_PAGE:
        raise page_too_long("first", most)
    days = period or DateRange()
    return count_returns(info.context.connection, by, days.from_, days.to, most)


def check_ledger(info: Info) -> View:
    """Every law on the snapshot of this query."""
    from ..posting.ledger_check import check_connection  # only here: the laws take a tenth of a second to load

    laws = check_connection(info.context.connection)
    return {"holds": all(law.holds for law in laws), "checked_at": info.context.clock.now(), "laws": laws}
