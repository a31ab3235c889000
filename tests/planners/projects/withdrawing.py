"""Work to be withdrawn, on books in memory: what is named, with all that was booked with it."""

from collections.abc import Sequence

from rebill.models.vocabulary import ConnectionRole
from rebill.posting.planners.projects.withdrawal import Withdrawal
from tests.planners.book import Book
from tests.planners.projects.facts import ledger_row


def withdrawal(book: Book, keys: Sequence[int]) -> Withdrawal:
    """The named work as the planner knows it."""
    rows = book.tables["Actual"]
    roots = {rows[key].root_id: place for place, key in enumerate(keys) if key in rows}
    booked = [one for one in book.all("Connection") if one.role is ConnectionRole.UNBILLED_SALES]
    booked = [one for one in booked if one.other_role is ConnectionRole.COST]
    costs = {one.other_id: roots[one.actual_id] for one in booked if one.actual_id in roots}
    places = roots | {one.actual_id: costs[one.other_id] for one in booked if one.other_id in costs}
    return Withdrawal(
        keys=tuple(keys),
        named=tuple(ledger_row(rows[key]) if key in rows else None for key in keys),
        places=places,
        cost_places=costs,
        lineages=tuple(ledger_row(row) for row in rows.values() if row.root_id in places),
        costs=tuple(ledger_row(rows[key]) for key in sorted(costs)),
    )
