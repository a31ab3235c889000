"""The progress of posting runs: what an event shows, and whether another one is due.

Every event of a subscription is its operation carried out anew on a fresh snapshot, as a query would be. What it showed
of the run is noted in the context; once the run stands otherwise, the next event is due.
"""

from collections.abc import Collection

from sqlalchemy import Connection, select

from ..models import identity, tables
from ..models.database import Database
from ..models.identity import GlobalId
from ..models.vocabulary import PostingRunStatus
from .context import Info, Progress, State
from .errors import bad_value
from .reading.rows import Row, load_one

RUN = tables.posting_run
MOVING = [column for column in RUN.c if column.name != "request"]
GOING_ON = (PostingRunStatus.WAITING, PostingRunStatus.EXECUTING)


def run_of_event(info: Info, global_id: GlobalId) -> Row:
    """The run that a subscription watches, as it stands now; raises `RequestError` where there is none."""
    decoded = identity.decode(global_id)
    if decoded is None or decoded[0] != "PostingRun":
        raise bad_value("no-runs-id", "id", expected="PostingRun", given=global_id[:100])
    found = load_one(info, "PostingRun", decoded[1])
    if found is None:
        raise bad_value("no-run", "id", expected="PostingRun", given=global_id[:100])
    state = _states(info.context.connection, [found.key])[found.key]
    status = PostingRunStatus(str(state[MOVING.index(RUN.c.status)]))
    info.context.progress = Progress(found.key, state, is_over=status not in GOING_ON)
    return found


def states(database: Database, runs: Collection[int]) -> dict[int, State]:
    """How runs stand, by key: everything of them that moves, on one snapshot."""
    with database.read() as connection:
        return _states(connection, runs)


def _states(connection: Connection, runs: Collection[int]) -> dict[int, State]:
    rows = connection.execute(select(RUN.c.id, *MOVING).where(RUN.c.id.in_(runs)))
    return {key: tuple(state) for key, *state in rows}
