"""Root fields that no declaration says: statistics, number series, the ledger check."""

from typing import Any

from ..models.vocabulary import ReturnStatisticsBy
from ..posting.commands import DateRange
from ..posting.ledger.number_gaps import document_numbers
from .computed.statistics import count_returns
from .context import Info
from .reading.keyset import DEFAULT_PAGE, LONGEST_PAGE, page_too_long

View = dict[str, Any]


def return_statistics(info: Info, by: ReturnStatisticsBy, period: DateRange | None, first: int | None) -> list[View]:
    """Returns counted on the snapshot of this query."""
    most = DEFAULT_PAGE if first is None else first
    if not 0 <= most <= LONGEST_PAGE:
        raise page_too_long("first", most)
    days = period or DateRange()
    return count_returns(info.context.connection, by, days.from_, days.to, most)


def number_series(info: Info) -> list[View]:
    """The series of documents on the snapshot of this query."""
    return [
        vars(one) | {"gaps": [{"from_": first, "to": last} for first, last in one.gaps]}
        for one in document_numbers(info.context.connection)
    ]


def check_ledger(info: Info) -> View:
    """Every law on the snapshot of this query."""
    from ..posting.ledger_check import check_connection  # only here: the laws take a tenth of a second to load

    laws = check_connection(info.context.connection)
    return {"holds": all(law.holds for law in laws), "checked_at": info.context.clock.now(), "laws": laws}
