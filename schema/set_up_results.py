"""What the mutations of the set-up answer: a union of a success and a `Rejection` for each."""

from typing import Annotated

import strawberry

from ..resolvers.payloads import one
from .books import FiscalPeriod, Parameters, PostingAccount
from .orders import DispositionCode, ReasonCode, ReasonCodeGroup
from .problems import Rejection
from .results import REPLAYED, SUCCESS, UNION, Carried
from .schedules import RunSchedule


@strawberry.type(description=SUCCESS)
class FiscalPeriodSuccess(Carried):
    """A fiscal period."""

    period: FiscalPeriod = one("FiscalPeriod", "period", "The period.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class ReasonCodeGroupSuccess(Carried):
    """A group of reason codes."""

    reason_code_group: ReasonCodeGroup = one("ReasonCodeGroup", "reason_code_group", "The group.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class ReasonCodeSuccess(Carried):
    """A reason code."""

    reason_code: ReasonCode = one("ReasonCode", "reason_code", "The reason code.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class DispositionCodeSuccess(Carried):
    """A disposition code."""

    disposition_code: DispositionCode = one("DispositionCode", "disposition_code", "The disposition code.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class PostingAccountSuccess(Carried):
    """A posting account."""

    posting_account: PostingAccount = one("PostingAccount", "posting_account", "The line of the posting profile.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class ParametersSuccess(Carried):
    """The parameters."""

    parameters: Parameters = one("Parameters", "parameters", "All parameters.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class RunScheduleSuccess(Carried):
    """A schedule of posting runs."""

    schedule: RunSchedule = one("RunSchedule", "schedule", "The schedule.")
    replayed: bool = strawberry.field(description=REPLAYED)


FiscalPeriodResult = Annotated[
    FiscalPeriodSuccess | Rejection, strawberry.union("FiscalPeriodResult", description=UNION)
]
ReasonCodeGroupResult = Annotated[
    ReasonCodeGroupSuccess | Rejection, strawberry.union("ReasonCodeGroupResult", description=UNION)
]
ReasonCodeResult = Annotated[ReasonCodeSuccess | Rejection, strawberry.union("ReasonCodeResult", description=UNION)]
DispositionCodeResult = Annotated[
    DispositionCodeSuccess | Rejection, strawberry.union("DispositionCodeResult", description=UNION)
]
PostingAccountResult = Annotated[
    PostingAccountSuccess | Rejection, strawberry.union("PostingAccountResult", description=UNION)
]
ParametersResult = Annotated[ParametersSuccess | Rejection, strawberry.union("ParametersResult", description=UNION)]
RunScheduleResult = Annotated[RunScheduleSuccess | Rejection, strawberry.union("RunScheduleResult", description=UNION)]
