"""What nobody known has set up posts nothing more once there is a key: nothing happens without an actor (access, 2.7)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from rebill.models.database import Database
from rebill.models.identity import decode
from rebill.posting.command.caller import OPERATOR
from rebill.posting.command.transaction import Service
from rebill.posting.runs.execution import execute_run
from rebill.posting.runs.schedules import start_scheduled
from tests.access.keys import made
from tests.api import Api, StillClock

pytestmark = pytest.mark.both_engines
MORNING, NOON = (StillClock(datetime(2026, 9, 1, hour, tzinfo=UTC)) for hour in (8, 12))
RUN = "status createdBy { kind } items { nodes { status problems { code message remedy } } }"


def waiting(database: Database) -> str:
    """A run that anybody has started on an open server, and that nobody has taken up."""
    api = Api(database, clock=MORNING, notify=lambda *_: None)
    contract = api.contract()
    api.work(contract, "10", "200")
    draft = {"id": api.draft(contract)["id"]}
    found = api.do("confirmInvoices", "... on PostingRunSuccess { run { id } }", invoices=[draft])
    return str(found["run"]["id"])


def key_of(global_id: str) -> int:
    """The key of a record."""
    known = decode(global_id)
    assert known is not None
    return known[1]


def shown(api: Api, run: str) -> dict[str, Any]:
    """A run with what became of its documents."""
    found: dict[str, Any] = api.run(f"query($id: ID!) {{ postingRun(id: $id) {{ {RUN} }} }}", id=run)["postingRun"]
    return found


def test_a_run_that_nobody_known_has_started_ends_with_the_first_key_and_is_taken_up_by_name(
    database: Database,
) -> None:
    run, api = waiting(database), Api(database, clock=NOON)
    made(api, "ADMIN")
    execute_run(Service(database, NOON), key_of(run))
    left = shown(api, run)
    assert (left["status"], left["createdBy"]) == ("ERROR", {"kind": "ANONYMOUS"})
    (item,) = left["items"]["nodes"]
    assert [one["code"] for one in item["problems"]] == ["FORBIDDEN"]
    resumed = f"mutation($id: ID!) {{ resumePostingRun(id: $id) {{ ... on PostingRunSuccess {{ run {{ {RUN} }} }} }} }}"
    Api(database, clock=NOON, caller=OPERATOR).run(resumed, id=run)
    went_on = shown(api, run)
    assert (went_on["status"], went_on["createdBy"]) == ("ENDED", {"kind": "OPERATOR"})
    assert [one["status"] for one in went_on["items"]["nodes"]] == ["EXECUTED"]
    assert api.broken_laws() == []


@pytest.mark.parametrize("service", [{}, {"stays_open": True, "takes_tokens": True}], ids=["no key", "open"])
def test_where_the_door_is_open_it_is_carried_on(database: Database, service: dict[str, bool]) -> None:
    run, api = waiting(database), Api(database, clock=NOON)
    if service:
        made(api, "ADMIN")
    execute_run(Service(database, NOON, **service), key_of(run))
    assert shown(api, run)["status"] == "ENDED"


def test_a_token_issuer_shuts_the_door_on_nobodys_runs_as_well(database: Database) -> None:
    run = waiting(database)
    execute_run(Service(database, NOON, takes_tokens=True), key_of(run))
    assert shown(Api(database), run)["status"] == "ERROR"


def test_a_schedule_that_nobody_known_has_set_up_posts_nothing_more(database: Database) -> None:
    early, api = Api(database, clock=MORNING, notify=lambda *_: None), Api(database, clock=NOON)
    order = {
        "customer": {"number": early.customer()},
        "lines": [{"product": {"number": early.product("9")}, "quantity": "1"}],
    }
    sold = early.do("createSalesOrder", "... on SalesOrderSuccess { order { number } }", **order)["order"]
    early.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order=sold)
    set_up = {"name": "Daily", "cron": "0 6 * * *", "select": {"type": ["SALES_ORDER"]}}
    made_one = early.do("createRunSchedule", "... on RunScheduleSuccess { schedule { id } }", **set_up)
    made(api, "ADMIN")
    service, schedule = Service(database, NOON), key_of(made_one["schedule"]["id"])
    run = start_scheduled(service, schedule, NOON.now())
    assert run is not None
    execute_run(service, run)
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM invoice").scalar() == 0
