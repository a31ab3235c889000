"""The API as commands of the command line ask it: in this process, on an open database, refused in the same words.

What it needs is loaded when a command asks, so that `--help` costs none of it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from ..process.starting import migrated

if TYPE_CHECKING:
    from ..models.database import Database as Opened
    from ..posting.command.caller import Caller
    from ..posting.command.transaction import Service

REFUSED = 2
MOST = 250  # drafts a run, items a page
COUNTS = "id kind status createdAt startedAt endedAt total posted skipped failed waiting"
ITEM = (
    "position status order { number } corrects { number } invoice { id number totalAmount } "
    "problems { code message remedy }"
)
ITEMS = f"""query($id: ID!, $after: String) {{ postingRun(id: $id) {{ items(first: {MOST}, after: $after) {{
  nodes {{ {ITEM} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
STARTED = (
    f"... on PostingRunSuccess {{ run {{ {COUNTS} }} }} ... on Rejection {{ problems {{ code message path remedy }} }}"
)
Run = dict[str, Any]


def _not_here(_: "Service", __: int) -> None:
    """Runs are carried on by the command that follows them."""


class LocalApi:
    """The API on an open database, as the commands ask it."""

    def __init__(self, database: "Opened", caller: "Caller | None" = None) -> None:
        from ..posting.command.caller import OPERATOR
        from ..posting.command.clock import SystemClock
        from ..posting.command.transaction import Service
        from ..resolvers.context import Context
        from ..schema.build import build_schema

        self.service = Service(database, SystemClock(), caller=caller or OPERATOR)
        self._schema = build_schema()
        self._context = partial(Context, database, notify=_not_here, caller=self.service.caller)

    def ask(self, operation: str, **variables: Any) -> dict[str, Any]:
        """What an operation answers; what the API finds wrong with a value ends the program."""
        result = self._schema.execute_sync(operation, variable_values=variables, context_value=self._context())
        if result.errors:
            from ..models.outages import reason_of
            from ..transport.outages import cause_of

            cause = cause_of(result.errors[0])
            if cause is not None and reason_of(cause) is not None:
                raise cause  # the database: it ends the program as anywhere
            stop(str(result.errors[0].message))
        return result.data or {}

    def start(self, mutation: str, values: dict[str, Any]) -> Run:
        """The run that a mutation starts; a refusal is told and ends the program."""
        kind = mutation[0].upper() + mutation[1:]
        answer = self.ask(f"mutation($i: {kind}Input!) {{ it: {mutation}(input: $i) {{ {STARTED} }} }}", i=values)["it"]
        return self._run_of(answer)

    def act(self, mutation: str, run_id: str) -> Run:
        """The run after a mutation that takes up or gives up one."""
        return self._run_of(
            self.ask(f"mutation($id: ID!) {{ it: {mutation}(id: $id) {{ {STARTED} }} }}", id=run_id)["it"]
        )

    def run(self, run_id: str) -> Run:
        """A run as it stands; `last` is the newest."""
        if run_id == "last":
            found = self.ask(f"{{ postingRuns(last: 1) {{ nodes {{ {COUNTS} }} }} }}")["postingRuns"]["nodes"]
        else:
            one = self.ask(f"query($id: ID!) {{ postingRun(id: $id) {{ {COUNTS} }} }}", id=run_id)["postingRun"]
            found = [one] if one else []
        if not found:
            stop(f"there is no posting run {run_id}")
        run: Run = found[0]
        return run

    def items(self, run_id: str) -> Iterator[dict[str, Any]]:
        """The items of a run, in order."""
        after: str | None = None
        while True:
            page = self.ask(ITEMS, id=run_id, after=after)["postingRun"]["items"]
            yield from page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]

    def _run_of(self, answer: dict[str, Any]) -> Run:
        if "problems" not in answer:
            run: Run = answer["run"]
            return run
        for one in answer["problems"]:
            remedy = f" {one['remedy']}" if one["remedy"] else ""
            print(f"rebill: {one['code']}: {one['message']}{remedy}", file=sys.stderr)
        raise typer.Exit(REFUSED)


def stop(message: str) -> NoReturn:
    """End the program with one line."""
    print(f"rebill: {message}", file=sys.stderr)
    raise typer.Exit(REFUSED)


@contextmanager
def local_api(database: str | None, *, reading: bool = False) -> Iterator[LocalApi]:
    """The API on the database that is meant; it must be migrated."""
    from ..access.operating import operating

    with migrated(database, reading=reading) as opened:
        yield LocalApi(opened, None if reading else operating(opened))
