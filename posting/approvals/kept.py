"""What a request keeps: the posting's input, so that it can be planned anew, and the plans that were shown.

A plan is kept to be looked at and never written: what it would write now is planned anew.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ..commands import PostingInput
from ..ledger.approved import KeptPlan
from ..ledger.policies import total
from ..plan import Plan
from ..planners.sales.carried_forward import place_of


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:  # of whatever `kind` is
    return TypeAdapter(kind)


def kept_posting(posting: PostingInput) -> dict[str, object]:
    """The input of a posting as plain JSON values."""
    kept: dict[str, object] = _adapter(PostingInput).dump_python(posting, mode="json", exclude_none=True)
    return kept


def restored_posting(kept: Mapping[str, object]) -> PostingInput:
    """The input that `kept_posting` made plain."""
    restored: PostingInput = _adapter(PostingInput).validate_python(kept)
    return restored


def kept_plan(plan_hash: str, plan: Plan) -> KeptPlan:
    """A plan as plain JSON values; what it is settled with of its own run has no key yet, and is left out."""
    settled = [one for one in plan.settlements if place_of(plan.other_side(one)) is None]
    values = _adapter(Plan).dump_python(plan, mode="json", exclude_defaults=True)
    if len(settled) < len(plan.settlements):
        values["settlements"] = _adapter(tuple).dump_python(tuple(settled), mode="json")
    known = plan.currency is not None
    return {
        "hash": plan_hash,
        "currency": plan.in_currency if known else "",
        "total": str(total(plan)) if known else "0",
        "plan": values,
    }


def restored_plan(kept: KeptPlan) -> Plan:
    """The plan that `kept_plan` made plain."""
    restored: Plan = _adapter(Plan).validate_python(kept["plan"])
    return restored
