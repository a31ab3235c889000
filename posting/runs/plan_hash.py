"""The hash of a run's plan, and what has changed since it was made.

A plan is kept nowhere, so its hash says what it was: SHA-256 over everything that the run would do, a dot, and the key
of each order with a short fingerprint of what would become of it. The first part decides; by the second a refusal can
name the orders that came, went, or would be posted otherwise.
"""

import binascii
import hashlib
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping

from sqlalchemy import Connection, select

from ...models import tables
from ...models.identity import LARGEST_KEY
from ...models.rows import read_all
from ...models.vocabulary import PostingItemStatus, ProblemCode
from ..plan import canonical
from ..problems import refuse
from .plans import MOST_PLANNED, LeftOut, RunPlan

KEY, MARK = 5, 3  # bytes; a changed order stays unnamed once in 16 million times
MOST_NAMED = 10  # orders in a message
BECOMES = {PostingItemStatus.SKIPPED: "now skipped", PostingItemStatus.CONTAINS_ERRORS: "now blocked"}


def run_hash(plan: RunPlan) -> str:
    """What `planRun` answers, and `postInvoices` takes as `expectedPlan`."""
    ready = tuple((one.place, one.orders, one.hash) for one in plan.ready)
    whole = canonical((plan.documents, ready, tuple(_said(one) for one in plan.left_out)))
    marks = b"".join(key.to_bytes(KEY) + mark for key, mark in _marks(plan).items())
    return f"{hashlib.sha256(whole.encode()).hexdigest()}.{urlsafe_b64encode(marks).decode()}"


def check_expected_run(connection: Connection, plan: RunPlan, expected: str) -> None:
    """Refuse where the run would no longer do what the caller was shown, and say with which orders."""
    if run_hash(plan) == expected:
        return
    known, now = _parsed(expected), _marks(plan)
    came = [plan.numbers[key] for key in now if key not in known]
    gone = _numbers(connection, [key for key in known if key not in now])
    status = {one.order: BECOMES[one.status] for one in plan.left_out}
    otherwise = [
        plan.numbers[key] + (f" ({status[key]})" if key in status else "")
        for key, mark in now.items()
        if key in known and known[key] != mark
    ]
    parts = ((came, "came"), (gone, "went"), (otherwise, "would be posted otherwise"))
    changes = [f"{_listed(numbers)} {what}" for numbers, what in parts if numbers]
    raise refuse(
        ProblemCode.PLAN_OUTDATED,
        f"The plan has changed: {'; '.join(changes) or 'the same orders would be numbered in another order'}.",
        "expectedPlan",
        remedy="Plan the run again with planRun, look at it, and pass its hash.",
    )


def _marks(plan: RunPlan) -> dict[int, bytes]:
    """A short fingerprint of what would become of each order, by key."""
    found = {key: _mark(one.hash) for one in plan.ready for key in one.orders}
    return found | {one.order: _mark(canonical(_said(one))) for one in plan.left_out}


def _mark(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:MARK]


def _said(one: LeftOut) -> tuple[object, ...]:
    return one.order, one.status, tuple((problem.code, problem.message) for problem in one.problems)


def _parsed(expected: str) -> Mapping[int, bytes]:
    """The fingerprints in a hash, by order; refused where it is not the hash of a run's plan."""
    digest, _, encoded = expected.partition(".")
    try:
        packed = b64decode(encoded, altchars=b"-_", validate=True)
        whole = len(bytes.fromhex(digest)) == hashlib.sha256().digest_size and len(packed) % (KEY + MARK) == 0
    except (ValueError, binascii.Error):
        whole = False
    if not whole or "." not in expected or len(packed) > MOST_PLANNED * (KEY + MARK):
        message = "This is not the hash of a run's plan."
        raise refuse(ProblemCode.INVALID_INPUT, message, "expectedPlan", remedy="Pass RunPlan.hash as planRun gave it.")
    places = range(0, len(packed), KEY + MARK)
    marks = {int.from_bytes(packed[at : at + KEY]): packed[at + KEY : at + KEY + MARK] for at in places}
    return {key: mark for key, mark in marks.items() if key <= LARGEST_KEY}  # no order has another, nor had one


def _numbers(connection: Connection, keys: list[int]) -> list[str]:
    table = tables.order
    return read_all(connection, select(table.c.number).where(table.c.id.in_(keys)).order_by(table.c.id), str)


def _listed(numbers: list[str]) -> str:
    more = len(numbers) - MOST_NAMED
    return ", ".join(numbers[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
