"""What a posting is told that needs approval, or whose approval is for something else (access 7)."""

from collections.abc import Sequence
from decimal import Decimal

from ...models.vocabulary import ProblemCode
from ..plan import Plan
from ..problems import Problem
from .policies import Policy, total


def approval_required(
    operation: str, policies: Sequence[Policy], plan: Plan, plan_hash: str, path: tuple[str, ...]
) -> Problem:
    """Nobody has approved what a policy wants approved: told alone, once nothing else is in the way."""
    names = ", ".join(one.name for one in policies)
    return Problem(
        ProblemCode.APPROVAL_REQUIRED,
        f"Policy “{names}” asks for somebody else's approval of {total(plan)} {plan.in_currency}, and there is none.",
        path,
        f"Ask for it with requestApproval(input: {{posting: {{{operation}: …}}}}), and post when it is approved.",
    )


def approved_otherwise(
    approved: str, current: str, totals: tuple[str, str], currency: str, path: tuple[str, ...]
) -> Problem:
    """What was approved is not what would be written now; of both the hash and the total."""
    before, now = totals
    return Problem(
        ProblemCode.PLAN_OUTDATED,
        f"What was approved comes to {before} {currency}; what would be posted now is another plan, of {now} {currency}.",
        path,
        "Look at the plan, and ask for its approval with requestApproval.",
    )


def sums(plans: Sequence[Decimal]) -> str:
    """Totals of several documents as one number."""
    return str(sum(plans, Decimal(0)))
