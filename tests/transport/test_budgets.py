"""Budgets: what is taken, what is given back, and what is told to whoever has too little (access 5.4)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebill.models.database import Database
from rebill.models.vocabulary import ActorKind
from rebill.posting.command.caller import ANONYMOUS, Caller
from rebill.process.bounding import profile_of
from rebill.process.settings import Settings
from rebill.process.starting import CannotStart
from rebill.transport.budgets import DEFAULT as USUAL
from rebill.transport.budgets import MOST_BUCKETS, Bucket, Budget, Budgets, Charge, budget_of
from rebill.transport.budgets import STRICT as SMALL
from rebill.transport.origins import Reach
from rebill.transport.profile import DEFAULT
from tests.api import Api
from tests.transport.serving import serving, talking

MEDIA = ["application/json", "application/graphql-response+json"]
DEAR = "{ checkLedger { holds laws { id } } }"  # 20,010
PAGE = "{ customers(first: 100) { nodes { name } } }"  # 101
SLOW = replace(DEFAULT, budget=Budget(25_000, 1))


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_two_people_of_whom_nothing_can_be_written_down_have_a_bucket_each() -> None:
    """As on a server that only reads."""
    budgets = Budgets(Budget(10, 1), Clock())
    first, second = (
        Caller(None, ActorKind.SUBJECT, "Kari", person, "https://sign.example") for person in ("kari", "kari2")
    )
    assert budgets.charge(first, "").take(10) is None
    assert budgets.charge(second, "").take(10) is None
    assert budgets.charge(first, "").take(1) is not None


def test_the_example_of_the_page() -> None:
    bucket = Bucket(USUAL, Clock())
    assert bucket.take(100_000 - 12_400) is None
    assert bucket.take(25_501) == 7
    assert bucket.status() == {"maximumAvailable": 100_000, "currentlyAvailable": 12_400, "restoreRate": 2_000}


@pytest.mark.parametrize(("budget", "seconds"), [(USUAL, 50), (SMALL, 60)])
def test_an_empty_bucket_is_full_again_after_a_minute_at_most(budget: Budget, seconds: int) -> None:
    clock = Clock()
    bucket = Bucket(budget, clock)
    assert bucket.take(budget.points) is None
    assert bucket.take(budget.points) == seconds
    clock.seconds = seconds - 0.001
    assert bucket.take(budget.points) == 1
    clock.seconds = seconds
    assert bucket.take(budget.points) is None


@given(steps=st.lists(st.tuples(st.floats(0, 30), st.integers(0, 1_000)), max_size=30))
def test_a_bucket_gives_no_more_than_it_held_and_what_came_back(steps: list[tuple[float, int]]) -> None:
    clock, given_out = Clock(), 0
    bucket = Bucket(Budget(1_000, 10), clock)
    for passed, points in steps:
        clock.seconds += passed
        before = bucket.status()["currentlyAvailable"]
        wait = bucket.take(points)
        assert wait is None or points > before  # which is shown without its fraction
        assert wait is not None or points < before + 1
        given_out += points if wait is None else 0
        assert given_out <= 1_000 + 10 * clock.seconds + 1e-6
        if wait is not None:
            assert points - 1 - before <= wait * 10 < points - before + 10


def test_a_request_is_charged_once_and_the_rest_is_given_back_once() -> None:
    bucket = Bucket(Budget(1_000, 1), Clock())
    charge = Charge(bucket)
    assert (charge.take(300), charge.take(300)) == (None, None)
    assert bucket.status()["currentlyAvailable"] == 700
    charge.settle(100)
    charge.settle(100)
    assert bucket.status()["currentlyAvailable"] == 900


def test_everybody_has_a_bucket_and_only_so_many_are_kept() -> None:
    budgets = Budgets(Budget(10, 1), Clock())
    assert budgets.charge(ANONYMOUS, "a").take(10) is None
    assert budgets.charge(ANONYMOUS, "a").take(1) is not None
    assert budgets.charge(ANONYMOUS, "b").take(10) is None
    for number in range(MOST_BUCKETS):
        budgets.charge(ANONYMOUS, str(number))
    assert len(budgets._buckets) == MOST_BUCKETS
    assert Budgets(None).charge(ANONYMOUS, "a").take(10**9) is None


@pytest.mark.parametrize(
    ("text", "budget"), [("1:1", Budget(1, 1)), ("500000:10000", Budget(500_000, 10_000)), ("off", None)]
)
def test_a_budget_is_written_as_points_and_rate(text: str, budget: Budget | None) -> None:
    assert budget_of(text) == budget


@pytest.mark.parametrize(
    "text", ["", "1", "1:", ":1", "0:1", "1:0", "-1:1", "1.5:1", "1:1:1", "x:y", "99999999999:1", "Off "]
)
def test_what_is_no_budget_does_not_start(text: str) -> None:
    with pytest.raises(CannotStart, match="is no budget; write POINTS:RATE"):
        profile_of(Settings(budget=text), Reach())


@pytest.mark.parametrize(
    ("is_loopback", "limits", "given_budget", "budget"),
    [
        (False, "default", None, USUAL),
        (False, "strict", None, SMALL),
        (True, "default", "7:1", Budget(7, 1)),
        (False, "default", "off", None),
    ],
)
def test_how_much_who_asks_may_ask(
    is_loopback: bool, limits: str, given_budget: str | None, budget: Budget | None
) -> None:
    settings = Settings(limits=limits, budget=given_budget)
    assert profile_of(settings, Reach(is_loopback)).budget == budget


def test_on_this_machine_alone_nobody_is_limited_who_does_not_say_who_they_are() -> None:
    kari = Caller(7, ActorKind.KEY, "Kari")
    for is_loopback, anybody in ((True, None), (False, 100_000)):
        profile = profile_of(Settings(), Reach(is_loopback))
        budgets = Budgets(profile.budget, limits_anybody=profile.limits_anybody)
        statuses = [budgets.charge(one, "192.0.2.7").status() for one in (ANONYMOUS, kari)]
        assert [one and one["maximumAvailable"] for one in statuses] == [anybody, 100_000]


def test_an_actor_has_one_bucket_wherever_they_ask_from_and_anybody_one_an_address() -> None:
    budgets, kari, ola = (
        Budgets(Budget(10, 1), Clock()),
        Caller(7, ActorKind.KEY, "K"),
        Caller(8, ActorKind.SUBJECT, "K"),
    )
    assert budgets.charge(kari, "a").take(10) is None
    assert budgets.charge(kari, "b").take(1) is not None
    assert budgets.charge(ola, "a").take(10) is None
    assert budgets.charge(ANONYMOUS, "a").take(10) is None
    assert budgets.charge(ANONYMOUS, "a").take(1) is not None


@pytest.fixture
def limited(sqlite_database: Database) -> Iterator[str]:
    """A server whose callers have 25,000 points, and one more a second."""
    api = Api(sqlite_database)
    api.customer()
    with serving(sqlite_database, profile=SLOW) as place:
        yield place


def asked(place: str, query: str, media: str = MEDIA[0], **more: Any) -> httpx2.Response:
    return httpx2.post(f"http://{place}/graphql", json={"query": query} | more, headers={"accept": media})


def cost(answer: httpx2.Response) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()["extensions"]["cost"]
    return found


def left(answer: httpx2.Response) -> str | int:
    points: int = cost(answer)["throttleStatus"]["currentlyAvailable"]
    return "4,990 and what came back" if 4_990 <= points < 5_050 else points


def test_what_was_not_used_is_given_back(limited: str) -> None:
    for _ in range(3):  # once walked or compiled, then by the wire
        told = cost(asked(limited, PAGE))
        assert (told["requestedQueryCost"], told["actualQueryCost"]) == (101, 2)
    status = told["throttleStatus"]
    assert (status["maximumAvailable"], status["restoreRate"]) == (25_000, 1)
    assert 25_000 - 6 <= status["currentlyAvailable"] <= 25_000 - 3  # a point may have come back, or three


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("second", [DEAR, "query Other { checkLedger { holds laws { id } } }"])
def test_whoever_has_too_little_is_told_when_to_come_again(limited: str, media: str, second: str) -> None:
    first = asked(limited, DEAR, media)
    assert (first.status_code, left(first)) == (200, "4,990 and what came back")
    refused = asked(limited, second, media)
    body = refused.json()
    (error,) = body["errors"]
    seconds = int(refused.headers["retry-after"])
    assert refused.status_code == 429
    assert "data" not in body
    assert 15_000 <= seconds <= 15_020
    assert error["extensions"]["code"] == "THROTTLED"
    assert (error["extensions"]["params"], error["extensions"]["retryable"]) == ({"seconds": str(seconds)}, True)
    told = cost(refused)
    assert (told["requestedQueryCost"], told["actualQueryCost"]) == (20_010, None)
    assert 4_990 <= told["throttleStatus"]["currentlyAvailable"] < 5_010
    assert asked(limited, PAGE, media).status_code == 200


def test_a_throttled_mutation_does_not_run(sqlite_database: Database) -> None:
    make = 'mutation { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }'
    with serving(sqlite_database, profile=replace(DEFAULT, budget=Budget(25, 1))) as place:
        statuses = [asked(place, make).status_code for _ in range(2)]
        before = Api(sqlite_database).fingerprint()
        refused = asked(place, make)
    assert (statuses, refused.status_code) == ([200, 200], 429)
    assert Api(sqlite_database).fingerprint() == before


def test_what_is_refused_before_it_runs_costs_nothing(limited: str) -> None:
    for query, variables in (
        (DEAR.replace("holds", "hold"), {}),
        (DEAR, {}),
        ("query($n: Int!) { customers(first: $n) { nodes { id } } }", {"n": "x"}),
    ):
        if query is not DEAR:
            assert asked(limited, query, variables=variables).json()["errors"]
    assert left(asked(limited, DEAR)) == "4,990 and what came back"


def test_what_is_dearer_than_a_full_bucket_is_not_waited_for(sqlite_database: Database) -> None:
    with serving(sqlite_database, profile=replace(DEFAULT, budget=Budget(100, 1))) as place:
        answer = asked(place, PAGE)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (200, "LIMIT_EXCEEDED")
    assert error["extensions"]["params"] == {"limit": "cost", "allowed": "100", "found": "101"}


def test_over_a_socket_it_is_an_error_of_that_operation_and_the_socket_stays(limited: str) -> None:
    with talking(limited) as talk:
        assert talk.result(DEAR)["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"] < 5_100
        talk.ask(DEAR, "again")
        heard = talk.hear()
        assert (heard["type"], heard["id"]) == ("error", "again")
        assert heard["payload"][0]["extensions"]["code"] == "THROTTLED"
        assert talk.result(PAGE)["data"]["customers"]["nodes"]


def test_a_stream_is_charged_for_its_first_event(limited: str) -> None:
    def streamed(query: str) -> str:
        return httpx2.post(
            f"http://{limited}/graphql", json={"query": query}, headers={"accept": "text/event-stream"}
        ).text

    assert '"currentlyAvailable":4' in streamed(DEAR).replace(" ", "")
    assert "THROTTLED" in streamed(DEAR)


def test_the_viewer_is_shown_the_budget(limited: str, sqlite_database: Database) -> None:
    asked_for = "{ viewer { budget { maximum available restoreRate } } }"  # 2 points
    answer = asked(limited, asked_for)
    assert answer.json()["data"]["viewer"]["budget"] == {"maximum": 25_000, "available": 24_998, "restoreRate": 1}
    with serving(sqlite_database) as unlimited:
        assert asked(unlimited, asked_for).json()["data"]["viewer"]["budget"] is None
