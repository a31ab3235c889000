"""When a posting needs somebody else's approval: which of the policies ask for it (access 4.1).

Whether there is any policy in force, or any approved request, is read with the books' settings; only where there is
are they looked at, so that nobody pays for what nobody has set up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, Integer, literal, or_, select

from ...models import tables
from ...models.identity import encode
from ...models.money import minor_unit
from ...models.rows import columns_of, read_all, read_value
from ...models.vocabulary import ApprovalStatus, Scope
from ..amounts import rounded
from ..plan import Plan
from .rights import duties

POLICY, APPROVAL = tables.approval_policy, tables.approval
IN_FORCE = POLICY.c.active
ANY_IN_FORCE = select(POLICY.c.id).where(IN_FORCE).exists()
ANY_APPROVED = select(APPROVAL.c.id).where(APPROVAL.c.status == ApprovalStatus.APPROVED).exists()
GUARDED = select(literal(1, Integer).label("guarded")).where(or_(ANY_IN_FORCE, ANY_APPROVED))


@dataclass(frozen=True)
class Policy:
    """A policy; a list that is empty limits nothing, and a currency without a limit has none to stay below."""

    id: int
    name: str
    document_type: list[str]
    corrections_only: bool
    customers: list[str]
    limits: list[dict[str, str]]

    def asks(self, plan: Plan) -> bool:
        """Whether a document needs approval by it."""
        if plan.document_type is None:
            return False
        return (
            (not self.document_type or plan.document_type in self.document_type)
            and (not self.corrections_only or Scope.CREDIT in duties(plan))
            and (not self.customers or encode("Customer", plan.of_customer) in self.customers)
            and self._reaches(plan)
        )

    def _reaches(self, plan: Plan) -> bool:
        limits = {one["currency"]: Decimal(one["amount"]) for one in self.limits}
        limit = limits.get(plan.in_currency)
        return limit is None or abs(total(plan)) >= limit


def total(plan: Plan) -> Decimal:
    """What a document comes to, tax included, at the places of its currency."""
    return rounded(plan.total_amount, minor_unit(plan.in_currency))


def is_guarded(connection: Connection) -> bool:
    """Whether any policy is in force, or any request approved."""
    return read_value(connection, GUARDED, int) is not None


def in_force(connection: Connection) -> list[Policy]:
    """The policies that are switched on, by name."""
    return read_all(connection, select(*columns_of(POLICY, Policy)).where(IN_FORCE).order_by(POLICY.c.name), Policy)


def asking(policies: Iterable[Policy], plans: Sequence[Plan]) -> list[Policy]:
    """Those that ask for approval of any of these plans."""
    return [policy for policy in policies if any(policy.asks(plan) for plan in plans)]
