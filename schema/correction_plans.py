"""Plans of correction runs: what would become of every invoice, before anything does (putting-right 8.3)."""

from decimal import Decimal
from typing import Annotated

import strawberry
from graphql import GraphQLResolveInfo

from ..resolvers.correction_plans import CorrectionPlanView
from .invoices import Invoice
from .problems import Problem, Rejection

NET, TAX, TOTAL = "The difference without tax.", "The difference in tax.", "The difference in all."


@strawberry.type(description="Sums in one currency.")
class CorrectionTotal:
    """What the documents in a currency come to."""

    currency: str = strawberry.field(description="ISO 4217 code.")
    documents: int = strawberry.field(description="How many documents.")
    net_amount: Decimal = strawberry.field(description=NET)
    tax_amount: Decimal = strawberry.field(description=TAX)
    total_amount: Decimal = strawberry.field(description=TOTAL)


@strawberry.type(description="What would be corrected of one invoice.")
class PlannedCorrection:
    """An invoice on which the selection finds something."""

    invoice: Invoice = strawberry.field(description="The invoice that bills it now.")
    document: int | None = strawberry.field(
        description="Place of the document in the run, from 0; shared where invoices are combined. Null where nothing "
        "would be posted."
    )
    lines: int = strawberry.field(description="How many lines and details would change.")
    net_amount: Decimal = strawberry.field(description=NET)
    tax_amount: Decimal = strawberry.field(description=TAX)
    total_amount: Decimal = strawberry.field(description=TOTAL)
    problems: list[Problem] = strawberry.field(description="Why it would be passed over.")


@strawberry.type(description="What a correction run would post. At most 1000 invoices, so that the list is whole.")
class CorrectionRunPlan:
    """A plan of a correction run."""

    hash: str = strawberry.field(description="Pass it as expectedPlan.")
    total: int = strawberry.field(
        description="Invoices on which the selection finds something: ready, blocked and unchanged together."
    )
    ready: int = strawberry.field(description="Invoices that would be corrected.")
    blocked: int = strawberry.field(description="Invoices that would be passed over, with the reason.")
    unchanged: int = strawberry.field(description="Invoices that are right already.")
    totals: list[CorrectionTotal] = strawberry.field(description="What the documents come to, by currency.")
    invoices: list[PlannedCorrection] = strawberry.field(description="Invoice by invoice, in the order of posting.")

    @classmethod
    def is_type_of(cls, obj: object, _info: GraphQLResolveInfo[object]) -> bool:
        """Whether the answer is one."""
        return isinstance(obj, CorrectionPlanView)


CorrectionRunPlanResult = Annotated[
    CorrectionRunPlan | Rejection,
    strawberry.union("CorrectionRunPlanResult", description="What the run would post, or why it cannot."),
]
