"""Whoever asks, as they are shown to themselves."""

from ..models import tables
from ..models.vocabulary import Scope
from ..posting.command.caller import Caller
from .context import Budget, Info
from .reading.catalogue import CATALOGUE
from .reading.rows import Batch, Row, load_one

NOT_WRITTEN = 0  # the key of an actor that a server which only reads has no row for


def viewer(info: Info) -> Caller:
    """Who asks."""
    return info.context.caller


def actor(info: Info) -> Row:
    """The actor that they are."""
    caller = info.context.caller
    found = None if caller.actor_id is None else load_one(info, "Actor", caller.actor_id)
    return _unwritten(caller) if found is None else found


def scopes(info: Info) -> list[Scope]:
    """Their duties, in the order of the vocabulary."""
    return [one for one in Scope if one in info.context.caller.scopes]


def budget(info: Info) -> Budget | None:
    """How much they may ask for just now."""
    return info.context.budget()


def _unwritten(caller: Caller) -> Row:
    """An actor who is only seen, as a row."""
    table, family = tables.actor, CATALOGUE["Actor"]
    values = {
        table.c.id: NOT_WRITTEN,
        table.c.kind: caller.kind.value,
        table.c.name: caller.name,
        table.c.issuer: caller.issuer,
        table.c.person: caller.person,
    }
    return Row(Batch(family, {id(column): place for place, column in enumerate(values)}), list(values.values()))
