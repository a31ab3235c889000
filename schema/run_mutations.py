"""The mutations of posting runs of orders, of what becomes of runs, and of their schedules."""

from ..posting import commands
from ..posting.runs import runs, schedules
from . import results, set_up_results
from .done_to import ORDERS, by_id
from .mutation_declarations import Declared, Mutation, RunMutation
from .scopes import BY_DOCUMENT

RUN_MUTATIONS: tuple[Declared, ...] = (
    Mutation(
        commands.PostInvoices,
        runs.start_posting,
        results.PostingRunSuccess,
        "Invoices sales and return orders together, one document an order; a selection never takes a "
        "physical return line that is not RECEIVED.",
        BY_DOCUMENT,
        start=runs.post_invoices,
        cost=500,
        on=ORDERS,
    ),
    RunMutation(
        "resumePostingRun",
        runs.resume,
        "Takes up what is WAITING or CONTAINS_ERRORS of a run that has stopped; what is posted stays.",
        BY_DOCUMENT,
        check=runs.resumable,
        goes_on=True,
    ),
    RunMutation(
        "cancelPostingRun",
        runs.cancel,
        "Gives up what is WAITING of a run; what is posted stays.",
        BY_DOCUMENT,
        check=runs.cancelable,
        goes_on=False,
    ),
    Mutation(
        commands.CreateRunSchedule,
        schedules.create_run_schedule,
        set_up_results.RunScheduleSuccess,
        "Saves a selection of orders and the times at which it is posted.",
        BY_DOCUMENT,
    ),
    Mutation(
        commands.UpdateRunSchedule,
        schedules.update_run_schedule,
        set_up_results.RunScheduleSuccess,
        "Changes when a schedule runs, or switches it on or off.",
        BY_DOCUMENT,
        on=(by_id("RunSchedule", "schedule", takes_more=True),),
    ),
)
