"""Making an entry of what a command noted: its subjects, the asked one first, and what was changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from ...models.identity import decode
from ...models.vocabulary import Act
from ..commands import Command, CustomerRef, InvoiceRef, OrderRef, ProductRef
from .followed import ORDERS
from .notes import Noted, Notes, Part, Told, together

SHOWN = 1000  # subjects of a command line's entry that are listed; all of them are found
OF_ORDERS = frozenset(ORDERS.values())
REFERENCES: Mapping[type, frozenset[str]] = {
    OrderRef: OF_ORDERS,
    InvoiceRef: frozenset({"Invoice"}),
    CustomerRef: frozenset({"Customer"}),
    ProductRef: frozenset({"Product"}),
}
ANSWERED: Mapping[str, str] = {  # the types of records that an answer names by its fields
    "packing_slip": "PackingSlip",
    "payment": "Payment",
    "settlement": "Settlement",
    "customer": "Customer",
    "product": "Product",
    "contract": "ProjectContract",
    "invoice": "Invoice",
    "retainer": "Retainer",
    "run": "PostingRun",
    "schedule": "RunSchedule",
    "fiscal_period": "FiscalPeriod",
    "period": "FiscalPeriod",
    "reason_code_group": "ReasonCodeGroup",
    "reason_code": "ReasonCode",
    "disposition_code": "DispositionCode",
    "tax_code": "TaxCode",
    "posting_account": "PostingAccount",
    "parameters": "Parameters",
    "key": "ApiKey",
    "approval": "Approval",
    "policy": "ApprovalPolicy",
}
ADDING = ("create", "set", "post", "confirm", "correct")


@dataclass(frozen=True)
class Entry:
    """An entry as it is to be written: its position and its instant are those of its commit."""

    operation: str
    actor_id: int
    request_id: str
    noted: tuple[Noted, ...] = ()
    told: tuple[Told, ...] = ()
    reason: str | None = None
    run_id: int | None = None
    shown: int | None = None  # how many subjects it lists at most
    approval_id: int | None = None


def operation_of(command: Command) -> str:
    """The mutation that a command is the input of."""
    name = type(command).__name__
    return name[:1].lower() + name[1:]


def of_command(command: Command, result: object, notes: Notes) -> Part:
    """What a command did: its subjects in their order, and what it changed."""
    whole = together(notes.parts)
    operation = operation_of(command)
    named = answered(result)
    for type_name, key in named:
        if not any(one.type == type_name and one.first <= key <= one.last for one in whole.noted):
            whole.note(Act.MADE if operation.startswith(ADDING) else Act.CHANGED, type_name, [key])
    first = [*_asked(command, whole.noted), *_named(named, whole.noted)]
    whole.noted = list(dict.fromkeys([*first, *_posted(whole.noted), *whole.noted]))
    return whole


def of_document(part: Part) -> Part:
    """What the posting of a document by a run did, the document first."""
    whole = together([part])
    whole.noted = list(dict.fromkeys([*_posted(whole.noted), *whole.noted]))
    return whole


def _posted(noted: Iterable[Noted]) -> Iterator[Noted]:
    return (one for one in noted if one.act is Act.POSTED and one.type == "Invoice")


def answered(result: object) -> list[tuple[str, int]]:
    """The records that an answer names, in the order of its fields."""
    if not is_dataclass(result):
        return []
    found = []
    for one in fields(result):
        value = getattr(result, one.name)
        name = _order_of(result) if one.name == "order" else ANSWERED.get(one.name)
        if name is not None and isinstance(value, int):
            found.append((name, value))
    return found


def _order_of(result: object) -> str | None:
    """The type of the order that an answer names; None where it may be of either, and is noted where it was changed."""
    return {"SalesOrderResult": "SalesOrder", "ReturnOrderResult": "ReturnOrder"}.get(type(result).__name__)


def _named(records: Iterable[tuple[str, int]], noted: Iterable[Noted]) -> Iterator[Noted]:
    for type_name, key in records:
        yield from (one for one in noted if one.type == type_name and one.first == one.last == key)


def _asked(command: Command, noted: Iterable[Noted]) -> Iterator[Noted]:
    """The record that a command is about, where it was changed: by its id, else the first of its kind."""
    for one in fields(command):
        value = getattr(command, one.name)
        known = decode(value) if isinstance(value, str) and "GlobalId" in str(one.type) else None
        kinds = REFERENCES.get(type(value))
        if known is None and kinds is not None and value.id is not None:
            known = decode(value.id)
        if known is not None:
            yield from _named([known], noted)
            return
        if kinds is not None:
            changed = (one for one in noted if one.type in kinds and one.act is not Act.MADE and one.first == one.last)
            asked = min(changed, key=lambda one: one.act is Act.POSTED, default=None)
            if asked is not None:
                yield asked
            return
