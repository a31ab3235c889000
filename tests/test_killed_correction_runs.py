"""A correction run whose process is killed: it is resumed, and nothing is corrected twice or left out."""

import os
import random
import signal
import time
from typing import Any

import pytest

from rebill.models.identity import decode
from tests.api import Api
from tests.correction_runs import RUN, asleep, correct, outcomes, planned
from tests.length import usually
from tests.processes import Running, execute_run
from tests.test_killed_runs import address

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]
INVOICES = 24
KILLS = usually(4, long=16)
RULE: dict[str, Any] = {"where": {"product": {"number": "P-000001"}}, "change": {"unitPrice": "110"}}


@pytest.mark.parametrize("combine", ["INVOICE", "CUSTOMER"])
def test_a_correction_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been(api: Api, combine: str) -> None:
    api.product("120")
    customers = [api.customer() for _ in range(INVOICES // 4)]
    for place in range(INVOICES):
        api.invoiced(customers[place % len(customers)], {"product": {"number": "P-000001"}, "quantity": "10"})
    plan = planned(api, **RULE, combine=combine)
    run = correct(asleep(api), **RULE, combine=combine, expectedPlan=plan["hash"])
    decoded = decode(run["id"])
    assert decoded is not None
    dice, kills = random.Random(11), 0
    while standing(api, run)["status"] in ("WAITING", "EXECUTING"):
        process = Running(execute_run, address(api), decoded[1])
        assert process.stdout.readline() == "ready\n"
        if kills < KILLS:
            time.sleep(dice.uniform(0, 0.15))
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.ended()
    documents = plan["totals"][0]["documents"]
    ended = standing(api, run)
    assert (ended["status"], ended["posted"], ended["waiting"]) == ("ENDED", INVOICES, 0)
    numbers = [one[2] for one in outcomes(ended)]
    assert list(dict.fromkeys(numbers)) == [f"CN-{place:06d}" for place in range(1, documents + 1)]
    drafts = api.run("{ invoices(filter: {status: [DRAFT]}) { totalCount } }")["invoices"]["totalCount"]
    assert (drafts, kills > 0, api.broken_laws()) == (0, True, [])
    assert planned(api, **RULE)["ready"] == 0


def standing(api: Api, run: dict[str, Any]) -> dict[str, Any]:
    """The run as it stands."""
    found: dict[str, Any] = api.run(f"query($k: ID!) {{ postingRun(id: $k) {{ {RUN} }} }}", k=run["id"])["postingRun"]
    return found
