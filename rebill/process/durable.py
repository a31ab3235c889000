"""What a worker does, as durable workflows of DBOS Transact: they are kept in the database, beside the books.

A run is one workflow, and a chunk of its documents one step. Steps may be repeated after a crash: what a document
became is committed with it, so that a repeated step finds it done. Which runs there are to execute is read from the
runs themselves, never from here: a workflow that is lost is only started again.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, sleep, time

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID, WorkflowStatus

from ..models.outages import reason_of
from ..posting.command.transaction import Service
from ..posting.runs.execution import START, execute_chunk
from ..posting.runs.schedules import start_scheduled
from ..transport.outages import QUIETLY
from .subseconds import Connection

QUEUE = "posting-runs"
AT_ONCE = 4  # runs a process carries on side by side
POLLING_SECONDS = 0.25
STOPPING_SECONDS = 0.05  # between looks at what is under way
LONGEST_PAUSE_SECONDS = 300
VERSION = "1"  # of the workflows below: those of another version are not taken up
BEGUN_WITHIN_SECONDS = 5  # of being taken from the queue
KEPT_SECONDS = 24 * 60 * 60  # after the end of a workflow
ASKED_FOR = 200  # runs a query
GOING_ON = ("ENQUEUED", "PENDING", "DELAYED")
PREFIX = "run"
FIRE = "start a scheduled run"


@dataclass
class _Carrier:
    """Whose runs this process carries on, and when it is to stop."""

    service: Service
    stopping: Callable[[], bool]
    under_way: set[str] = field(default_factory=set)  # ids of the workflows that threads of this process execute


_carrier: _Carrier | None = None


def launch(service: Service, executor: str, stopping: Callable[[], bool]) -> None:
    """Begin to execute workflows in threads of this process, under the name `executor`."""
    global _carrier
    _carrier = _Carrier(service, stopping)
    config = DBOSConfig(
        name="rebill",
        system_database_url=service.database.engine.url.render_as_string(hide_password=False),
        executor_id=executor,
        application_version=VERSION,
        log_level="CRITICAL",  # why it cannot be launched is told by who launches it
        serializer=DBOSPortableJSONSerializer(),  # the usual one unpickles what stands in the database
        sys_db_pool_size=5,
        use_listen_notify=False,
        notification_listener_polling_interval_sec=POLLING_SECONDS,
        scheduler_polling_interval_sec=5,
    )
    if service.database.dialect == "sqlite":
        config["db_engine_kwargs"] = {"connect_args": {"factory": Connection}}
    DBOS(config=config)
    DBOS.launch()
    told = logging.getLogger("dbos")
    told.setLevel(logging.ERROR)
    told.addFilter(_in_one_line)
    DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=POLLING_SECONDS)


def _in_one_line(record: logging.LogRecord) -> bool:
    """Tell what DBOS logs as everything of ours is told: an outage without its tracebacks, once a minute."""
    error = record.exc_info[1] if record.exc_info else None
    if (reason := reason_of(error)) is not None:
        QUIETLY.tell("posting runs are held up", reason)
    else:
        more = {"exc_info": error} if error else {}
        QUIETLY.tell("posting runs are held up", type(error).__name__ if error else record.getMessage(), **more)
    return False


def destroy(seconds: int) -> None:
    """Stop; steps under way have so long to come to the end of their document."""
    until = monotonic() + seconds
    while _carrier is not None and _carrier.under_way and monotonic() < until:
        sleep(STOPPING_SECONDS)
    logging.getLogger("dbos").setLevel(logging.CRITICAL)  # what its threads miss from now on holds up nothing
    DBOS.destroy()


def see_to(runs: Iterable[int], is_dead: Callable[[str], bool]) -> None:
    """Start a workflow for every run that none carries on; one of a process that `is_dead` carries nothing on."""
    for flow in DBOS.list_workflows(name=FIRE, status="PENDING", load_input=False, load_output=False):
        if _is_left(flow, is_dead):
            DBOS.resume_workflow(flow.workflow_id)
    of_run: dict[int, list[WorkflowStatus]] = {run_id: [] for run_id in runs}
    prefixes = [f"{PREFIX}-{run_id}-" for run_id in of_run]
    for start in range(0, len(prefixes), ASKED_FOR):
        part = prefixes[start : start + ASKED_FOR]
        for flow in DBOS.list_workflows(workflow_id_prefix=part, load_input=False, load_output=False):
            of_run[int(flow.workflow_id.split("-")[1])].append(flow)
    for run_id, flows in of_run.items():
        alive = False
        for flow in flows:
            if _is_left(flow, is_dead):
                DBOS.cancel_workflow(flow.workflow_id)
            else:
                alive = alive or flow.status in GOING_ON
        if not alive and time() >= _not_before(flows):
            with SetWorkflowID(f"{PREFIX}-{run_id}-{len(flows) + 1}"):  # whoever sees to it at the same time, too
                DBOS.enqueue_workflow(QUEUE, _execute, run_id)


def _is_left(flow: WorkflowStatus, is_dead: Callable[[str], bool]) -> bool:
    """Whether nobody carries out a workflow that was begun: its process died, or its thread in this one did.

    A thread that cannot write down how its workflow ended leaves it PENDING (the database was away).
    """
    assert _carrier is not None
    if flow.status != "PENDING" or flow.workflow_id in _carrier.under_way:
        return False
    if flow.executor_id == DBOS.executor_id:
        return time() > (flow.updated_at or 0) / 1000 + BEGUN_WITHIN_SECONDS
    return is_dead(flow.executor_id or "")


@contextmanager
def _under_way() -> Iterator[None]:
    assert _carrier is not None
    workflow_id = DBOS.workflow_id or ""
    _carrier.under_way.add(workflow_id)
    try:
        yield
    finally:
        _carrier.under_way.discard(workflow_id)


def _not_before(flows: list[WorkflowStatus]) -> float:
    """When a run may be tried again whose workflows failed: the more of them, the later."""
    failed = [flow.updated_at or 0 for flow in flows if flow.status == "ERROR"]
    return max(failed) / 1000 + min(2 ** len(failed), LONGEST_PAUSE_SECONDS) if failed else 0


def prune() -> None:
    """Forget workflows that ended a day ago; what became of their runs stands in the runs."""
    before = datetime.fromtimestamp(time() - KEPT_SECONDS, UTC).isoformat()
    over = ["SUCCESS", "CANCELLED", "ERROR"]
    old = DBOS.list_workflows(
        status=over, completed_before=before, limit=ASKED_FOR, load_input=False, load_output=False
    )
    if old:
        DBOS.delete_workflows([flow.workflow_id for flow in old])


def follow(schedules: dict[str, tuple[str, str, int]]) -> None:
    """Have exactly these schedules in force: by name the cron expression, the time zone and the schedule's key."""
    found = {one["schedule_name"]: one for one in DBOS.list_schedules()}
    for name, one in list(found.items()):
        if schedules.get(name) != (one["schedule"], one["cron_timezone"], one["context"]["schedule"]):
            DBOS.delete_schedule(name)
            del found[name]
    for name in schedules.keys() - found.keys():
        cron, zone, key = schedules[name]
        DBOS.create_schedule(
            schedule_name=name, workflow_fn=_fire, schedule=cron, cron_timezone=zone, context={"schedule": key}
        )


@DBOS.workflow(name="carry on a posting run")
def _execute(run_id: int) -> None:
    after: int | None = START
    with _under_way():
        while after is not None:
            after = _chunk(run_id, after)


@DBOS.step(name="post the next documents of a run")
def _chunk(run_id: int, after: int) -> int | None:
    assert _carrier is not None
    return execute_chunk(_carrier.service, run_id, after, _carrier.stopping)


@DBOS.workflow(name=FIRE)
def _fire(when: datetime, context: dict[str, int]) -> None:
    with _under_way():
        _start(when, context["schedule"])


@DBOS.step(name="write a scheduled run down")
def _start(when: datetime, schedule: int) -> None:
    assert _carrier is not None
    start_scheduled(_carrier.service, schedule, when)
