"""Recurring runs: saved selections, switched on and off, whose history is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from rebill.models import tables
from rebill.posting.command.transaction import Service
from rebill.posting.runs.execution import execute_run
from rebill.posting.runs.schedules import start_scheduled
from tests.api import Api, Rejected

MADE = "... on RunScheduleSuccess { replayed schedule { id name cron timeZone enabled nextRunAt customer { number } } }"
ALL = "{ runSchedules { nodes { id name runs { totalCount nodes { status total posted } } } } }"


def created(api: Api, **values: Any) -> dict[str, Any]:
    """A schedule, at six every weekday in Oslo unless it says otherwise."""
    usual = {"name": "Mornings", "cron": "0 6 * * MON-FRI", "timeZone": "Europe/Oslo", "select": {}}
    found: dict[str, Any] = api.do("createRunSchedule", MADE, **{**usual, **values})["schedule"]
    return found


def refused(api: Api, mutation: str, **values: Any) -> list[str]:
    """What a refused mutation complains of, as paths."""
    with pytest.raises(Rejected) as rejected:
        api.do(mutation, "__typename", **values)
    return [".".join(one["path"]) for one in rejected.value.problems]


def delivered(api: Api, customer: str) -> None:
    """A delivered sales order."""
    line = {"product": {"number": api.product("100")}, "quantity": "1"}
    sold = "... on SalesOrderSuccess { order { number } }"
    number = api.do("createSalesOrder", sold, customer={"number": customer}, lines=[line])["order"]["number"]
    api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order={"number": number})


def test_a_schedule_says_when_it_comes_next_and_can_be_switched_off_and_on(api: Api) -> None:
    customer = api.customer()
    made = created(api, select={"customer": {"number": customer}})
    assert made["nextRunAt"] == "2026-09-02T04:00:00.000000Z"  # a Wednesday, summer time
    assert (made["enabled"], made["customer"]) == (True, {"number": customer})
    off = api.do("updateRunSchedule", MADE, schedule=made["id"], enabled=False)["schedule"]
    assert (off["enabled"], off["nextRunAt"], off["cron"]) == (False, None, "0 6 * * MON-FRI")
    moved = api.do("updateRunSchedule", MADE, schedule=made["id"], enabled=True, cron="@daily", timeZone="UTC")
    assert moved["schedule"]["nextRunAt"] == "2026-09-02T00:00:00.000000Z"


def test_each_time_starts_one_run_that_selects_when_it_starts(api: Api) -> None:
    mine, other = api.customer(), api.customer()
    made = created(api, select={"customer": {"number": mine}, "type": ["SALES_ORDER"]})
    service, key = Service(api.database, api.clock), 1
    when = datetime(2026, 9, 2, 4, tzinfo=UTC)
    first = start_scheduled(service, key, when)
    assert first is not None
    assert start_scheduled(service, key, when) == first
    delivered(api, mine)
    delivered(api, other)
    execute_run(service, first)
    second = start_scheduled(service, key, when + timedelta(days=1))
    assert second not in (None, first)
    execute_run(service, second or 0)
    api.do("updateRunSchedule", MADE, schedule=made["id"], enabled=False)
    assert start_scheduled(service, key, when + timedelta(days=2)) is None
    (found,) = api.run(ALL)["runSchedules"]["nodes"]
    assert found["runs"]["totalCount"] == 2
    assert found["runs"]["nodes"] == [
        {"status": "ENDED", "total": 1, "posted": 1},
        {"status": "ENDED", "total": 0, "posted": 0},
    ]
    assert api.broken_laws() == []


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"cron": "every day"}, "cron"),
        ({"cron": "* * * * * *"}, "cron"),
        ({"cron": "0 6 31 2 *"}, "cron"),
        ({"cron": ""}, "cron"),
        ({"cron": "R R * * *"}, "cron"),
        ({"cron": "@reboot"}, "cron"),
        ({"timeZone": "Oslo"}, "timeZone"),
        ({"timeZone": "../UTC"}, "timeZone"),
        ({"timeZone": "Europe"}, "timeZone"),
        ({"name": "  "}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"select": {"customer": {"number": "C-999999"}}}, "select.customer.number"),
        ({"select": {"type": ["PROJECT_CONTRACT"]}}, "select.type.0"),
        ({"mixOrderTypes": True}, "mixOrderTypes"),
        ({"quantity": "DELIVER_NOW"}, "quantity"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(api: Api, values: dict[str, Any], path: str) -> None:
    usual = {"name": "Mornings", "cron": "0 6 * * *", "select": {}}
    assert refused(api, "createRunSchedule", **{**usual, **values}) == [path]
    with api.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.run_schedule)) == 0


def test_a_name_is_given_once_and_there_must_be_something_to_change(api: Api) -> None:
    made, other = created(api), created(api, name="Evenings")
    assert refused(api, "createRunSchedule", name=" Mornings ", cron="@daily", select={}) == ["name"]
    assert refused(api, "updateRunSchedule", schedule=other["id"], name="Mornings") == ["name"]
    assert refused(api, "updateRunSchedule", schedule=made["id"]) == [""]
    assert refused(api, "updateRunSchedule", schedule="nonsense", enabled=False) == ["schedule"]
    again = api.do("updateRunSchedule", MADE, schedule=made["id"], name="Mornings", idempotencyKey="k")
    assert (again["schedule"]["name"], again["replayed"]) == ("Mornings", False)


def test_a_late_selection_is_made_when_the_run_starts(api: Api) -> None:
    begun: list[int] = []
    waiting = Api(api.database, api.clock, notify=lambda _, run_id: begun.append(run_id))
    run = "... on PostingRunSuccess { run { id status total waiting startedAt } }"
    answer = waiting.do("postInvoices", run, select={}, lateSelection=True)["run"]
    assert (answer["status"], answer["total"], answer["startedAt"]) == ("WAITING", 0, None)
    delivered(api, api.customer())
    execute_run(Service(api.database, api.clock), begun[0])
    items = "items { nodes { status invoice { invoiceDate } } }"
    found = api.run(f'{{ postingRun(id: "{answer["id"]}") {{ status total posted {items} }} }}')["postingRun"]
    assert (found["status"], found["total"], found["posted"]) == ("ENDED", 1, 1)
    assert found["items"]["nodes"] == [{"status": "EXECUTED", "invoice": {"invoiceDate": "2026-09-01"}}]
    assert refused(api, "postInvoices", orders=[{"number": "SO-000001"}], lateSelection=True) == ["lateSelection"]
