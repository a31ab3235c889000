"""The command line of posting runs: post, confirm, runs, run.

They speak to the API itself, in this process: what is refused there is refused here, in the same words. A run that is
started here is carried on here, unless workers are at it; whatever ends the command, the run is kept and goes on.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from .models.database import Database as Opened
from .models.identity import decode
from .models.vocabulary import InvoiceStatus, OrderType, QuantitySelection, SettlementMode, SummaryUpdate
from .posting.service.carrying import carry_on
from .posting.service.clock import SystemClock
from .posting.service.transaction import Service
from .starting import migrated

DONE, FAILED, REFUSED, UNFINISHED = 0, 1, 2, 3
OUTCOMES = "Exit code: 0 all well, 1 something failed, 2 refused or cannot start, 3 canceled or not yet done."
LOOK_SECONDS = 0.25
MOST = 250  # drafts a run, items a page
COUNTS = "id kind status createdAt startedAt endedAt total posted skipped failed waiting"
ITEM = "position status order { number } invoice { id number totalAmount } problems { code message remedy }"
ITEMS = f"""query($id: ID!, $after: String) {{ postingRun(id: $id) {{ items(first: {MOST}, after: $after) {{
  nodes {{ {ITEM} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
STARTED = (
    f"... on PostingRunSuccess {{ run {{ {COUNTS} }} }} ... on Rejection {{ problems {{ code message path remedy }} }}"
)
Database = Annotated[str | None, typer.Option(help="sqlite:///path or postgresql://…; else REBILL_DATABASE.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
NoWait = Annotated[bool, typer.Option("--no-wait", help="Leave the run to servers and workers.")]
Key = Annotated[str | None, typer.Option(help="Idempotency key: the same call again answers the same run.")]
Stop = Annotated[bool, typer.Option("--stop-on-first-error", help="Leave the rest WAITING after the first failure.")]
Run = dict[str, Any]
Day = datetime | None
DAYS = ["%Y-%m-%d"]


def _not_here(_: Service, __: int) -> None:
    """Runs are carried on by `_followed`."""


class Asking:
    """The API on an open database, as the commands ask it."""

    def __init__(self, database: Opened) -> None:
        from .resolvers.context import Context
        from .schema.build import build_schema

        self.service = Service(database, SystemClock())
        self._schema = build_schema()
        self._context = partial(Context, database, carry=_not_here)

    def ask(self, operation: str, **variables: Any) -> dict[str, Any]:
        """What an operation answers; what the API finds wrong with a value ends the program."""
        result = self._schema.execute_sync(operation, variable_values=variables, context_value=self._context())
        if result.errors:
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


def stop(message: str) -> None:
    """End the program with one line."""
    print(f"rebill: {message}", file=sys.stderr)
    raise typer.Exit(REFUSED)


@contextmanager
def asking(database: str | None) -> Iterator[Asking]:
    """The API on the database that is meant; it must be migrated."""
    with migrated(database) as opened:
        yield Asking(opened)


def post(
    orders: Annotated[list[str] | None, typer.Argument(help="Order numbers; else what the options select.")] = None,
    type: Annotated[list[OrderType] | None, typer.Option(help="Order types; both when left out.")] = None,
    customer: Annotated[str | None, typer.Option(help="A customer's number.")] = None,
    created_from: Annotated[Day, typer.Option(formats=DAYS, help="Orders created on this day or later.")] = None,
    created_to: Annotated[Day, typer.Option(formats=DAYS, help="Orders created on this day or before.")] = None,
    received: Annotated[
        bool, typer.Option("--received", help="Leave out return orders of which nothing is RECEIVED.")
    ] = False,
    quantity: Annotated[QuantitySelection, typer.Option(help="Which quantity is invoiced.")] = (
        QuantitySelection.PACKING_SLIP
    ),
    summary_update: Annotated[SummaryUpdate, typer.Option(help="Which orders share a document.")] = SummaryUpdate.NONE,
    mix_order_types: Annotated[
        bool, typer.Option("--mix-order-types", help="Sales and return lines may share a document.")
    ] = False,
    invoice_date: Annotated[Day, typer.Option(formats=DAYS, help="The accounting date; else today.")] = None,
    settlement: Annotated[SettlementMode, typer.Option(help="What each document is matched with.")] = (
        SettlementMode.ORIGINAL_INVOICE
    ),
    late: Annotated[bool, typer.Option("--late", help="Select when the run starts.")] = False,
    stop_on_first_error: Stop = False,
    key: Key = None,
    no_wait: NoWait = False,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Invoice sales and return orders in one run."""
    values: dict[str, Any] = {
        "quantity": quantity.value,
        "summaryUpdate": summary_update.value,
        "mixOrderTypes": mix_order_types,
        "invoiceDate": _day(invoice_date),
        "settlement": settlement.value,
        "stopOnFirstError": stop_on_first_error,
        "lateSelection": late,
        "idempotencyKey": key,
    }
    selects = type or customer or created_from or created_to or received
    if orders and selects:
        stop("name orders, or select them by options; not both")
    if orders:
        values["orders"] = [{"number": one} for one in orders]
    else:
        days = {"from": _day(created_from), "to": _day(created_to)} if created_from or created_to else None
        values["select"] = {
            "type": [one.value for one in type] if type else None,
            "customer": {"number": customer} if customer else None,
            "createdOn": days,
            "received": received,
        }
    with asking(database) as api:
        _conclude(api, [api.start("postInvoices", values)], wait=not no_wait, as_json=as_json)


def _day(given: Day) -> str | None:
    return None if given is None else given.date().isoformat()


def confirm(
    invoices: Annotated[list[str] | None, typer.Argument(help="Ids of drafts; else what the options select.")] = None,
    status: Annotated[list[InvoiceStatus] | None, typer.Option(help="All drafts of a status.")] = None,
    contract: Annotated[str | None, typer.Option(help="All drafts of a contract, by its number.")] = None,
    stop_on_first_error: Stop = False,
    key: Key = None,
    no_wait: NoWait = False,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Confirm drafts of project invoices, in runs of at most 250."""
    if bool(invoices) == bool(status or contract):
        stop("name drafts by their ids, or select them by --status or --contract")
    with asking(database) as api:
        ids = invoices or list(_drafts(api, status or [InvoiceStatus.DRAFT, InvoiceStatus.IN_REVIEW], contract))
        runs = []
        for place, first in enumerate(range(0, len(ids), MOST)):
            values = {
                "invoices": [{"id": one} for one in ids[first : first + MOST]],
                "stopOnFirstError": stop_on_first_error,
                "idempotencyKey": key and (f"{key}/{place}" if place else key),
            }
            runs.append(api.start("confirmInvoices", values))
        _conclude(api, runs, wait=not no_wait, as_json=as_json)


def _drafts(api: Asking, status: list[InvoiceStatus], contract: str | None) -> Iterator[str]:
    query = f"""query($f: InvoiceFilter, $after: String) {{ invoices(filter: $f, first: {MOST}, after: $after) {{
      nodes {{ id bulkConfirmationStatus }} pageInfo {{ hasNextPage endCursor }} }} }}"""
    chosen = {"status": [one.value for one in status], "order": {"number": contract} if contract else None}
    after: str | None = None
    while True:
        page = api.ask(query, f=chosen, after=after)["invoices"]
        yield from (
            one["id"] for one in page["nodes"] if one["bulkConfirmationStatus"] not in ("SCHEDULED", "PROCESSING")
        )
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def runs(
    last: Annotated[int, typer.Option(help="How many, from the newest.", min=1, max=MOST)] = 20,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """List posting runs, the newest last."""
    with asking(database) as api:
        found = api.ask(f"query($n: Int) {{ postingRuns(last: $n) {{ nodes {{ {COUNTS} }} }} }}", n=last)["postingRuns"]
    if as_json:
        print(json.dumps(found["nodes"], indent=2))
        return
    table = Table("run", "kind", "status", "asked for", "total", "posted", "skipped", "failed", "waiting")
    for one in found["nodes"]:
        counts = [str(one[name]) for name in ("total", "posted", "skipped", "failed", "waiting")]
        table.add_row(one["id"], one["kind"], one["status"], one["createdAt"][:19] + "Z", *counts)
    _print(table)


def run(
    run_id: Annotated[str, typer.Argument(metavar="ID", help="A run's id, or last.")],
    watch: Annotated[bool, typer.Option("--watch", help="Follow it to its end.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Take up what waits or failed; follow it to its end.")
    ] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help="Give up what waits.")] = False,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Show a posting run: what was posted, what failed and why."""
    if resume and cancel:
        stop("--resume and --cancel exclude each other")
    with asking(database) as api:
        found = api.run(run_id)
        if resume or cancel:
            found = api.act("resumePostingRun" if resume else "cancelPostingRun", found["id"])
        _conclude(api, [found], wait=watch or resume, as_json=as_json)


def _conclude(api: Asking, started: list[Run], *, wait: bool, as_json: bool) -> None:
    """Follow runs to their end where that is asked for, tell what became of them, and exit by it."""
    try:
        found = [_followed(api, one) if wait else one for one in started]
    except KeyboardInterrupt:
        print("rebill: left; the run is kept. Go on with: rebill run last --watch", file=sys.stderr)
        raise typer.Exit(UNFINISHED) from None
    if as_json:
        whole = [one | {"items": list(api.items(one["id"]))} for one in found]
        print(json.dumps(whole[0] if len(whole) == 1 else whole, indent=2))
    else:
        for one in found:
            _tell(api, one)
        if not found:
            print("There is nothing to do.")
    if any(one["failed"] or one["status"] == "ERROR" for one in found):
        raise typer.Exit(FAILED)
    if any(one["status"] != "ENDED" for one in found):
        raise typer.Exit(UNFINISHED)


def _followed(api: Asking, started: Run) -> Run:
    """The run at its end, with a bar of how far it is; carried on here where no worker is at it."""
    from .worker import there_are_others

    over, decoded, here = threading.Event(), decode(started["id"]), None
    if decoded is not None and not there_are_others(api.service.database):
        here = threading.Thread(target=carry_on, args=(api.service, decoded[1], over.is_set), name="posting run")
        here.start()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task(started["kind"], total=None)
            while True:
                broken = here is not None and not here.is_alive()
                found = api.run(started["id"])
                counts = f"{found['posted']} posted, {found['skipped']} skipped, {found['failed']} failed"
                done = found["total"] - found["waiting"]
                bar.update(task, description=counts, completed=done, total=found["total"] or None)
                if found["status"] not in ("WAITING", "EXECUTING"):
                    return found
                if broken:
                    stop("the run could not be carried on; it is kept: rebill run last --watch")
                time.sleep(LOOK_SECONDS)
    finally:
        over.set()
        if here is not None:
            here.join()


def _print(table: Table) -> None:
    """A table as wide as the terminal, but wide enough for ids and codes."""
    console = Console()
    console.width = max(console.width, 120)
    console.print(table)


def _tell(api: Asking, found: Run) -> None:
    bad = Table("", "document", "status", "problem", "what to do")
    for item in api.items(found["id"]):
        about = item["order"] or item["invoice"] or {}
        for one in item["problems"]:
            name = about.get("number") or about.get("id") or "deleted"
            bad.add_row(str(item["position"]), name, item["status"], f"{one['code']}: {one['message']}", one["remedy"])
    if bad.row_count:
        _print(bad)
    counts = ", ".join(f"{found[name]} {name}" for name in ("posted", "skipped", "failed", "waiting"))
    print(f"{found['status']}: {counts} of {found['total']}  ({found['id']})")
