"""Records at the root: by reference, the whole of a short table, and what there is only one of."""

from sqlalchemy import select

from ..context import Info
from .arguments import Ref
from .catalogue import CATALOGUE
from .declarations import Only, Referred, Whole
from .keyset import SortKey, ordering
from .references import key_condition
from .rows import Row, load_many


def by_reference(info: Info, declared: Referred, ref: Ref) -> Row | None:
    """The record that a reference names; None where there is none."""
    wanted = key_condition(CATALOGUE[declared.type_name].table, ref)
    keys = info.context.connection.scalars(wanted).all()
    return next(iter(load_many(info, declared.type_name, keys)), None) if keys else None


def whole_table(info: Info, declared: Whole) -> list[Row]:
    """All records of a short table; nulls come first, as in pages, whatever the engine would do."""
    key = CATALOGUE[declared.type_name].key
    statement = select(key).order_by(*ordering((SortKey(declared.order), SortKey(key)), backward=False))
    return load_many(info, declared.type_name, list(info.context.connection.scalars(statement)))


def only_record(info: Info, declared: Only) -> Row:
    """The record; the migrations have written it."""
    key = CATALOGUE[declared.type_name].key
    (found,) = load_many(info, declared.type_name, list(info.context.connection.scalars(select(key))))
    return found
