"""Which record a refusal is about, for programs: the one that its command names, where a problem names none itself.

A message about a detail or a retainer says what people call that; whoever writes messages of their own is given the
document, too: its number, or a draft's id (access 6.10). It is looked up when something is refused, and never else.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from ...models.identity import encode
from ...models.vocabulary import ProblemCode
from ..commands import Command, InvoiceRef, OrderRef
from ..problems import Problem, Refused
from .lookup import find_invoice, find_order

DOCUMENT = "document"
OF_NO_RECORD = frozenset(  # of what was given alone
    {ProblemCode.NOT_FOUND, ProblemCode.INVALID_INPUT, ProblemCode.IDEMPOTENCY_KEY_REUSED}
)


def concerning(connection: Connection, command: Command, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems with the record that their command names, where they have none of their own."""
    if all(_has_own(one) for one in problems):
        return tuple(problems)
    document = _document(connection, command)
    if document is None:
        return tuple(problems)
    added = (DOCUMENT, document)
    return tuple(one if _has_own(one) else replace(one, params=(*one.params, added)) for one in problems)


def _has_own(problem: Problem) -> bool:
    return problem.code in OF_NO_RECORD or any(name == DOCUMENT for name, _ in problem.params)


def _document(connection: Connection, command: Command) -> str | None:
    named = (getattr(command, name, None) for name in ("invoice", "contract", "order"))
    ref = next((one for one in named if one is not None), None)
    try:
        if isinstance(ref, InvoiceRef):
            invoice = find_invoice(connection, ref, lock=False)
            return invoice.number or encode("Invoice", invoice.id)
        return find_order(connection, ref, lock=False).number if isinstance(ref, OrderRef) else None
    except Refused:  # it is not there, which is what was told
        return None
