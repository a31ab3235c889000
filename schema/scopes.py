"""Which duties root fields take: sets of which one is enough, as each field states it where it is declared.

None implies another, so that whoever receives goods cannot refund, and whoever invoices cannot credit; but every one of
them reads (access 2.2).
"""

from types import MappingProxyType
from typing import Any

from strawberry.types.field import StrawberryField

from ..models.vocabulary import EVERY_SCOPE
from ..models.vocabulary import Scope as Scope

Right = frozenset[Scope]
RIGHT = "right"  # where a field keeps it among its metadata
READ = EVERY_SCOPE  # whoever writes must see
ANYBODY: Right = frozenset()  # no duty at all, once it is known who asks
DRAFT = frozenset({Scope.DRAFT})
RECEIVE = frozenset({Scope.RECEIVE})
CREDIT = frozenset({Scope.CREDIT})
PAY = frozenset({Scope.PAY})
SETUP = frozenset({Scope.SETUP})
APPROVE = frozenset({Scope.APPROVE})
ADMIN = frozenset({Scope.ADMIN})
BY_DOCUMENT = frozenset({Scope.INVOICE, Scope.CREDIT})  # either; the document itself says which (access 2.5)
BY_DRAFT_OR_DOCUMENT = BY_DOCUMENT | {Scope.DRAFT}  # whoever may enter it or post it


def needs(right: Right, field: Any) -> Any:  # of whatever type its class declares
    """A root field that takes one of these duties."""
    assert isinstance(field, StrawberryField), "a field of the schema"
    field.metadata = MappingProxyType({**field.metadata, RIGHT: right})
    return field


def right_of(field: StrawberryField) -> Right:
    """Which duties a root field takes; one that states none is for administrators alone."""
    found: Right = field.metadata.get(RIGHT, ADMIN)
    return found


def named(scopes: Right) -> str:
    """Duties as programs read them, in the order of the vocabulary."""
    return ",".join(one.value for one in Scope if one in scopes)
