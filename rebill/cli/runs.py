"""The command line of posting runs: post, confirm, runs, run.

They speak to the API itself, in this process: what is refused there is refused here, in the same words. A run that is
started here is carried on here, unless workers are at it; whatever ends the command, the run is kept and goes on.
"""

import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import Annotated

import typer

from ..models.identity import decode
from ..models.vocabulary import InvoiceStatus, OrderType, QuantitySelection, SettlementMode, SummaryUpdate
from .local_api import COUNTS, MOST, LocalApi, Run, local_api, stop

FAILED, UNFINISHED = 1, 3
OUTCOMES = "Exit code: 0 all well, 1 something failed, 2 refused or cannot start, 3 canceled or not yet done."
LOOK_SECONDS = 0.25
OTHERS_LOOKS = 8  # looks from one question for workers to the next
Database = Annotated[str | None, typer.Option(help="sqlite:///path or postgresql://…; else REBILL_DATABASE.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
NoWait = Annotated[bool, typer.Option("--no-wait", help="Leave the run to servers and workers.")]
Key = Annotated[str | None, typer.Option(help="Idempotency key: the same call again answers the same run.")]
Stop = Annotated[bool, typer.Option("--stop-on-first-error", help="Leave the rest WAITING after the first failure.")]
Received = Annotated[bool, typer.Option("--received", help="Leave out return orders of which nothing is RECEIVED.")]
MixTypes = Annotated[bool, typer.Option("--mix-order-types", help="Sales and return lines may share a document.")]
Day = datetime | None
DAYS = ["%Y-%m-%d"]


class DraftStatus(StrEnum):
    """The statuses of a draft."""

    DRAFT = InvoiceStatus.DRAFT.value
    IN_REVIEW = InvoiceStatus.IN_REVIEW.value


def post(
    orders: Annotated[list[str] | None, typer.Argument(help="Order numbers; else what the options select.")] = None,
    type: Annotated[list[OrderType] | None, typer.Option(help="Order types; both when left out.")] = None,
    customer: Annotated[str | None, typer.Option(help="A customer's number.")] = None,
    created_from: Annotated[Day, typer.Option(formats=DAYS, help="Orders created on this day or later.")] = None,
    created_to: Annotated[Day, typer.Option(formats=DAYS, help="Orders created on this day or before.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Whatever can be invoiced.")] = False,
    received: Received = False,
    quantity: Annotated[QuantitySelection, typer.Option(help="Which quantity is invoiced.")] = (
        QuantitySelection.PACKING_SLIP
    ),
    summary_update: Annotated[SummaryUpdate, typer.Option(help="Which orders share a document.")] = SummaryUpdate.NONE,
    mix_order_types: MixTypes = False,
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
    selected = Selected(type, customer, (created_from, created_to), everything=everything, received=received)
    values = {
        "quantity": quantity.value,
        "summaryUpdate": summary_update.value,
        "mixOrderTypes": mix_order_types,
        "invoiceDate": _day(invoice_date),
        "settlement": settlement.value,
        "stopOnFirstError": stop_on_first_error,
        "lateSelection": late,
        "idempotencyKey": key,
        **_which(orders, selected),
    }
    with local_api(database) as api:
        _conclude(api, (api.start("postInvoices", one) for one in [values]), wait=not no_wait, as_json=as_json)


@dataclass(frozen=True)
class Selected:
    """What the options select orders by; `everything` is whatever can be invoiced."""

    types: list[OrderType] | None
    customer: str | None
    created: tuple[Day, Day]
    everything: bool
    received: bool


def _which(orders: list[str] | None, selected: Selected) -> dict[str, object]:
    """The orders of `postInvoices`, named or selected."""
    selects = selected.types or selected.customer or any(selected.created) or selected.received
    if orders and (selects or selected.everything):
        stop("name orders, or select them by options; not both")
    if not (orders or selects or selected.everything):
        stop("name orders, select them by options, or take --all that is ready")
    if orders:
        return {"orders": [{"number": one} for one in orders]}
    first, last = selected.created
    return {
        "select": {
            "type": [one.value for one in selected.types] if selected.types else None,
            "customer": {"number": selected.customer} if selected.customer else None,
            "createdOn": {"from": _day(first), "to": _day(last)} if first or last else None,
            "received": selected.received,
        }
    }


def _day(given: Day) -> str | None:
    return None if given is None else given.date().isoformat()


def confirm(
    invoices: Annotated[list[str] | None, typer.Argument(help="Ids of drafts; else what the options select.")] = None,
    status: Annotated[list[DraftStatus] | None, typer.Option(help="All drafts of a status.")] = None,
    contract: Annotated[str | None, typer.Option(help="All drafts of a contract, by its number.")] = None,
    stop_on_first_error: Stop = False,
    key: Key = None,
    no_wait: NoWait = False,
    as_json: Json = False,
    database: Database = None,
) -> None:
    """Confirm drafts of project invoices, in runs of at most 250, one after the other."""
    if bool(invoices) == bool(status or contract):
        stop("name drafts by their ids, or select them by --status or --contract")
    if key and not invoices:
        stop("--key is for drafts that are named: a selection would find others the next time")
    with local_api(database) as api:
        ids = invoices or list(_drafts(api, status or list(DraftStatus), contract))
        if len(ids) > MOST and (no_wait or key):
            stop(f"{len(ids)} drafts are several runs; leave out --no-wait and --key, or take at most {MOST}")
        parts = [ids[first : first + MOST] for first in range(0, len(ids), MOST)]
        values = {"stopOnFirstError": stop_on_first_error, "idempotencyKey": key}
        starting = (
            api.start("confirmInvoices", {**values, "invoices": [{"id": one} for one in part]}) for part in parts
        )
        _conclude(api, starting, wait=not no_wait, as_json=as_json, stop_early=stop_on_first_error)


def _drafts(api: LocalApi, status: list[DraftStatus], contract: str | None) -> Iterator[str]:
    query = f"""query($f: InvoiceFilter, $after: String) {{ invoices(filter: $f, first: {MOST}, after: $after) {{
      nodes {{ id bulkConfirmationStatus }} pageInfo {{ hasNextPage endCursor }} }} }}"""
    chosen = {"status": [one.value for one in status], "order": {"number": contract} if contract else None}
    if contract:
        found = api.ask("query($n: String!) { order(ref: { number: $n }) { __typename } }", n=contract)["order"]
        if found is None or found["__typename"] != "ProjectContract":
            stop(f"there is no project contract {contract}")
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
    with local_api(database, reading=True) as api:
        found = api.ask(f"query($n: Int) {{ postingRuns(last: $n) {{ nodes {{ {COUNTS} }} }} }}", n=last)["postingRuns"]
    if as_json:
        print(json.dumps(found["nodes"], indent=2))
        return
    from .showing import show_table

    numbers = ("total", "posted", "skipped", "failed", "waiting")
    show_table(
        ("run", "kind", "status", "asked for", *numbers),
        [
            (one["id"], one["kind"], one["status"], one["createdAt"][:19] + "Z", *(str(one[name]) for name in numbers))
            for one in found["nodes"]
        ],
    )


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
    with local_api(database, reading=not (watch or resume or cancel)) as api:
        found = api.run(run_id)
        if resume or cancel:
            found = api.act("resumePostingRun" if resume else "cancelPostingRun", found["id"])
        _conclude(api, [found], wait=watch or resume, as_json=as_json)


def _conclude(api: LocalApi, starting: Iterable[Run], *, wait: bool, as_json: bool, stop_early: bool = False) -> None:
    """Follow runs to their end where that is asked for, tell what became of them, and exit by it."""
    found: list[Run] = []
    refused: typer.Exit | None = None
    try:
        for one in starting:
            found.append(_followed(api, one) if wait else one)
            if stop_early and _has_failed(found[-1]):
                break
    except KeyboardInterrupt:
        print("rebill: left; the run is kept. Go on with: rebill run last --watch", file=sys.stderr)
        raise typer.Exit(UNFINISHED) from None
    except typer.Exit as other:
        refused = other  # a run that could not be started, after others that were
    if found or refused is None:
        _tell_all(api, found, as_json=as_json)
    if refused is not None:
        raise refused
    if any(map(_has_failed, found)):
        raise typer.Exit(FAILED)
    if any(one["status"] != "ENDED" for one in found):
        raise typer.Exit(UNFINISHED)


def _has_failed(run: Run) -> bool:
    return bool(run["failed"]) or run["status"] == "ERROR"


def _tell_all(api: LocalApi, found: list[Run], *, as_json: bool) -> None:
    if as_json:
        whole = [one | {"items": list(api.items(one["id"]))} for one in found]
        print(json.dumps(whole[0] if len(whole) == 1 else whole, indent=2))
        return
    for one in found:
        _tell(api, one)
    if not found:
        print("There is nothing to do.")


def _followed(api: LocalApi, started: Run) -> Run:
    """The run at its end, with a bar of how far it is; carried on here where no worker is at it."""
    from ..posting.runs.execution import execute_run
    from ..process.worker import there_are_others
    from .showing import progress

    over, (_, key) = threading.Event(), decode(started["id"]) or ("", 0)
    work = (api.service, key, over.is_set)
    here: threading.Thread | None = None
    try:
        with progress() as bar:
            task = bar.add_task(started["kind"], total=None)
            for look in count():
                broken = here is not None and not here.is_alive()
                if here is None and look % OTHERS_LOOKS == 0 and not there_are_others(api.service.database):
                    here = threading.Thread(target=execute_run, args=work, name="posting run")
                    here.start()
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
    raise AssertionError("unreachable")


def _tell(api: LocalApi, found: Run) -> None:
    bad: list[tuple[str, ...]] = []
    for item in api.items(found["id"]):
        about = item["order"] or item["corrects"] or item["invoice"] or {}
        for one in item["problems"]:
            name = about.get("number") or about.get("id") or "deleted"
            bad.append((str(item["position"]), name, item["status"], f"{one['code']}: {one['message']}", one["remedy"]))
    if bad:
        from .showing import show_table

        show_table(("", "document", "status", "problem", "what to do"), bad)
    counts = ", ".join(f"{found[name]} {name}" for name in ("posted", "skipped", "failed", "waiting"))
    print(f"{found['status']}: {counts} of {found['total']}  ({found['id']})")
