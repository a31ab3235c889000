"""Values of the right type that no form would send: on either engine each is answered or refused, and never a bug.

One book is made, and whatever a mutation writes is rolled back, so that every call meets the same book. CI tries a few
values in every place; `REBILL_TESTS=long pytest tests/values/test_hostile.py` tries many.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from graphql import GraphQLError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from rebill.models.database import Database
from rebill.models.ending import Ending
from rebill.models.identity import LARGEST_KEY, encode
from rebill.resolvers.errors import ErrorCode, code_of
from rebill.transport.budgets import Charge
from rebill.transport.execution import Execution, Task
from rebill.transport.graphql_document import document_of
from rebill.transport.requests import Operation
from tests.api import SCHEMA, Api
from tests.length import usually
from tests.values.book import sane_inputs
from tests.values.positions import RootField, exists, leaves, planted, root_fields

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

T = TypeVar("T")
FIELDS = list(root_fields())
TEXTS = [
    "",
    " ",
    "x" * 100_000,
    "\ufeff",
    "'; --",
    "%_\\",
    "\u202ea\u0301",
    "\U0010ffff",
    "\x01\x7f\n",
    "SO-000001",
    "*",
]
CURSORS = [
    "bnVsbA",
    "WyJpZCIsIDk5OTk5OTk5OTk5OTk5OTk5OTk5XQ",
    "W10",
    "WyJpZCIsIDIxNDc0ODM2NDhd",
    "WyJudW1iZXIsaWQiLCAiXHUwMDAwIiwgMV0",
]
IDS = [encode(name, key) for name in ("Invoice", "Actual", "Order", "None") for key in (0, 1, LARGEST_KEY)]
DECIMALS = [
    "0",
    "-0",
    "-1",
    "0.000001",
    "1" * 30,
    "0." + "0" * 29 + "1",
    "9" * 40,
    "-" + "9" * 40,
    "999999999.999999",
    "999999999",
    "999999999999",
]
NOT_SANE = {
    "postingRun",
    "updateRunSchedule",
    "setDisposition",
    "resumePostingRun",
    "cancelPostingRun",
    "markReadyToRefund",
    "revokeApiKey",
    "decideApproval",
}  # there is no run, no key, no request for approval, no code to take away, and no retainer that is billed

HOSTILE: dict[str, list[object]] = {
    "String": [*TEXTS, *CURSORS],
    "ID": [*TEXTS, *IDS, 0, -1, 10**39],
    "Int": [0, -1, 2**31 - 1, -(2**31), 3.0],
    "Decimal": [*DECIMALS, 10**39, -(10**39)],
    "Date": ["0001-01-01", "9999-12-31", "1582-10-10", "2024-02-29"],
    "DateTime": [
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "2026-01-01T00:00:00+23:59",
        "2026-01-01T00:00Z",
    ],
    "Boolean": [True, False],
}


class Undone(Exception):
    """Rolls a transaction back, and brings out what it did."""

    def __init__(self, result: Any) -> None:
        self.result = result


def rolling_back(database: Database) -> Callable[[Callable[[Connection], T]], T]:
    """What writes and takes it back."""

    def run_write(work: Callable[[Connection], T], *, alone: bool = False, **_: object) -> T:
        try:
            with database.write(alone=alone) as connection:
                raise Undone(work(connection))
        except Undone as undone:
            result: T = undone.result
            return result

    return run_write


def arguments_of(field: RootField, inputs: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What a root field can well be called with."""
    return {"input": inputs[field.name]} if "input" in field.arguments else inputs.get(field.name, {})


def check(execution: Execution, field: RootField, values: dict[str, Any], *, is_literal: bool = False) -> bool:
    """Ask, and look at what is told; whether it was refused."""
    operation = Operation(field.literal(values)) if is_literal else Operation(field.document(), variables=values)
    try:
        document = document_of(operation, execution._meter)
    except GraphQLError as error:
        assert code_of(error) is ErrorCode.LIMIT_EXCEEDED, (field.name, values, error)
        return True
    answer = execution._execute(Task(operation, document, Charge()), Ending(60), lambda: None)
    for error in answer.errors:
        said = error["extensions"]
        assert said["code"] in ("BAD_USER_INPUT", "LIMIT_EXCEEDED"), (field.name, values, error)
        if said["code"] == "BAD_USER_INPUT":
            assert exists(values.get("input", values), tuple(said["path"])), (field.name, values, error)
    told = (answer.body.get("data") or {}).get(field.name)
    problems = told.get("problems", ()) if isinstance(told, dict) else ()
    for problem in problems:
        assert exists(values.get("input", values), tuple(problem["path"])), (field.name, values, problem)
    return bool(answer.errors or problems)


def test_hostile_values_are_answered_or_refused_in_every_place(database: Database) -> None:
    inputs = sane_inputs(Api(database))
    database.run_write = rolling_back(database)  # type: ignore[method-assign]  # for this book alone
    execution = Execution(SCHEMA, database, lambda *_: None)
    refused = {field.name for field in FIELDS if check(execution, field, arguments_of(field, inputs))}
    assert refused == NOT_SANE  # the others get far with what they are given

    @settings(
        max_examples=usually(2, long=20),
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a pass over all places is too long to be shortened
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def every_field_once(data: st.DataObject) -> None:
        for field in FIELDS:
            values = arguments_of(field, inputs)
            spots = [
                (name, path, kind)
                for name, type_ in field.arguments.items()
                for path, kind in leaves(type_)
                if kind in HOSTILE
            ]
            for name, path, kind in data.draw(st.lists(st.sampled_from(spots), min_size=1, max_size=3)):
                hostile = data.draw(st.sampled_from(HOSTILE[kind]))
                values = values | {name: planted(values.get(name), path, hostile)}
            check(execution, field, values, is_literal=data.draw(st.booleans()))

    every_field_once()
