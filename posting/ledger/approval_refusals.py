"""What a posting is told that needs approval, or whose approval is for something else (access 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from ...models.vocabulary import ProblemCode
from ..plan import Plan
from ..problems import Problem, problem
from .policies import Policy, total
from .rights import called


@dataclass(frozen=True)
class Sum:
    """What plans come to: their number, and a total without its currency where that is not one."""

    total: Decimal
    currency: str


def sum_of(totals: Sequence[tuple[str, Decimal]]) -> Sum:
    """The sum of totals, each with its currency."""
    return Sum(sum((amount for _, amount in totals), Decimal(0)), ", ".join(sorted({one for one, _ in totals})))


def approval_required(
    connection: Connection,
    operation: str,
    policies: Sequence[Policy],
    plan: Plan,
    plan_hash: str,
    path: tuple[str, ...],
) -> Problem:
    """Nobody has approved what a policy wants approved: told alone, once nothing else is in the way."""
    return problem(
        ProblemCode.APPROVAL_REQUIRED,
        "nobody",
        path,
        policy=", ".join(one.name for one in policies),
        plan=plan_hash,
        total=total(plan),
        currency=plan.in_currency,
        document=called(connection, plan),
        operation=operation,
    )


def approved_otherwise(approved: str, current: str, before: Sum, now: Sum, path: tuple[str, ...]) -> Problem:
    """What was approved is not what would be written now; of both the hash and the total."""
    return problem(
        ProblemCode.PLAN_OUTDATED,
        "approved",
        path,
        expected=approved,
        approved=approved,
        current=current,
        approvedTotal=before.total,
        currentTotal=now.total,
        currency=now.currency,
    )
