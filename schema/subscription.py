"""The subscriptions.

Their fields are plain ones: each event is the operation carried out anew. When it is due is not the schema's business;
`resolvers/progress.py` says what was shown, and the transport waits for something else to show.
"""

from typing import Annotated

import strawberry

from ..models.identity import GlobalId
from ..resolvers import progress
from ..resolvers.context import Info
from ..resolvers.reading.fields import answered
from ..resolvers.reading.rows import Row
from .runs import PostingRun
from .scopes import READ, needs

RUN_ID = strawberry.argument(description="The run, as postInvoices and confirmInvoices answer it.")


def _posting_run(info: Info, id: Annotated[GlobalId, RUN_ID]) -> Row:
    return progress.run_of_event(info, id)


@strawberry.type(description="Everything that can be watched, over WebSocket or as server-sent events.")
class Subscription:
    """The subscriptions."""

    posting_run: PostingRun = needs(
        READ, answered("Progress of a posting run: one event at once, then one per change until it ends.", _posting_run)
    )
