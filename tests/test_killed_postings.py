"""A process that is killed while many clients post: each posting that was answered is there, and none twice."""

import os
import random
import signal
import threading
import time
from decimal import Decimal

import pytest

from rebill.models.database import Database
from rebill.posting import commands as c
from rebill.posting.command.clock import SystemClock
from rebill.posting.command.transaction import Service
from rebill.posting.sales.payments import record_payment
from tests.api import Api
from tests.length import usually
from tests.processes import Running
from tests.test_killed_runs import address

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

CLIENTS = 12
KILLS = usually(3, long=20)
PAYMENTS = '{ invoice(ref: {number: "INV-000001"}) { openAmount settlements { payment { reference } } } }'


def pay_without_end(url: str, number: str, kill: int) -> None:
    """Payments of one each by several clients at once; says each that was answered, by its key and reference."""
    service = Service(Database.open(url), SystemClock())

    def client(who: int) -> None:
        for place in range(100_000):
            service.execute(payment(number, f"{kill}-{who}-{place}"), record_payment)
            os.write(1, f"{kill}-{who}-{place}\n".encode())

    print("ready", flush=True)
    for who in range(CLIENTS):
        threading.Thread(target=client, args=(who,)).start()


def payment(number: str, key: str) -> c.RecordPayment:
    """A payment of one, which bears its key as a reference."""
    return c.RecordPayment(invoice=c.InvoiceRef(number=number), amount=Decimal(1), reference=key, idempotency_key=key)


def test_what_was_answered_before_a_kill_is_there_once_and_what_was_not_can_be_repeated(api: Api) -> None:
    line = {"product": {"number": api.product("1000000")}, "quantity": "1"}
    number = str(api.invoiced(api.customer(), line)["number"])
    dice, answered = random.Random(3), set[str]()
    for kill in range(KILLS):
        process = Running(pay_without_end, address(api), number, kill)
        assert process.stdout.readline() == "ready\n"
        if kill % 2:  # while postings are answered; else perhaps before the first one is
            answered.add(process.stdout.readline().strip())
        time.sleep(dice.uniform(0.1, 0.6))
        os.kill(process.pid, signal.SIGKILL)
        answered |= set(process.ended().split())
    recorded = references(api)
    assert (len(recorded), answered - set(recorded)) == (len(set(recorded)), set())
    service = Service(api.database, SystemClock())
    last = [f"{kill}-{who}-{place}" for kill in range(KILLS) for who in range(CLIENTS) for place in range(3)]
    repeated = {key: service.execute(payment(number, key), record_payment).replayed for key in last}
    assert {key for key, replayed in repeated.items() if replayed} == set(last) & set(recorded)
    assert sorted(references(api)) == sorted(set(recorded) | set(last))
    assert (bool(answered), api.broken_laws()) == (True, [])


def references(api: Api) -> list[str]:
    """Those of all payments, as they are written."""
    return [one["payment"]["reference"] for one in api.run(PAYMENTS)["invoice"]["settlements"]]


def test_calls_with_one_key_that_are_committed_together_are_carried_out_once(api: Api) -> None:
    line = {"product": {"number": api.product("100")}, "quantity": "1"}
    number = str(api.invoiced(api.customer(), line)["number"])
    service, replayed = Service(api.database, SystemClock()), list[bool]()

    def pay() -> None:
        replayed.append(service.execute(payment(number, "one key"), record_payment).replayed)

    threads = [threading.Thread(target=pay) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(replayed), references(api)) == ([False] + [True] * 7, ["one key"])
