"""Columns that are moved by set, each from the value that its plan saw: what did not see the last one moves nothing."""

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.together import Together
from rebill.posting.ledger.compare_and_set import apply
from rebill.posting.planned.changes import Change
from rebill.posting.problems import Refused
from tests.storage.test_bulk import orders

pytestmark = pytest.mark.both_engines


def moved(connection: Connection, *changes: Change) -> list[str | None]:
    """The RMA numbers of all orders, once they are moved."""
    together = Together(connection)
    apply(together, changes)
    together.send()
    return list(connection.scalars(select(tables.order.c.rma_number).order_by(tables.order.c.id)))


def change(key: int, before: str | None, after: str | None, field: str = "rma_number") -> Change:
    return Change("ReturnOrder", key, field, before, after)


def test_what_plans_move_one_after_the_other_is_moved_from_the_first_to_the_last(database: Database) -> None:
    with database.write() as connection:
        first, second = orders(connection, 2)
        chained = change(first, None, "A"), change(second, None, "B"), change(first, "A", "C"), change(first, "C", None)
        assert moved(connection, *chained) == [None, "B"]


@pytest.mark.parametrize("stale", [[(None, "A"), (None, "A")], [(None, "A"), (None, "B")], [("X", "A"), ("A", "B")]])
def test_a_plan_that_did_not_see_the_one_before_it_is_refused(
    database: Database, stale: list[tuple[str | None, str]]
) -> None:
    with database.write() as connection:
        keys = orders(connection, 3)
    with pytest.raises(Refused) as refused, database.write() as connection:
        moved(connection, *(change(key, None, f"{key}") for key in keys[1:]), *(change(keys[0], *one) for one in stale))
    (problem,) = refused.value.problems
    assert (problem.code, problem.message) == (
        "CONCURRENT_UPDATE",
        "1 ReturnOrder record changed while this was being posted.",
    )
    (_, last), (expected, _) = (stale[0], stale[1]) if stale[0][0] is None else ((None, None), stale[0])
    told = {"type": "ReturnOrder", "count": "1", "document": encode("ReturnOrder", keys[0])}
    assert dict(problem.params) == told | {"expected": expected or "null", "current": last or "null"}
    with database.write() as connection:
        assert moved(connection) == [None, None, None]


def test_what_fails_by_itself_is_the_databases_own_error(database: Database) -> None:
    with pytest.raises(DBAPIError), database.write() as connection:
        together = Together(connection)
        together.append(tables.number_series, ("name", "prefix", "next"), [("LEDGER", "", 1)])
        together.send()
