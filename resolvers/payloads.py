"""What mutations answer, as the API shows it: keys become records, read as asked for after the commit.

Resolvers do not say what they return: strawberry would take that for the type of the field, which its class declares.
"""

from collections.abc import Sequence
from typing import Any

import strawberry
from sqlalchemy import select

from ..models.identity import GlobalId, encode
from ..posting.canceling.cancellations import CancellationResult
from ..posting.command.plan_records import PlanRecord
from ..posting.ledger.posted_plans import closed_order, posted_document
from ..posting.plan import Plan
from ..posting.planned.warnings import Warned
from ..posting.projects.drafts.confirmation import ConfirmationResult
from ..posting.projects.drafts.drafts import DeletedDraft
from ..posting.returns.credit_notes import CreditNoteResult
from .context import Info
from .mutations import Done, Refusal
from .plans import PlanView
from .reading.catalogue import CATALOGUE, DECLARATION
from .reading.declarations import Held
from .reading.rows import attribute, load_many
from .reading.sources import Expression


def one(type_name: str, name: str, description: str) -> Any:
    """A field that is the record whose key the answer, or a part of it, holds under `name`."""

    def held(root: object) -> Sequence[int]:
        key = _held(root, name)
        return () if key is None else (key,)

    return _led(Held(type_name, held), description)


def listed(type_name: str, name: str, description: str) -> Any:
    """A field that lists the records whose keys the answer holds under `name`."""
    return _led(Held(type_name, lambda root: list(_held(root, name)), is_list=True), description)


def belonging(type_name: str, name: str, owner: Expression, description: str) -> Any:
    """A field that lists the records whose `owner` is the record that the answer holds the key of under `name`."""
    return _led(Held(type_name, lambda root: (_held(root, name),), is_list=True, owner=owner), description)


def _led(declared: Held, description: str) -> Any:
    def resolve(root: object, info: Info):  # type: ignore[no-untyped-def]  # typed by its class
        keys = declared.held(root)
        if declared.owner is not None:
            key = CATALOGUE[declared.type_name].key
            statement = select(key).where(declared.owner.in_(keys)).order_by(key)
            keys = list(info.context.connection.scalars(statement))
        found = load_many(info, declared.type_name, keys)
        return found if declared.is_list else next(iter(found), None)

    return strawberry.field(resolver=resolve, description=description, metadata={DECLARATION: declared})


def held(name: str, description: str) -> Any:
    """A field that is what the answer holds under `name`."""

    def resolve(root: Done[object]):  # type: ignore[no-untyped-def]  # typed by its class
        return _held(root, name)

    return strawberry.field(resolver=resolve, description=description)


def _held(root: object, name: str) -> Any:  # of whatever type the answer declares
    return attribute(root.result if isinstance(root, Done) else root, name)


def deleted_id(root: Done[DeletedDraft]) -> GlobalId:
    """The id that a deleted draft had."""
    return encode("Invoice", root.result.deleted)


PlannedResult = CreditNoteResult | ConfirmationResult | CancellationResult


def plan_view(root: Done[PlannedResult], info: Info):  # type: ignore[no-untyped-def]  # typed by its class
    """The plan of a posting; of one that was carried out before, as it stands in the books."""
    result = root.result
    if isinstance(result.plan, Plan):
        return PlanView(result.plan)
    return PlanView(_posted(info, result, result.plan), result.plan.hash)


def _posted(info: Info, result: PlannedResult, record: PlanRecord) -> Plan:
    slips = result.slips if isinstance(result, CreditNoteResult) else ()
    if result.invoice is not None:
        return posted_document(info.context.connection, result.invoice, record, slips)
    assert isinstance(result, CreditNoteResult), "a confirmation or cancellation has a document"
    return closed_order(info.context.connection, result.order, record, slips)


def plan_warnings(root: Done[PlannedResult]):  # type: ignore[no-untyped-def]  # typed by its class
    """What the plan of a posting warns of."""
    warnings: tuple[Warned, ...] = root.result.plan.warnings
    return warnings


def plan_of(looked: PlannedResult | Refusal) -> PlanView | Refusal:
    """The plan of what was looked at, as an answer of its own."""
    if isinstance(looked, Refusal):
        return looked
    assert isinstance(looked.plan, Plan), "what is only looked at is never repeated"
    return PlanView(looked.plan)
