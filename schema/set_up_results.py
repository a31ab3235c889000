"""What the mutations of the set-up answer where they are carried out."""

import strawberry

from ..resolvers.payloads import one
from .books import FiscalPeriod, Parameters, PostingAccount
from .company import Company
from .results import REPLAYED, SUCCESS, Carried
from .return_codes import DispositionCode, ReasonCode, ReasonCodeGroup
from .schedules import RunSchedule
from .taxes import TaxCode


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


@strawberry.type(description="The tax code as it now stands.")
class TaxCodeSuccess(Carried):
    """A tax code."""

    tax_code: TaxCode = one("TaxCode", "tax_code", "The tax code.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type(description=SUCCESS)
class CompanySuccess(Carried):
    """The company."""

    company: Company = one("Company", "company", "The company.")
    replayed: bool = strawberry.field(description=REPLAYED)
