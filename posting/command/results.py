"""What commands answer: frozen values, and the one way that all of them are kept and read back.

An answer names records by their keys; whoever shows it reads them as they stand. What several rooms answer alike is
here, the others stand beside their handlers. How an answer is kept is drawn from its fields: a field that has its
default is left out, so that answers may grow, and of a plan only what the books do not say (see `plan_records`).
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import Field, PlainSerializer, PlainValidator, TypeAdapter

from ..plan import Plan
from ..planned.warnings import Warned
from ..saying import AS_TOLD, as_told
from .plan_records import PlanRecord, record_of

R = TypeVar("R")
_records = TypeAdapter(PlanRecord)


def _keep_plan(plan: Plan | PlanRecord) -> object:
    record = record_of(plan) if isinstance(plan, Plan) else plan
    return _records.dump_python(record, mode="json", exclude_defaults=True)


KeptPlan = Annotated[Plan | PlanRecord, PlainSerializer(_keep_plan), PlainValidator(_records.validate_python)]


ShownPlan = Annotated[Plan | None, Field(exclude=True)]  # for who looks before posting; nobody reads it back


@dataclass(frozen=True)
class SalesOrderResult:
    """A sales order."""

    order: int


@dataclass(frozen=True)
class ReturnOrderResult:
    """A return order, new or moved on."""

    order: int
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True)
class ContractResult:
    """A project contract."""

    contract: int


@dataclass(frozen=True)
class EntriesResult:
    """Ledger rows that were written, in the order of what was asked for."""

    actuals: tuple[int, ...]
    plan: ShownPlan = None


@dataclass(frozen=True)
class DraftResult:
    """A draft, or an invoice that was marked."""

    invoice: int
    warnings: tuple[Warned, ...] = ()
    plan: ShownPlan = None


@dataclass(frozen=True)
class RunResult:
    """A posting run that was written down; whoever answers it lets it go on."""

    run: int


def result_of(handler: Callable[..., R]) -> type[R]:
    """What a handler answers, as it declares itself.

    >>> def answer(transaction: object, command: object) -> RunResult: ...
    >>> result_of(answer).__name__
    'RunResult'
    """
    declared: type[R] = inspect.signature(handler, eval_str=True).return_annotation
    return declared


def as_kept(result: object) -> dict[str, object]:
    """An answer as the plain JSON values that an idempotency record keeps.

    >>> as_kept(RunResult(7))
    {'run': 7}
    """
    kind: type = type(result)
    kept: dict[str, object] = _adapter(kind).dump_python(result, mode="json", exclude_defaults=True)
    return kept


def restored(kind: type[R], kept: Mapping[str, object]) -> R:
    """The answer that `as_kept` made plain.

    >>> restored(RunResult, {"run": 7})
    RunResult(run=7)
    """
    declared: type = kind
    result: R = _adapter(declared).validate_python(_of_before(kept))
    return result


def _of_before(kept: object) -> object:
    """What was kept in English, before messages had variants, in today's form."""
    if isinstance(kept, list):
        return [_of_before(one) for one in kept]
    if not isinstance(kept, dict):
        return kept
    if "code" in kept and "message" in kept:
        rest = {name: value for name, value in kept.items() if name != "message"}
        return rest | {"variant": AS_TOLD, "params": as_told(kept["message"])}
    return {name: _of_before(value) for name, value in kept.items()}


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:  # of whatever `kind` is
    return TypeAdapter(kind)
