"""What is told of an idempotency key that is used again for something else (access 6.10)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api import Api, Rejected, StillClock

PARAMS = "problems { code params { name value } }"


def told(api: Api, mutation: str, **values: Any) -> dict[str, str]:
    """The values of the one problem that a call is refused with."""
    kind = mutation[0].upper() + mutation[1:]
    query = f"mutation($i: {kind}Input!) {{ {mutation}(input: $i) {{ ... on Rejection {{ {PARAMS} }} }} }}"
    (problem,) = api.run(query, i=values)[mutation]["problems"]
    assert problem["code"] == "IDEMPOTENCY_KEY_REUSED"
    return {one["name"]: one["value"] for one in problem["params"]}


def test_whoever_uses_a_key_again_is_told_when_it_was_used_for_what_and_what_differs(api: Api) -> None:
    api.do("createCustomer", "", name="Nor", currency="NOK", idempotencyKey="k")
    first = api.clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
    api.clock = StillClock(api.clock.now() + timedelta(hours=1))
    other = told(api, "createCustomer", name="Sør", currency="NOK", paymentTermsDays=10, idempotencyKey="k")
    assert other == {"given": "k", "operation": "createCustomer", "at": first, "differs": "name,paymentTermsDays"}
    elsewhere = told(api, "createProduct", name="Nor", salesPrice="1", idempotencyKey="k")
    assert elsewhere == {"given": "k", "operation": "createCustomer", "at": first}


DETAILS: dict[str, Any] = {"transactionClass": "TIME", "transactionDate": "2026-03-01", "description": "Work"}


@pytest.mark.parametrize(
    ("entries", "change", "differs"),
    [
        (2, {"quantity": "3"}, "entries.1.quantity"),
        (2, {"description": "More"}, "entries.1.description"),
        (20, {"quantity": "3"}, "entries"),
    ],
)
def test_of_lists_the_very_value_is_named_unless_they_are_long(
    api: Api, entries: int, change: dict[str, str], differs: str
) -> None:
    line = api.contract()["lines"][0]["id"]
    entry = DETAILS | {"contractLine": line, "quantity": "2", "unitPrice": "100"}
    api.do("postEntryJournal", "", entries=[entry] * entries, idempotencyKey="k")
    again = [entry] * (entries - 1) + [entry | change]
    assert told(api, "postEntryJournal", entries=again, idempotencyKey="k")["differs"] == differs


def test_a_value_that_is_left_out_or_comes_anew_differs_too(api: Api) -> None:
    api.do("createCustomer", "", name="Nor", currency="NOK", paymentTermsDays=10, idempotencyKey="k")
    assert told(api, "createCustomer", name="Nor", currency="NOK", idempotencyKey="k")["differs"] == "paymentTermsDays"


def test_the_very_same_call_is_answered_again(api: Api) -> None:
    call = {"name": "Nor", "currency": "NOK", "idempotencyKey": "k"}
    first = api.do("createCustomer", "... on CustomerSuccess { replayed }", **call)
    again = api.do("createCustomer", "... on CustomerSuccess { replayed }", **call)
    assert (first["replayed"], again["replayed"]) == (False, True)
    with pytest.raises(Rejected):
        api.do("createCustomer", "", **call | {"name": "Sør"})
