"""Records at the root: by reference, by global ids, the whole of a short table, and what there is only one of."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from ...models import identity
from ...models.identity import GlobalId
from ..context import Info
from ..errors import bad_value
from .arguments import Ref
from .catalogue import CATALOGUE, has_global_id
from .declarations import ById, Only, Referred, Whole
from .keyset import LONGEST_PAGE, SortKey, ordering
from .references import key_condition
from .rows import Row, load_many

Name = tuple[str, int]  # a type and a key


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


def only_record(info: Info, declared: Only) -> Row | None:
    """The record; None where there is none yet."""
    key = CATALOGUE[declared.type_name].key
    found = load_many(info, declared.type_name, list(info.context.connection.scalars(select(key))))
    return next(iter(found), None)


def by_id(info: Info, declared: ById, global_id: GlobalId) -> Row | None:
    """The record with a global id; None where there is none, or it is not of the declared type."""
    return _by_names(info, [_seen(info, named(global_id, declared.type_name))])[0]


def by_ids(info: Info, ids: Sequence[GlobalId]) -> list[Row | None]:
    """Records by global ids, one statement a type."""
    return _by_names(info, [_seen(info, one) for one in all_named(ids)])


def named(global_id: GlobalId, type_name: str | None = None) -> Name | None:
    """The type and key of the record that an id may name; None for an id that surely names none of the type."""
    found = identity.decode(global_id)
    if found is None or not has_global_id(found[0]) or (type_name is not None and found[0] != type_name):
        return None
    return found


def all_named(ids: Sequence[GlobalId]) -> list[Name | None]:
    """The same of several ids; raises where they are too many."""
    if len(ids) > LONGEST_PAGE:
        raise bad_value("too-many-ids", "ids", limit=LONGEST_PAGE, given=len(ids))
    return [named(one) for one in ids]


def is_for_some(name: Name | None) -> bool:
    """Whether there is such a record for those alone who have a certain duty."""
    return name is not None and CATALOGUE[name[0]].only_for is not None


def _seen(info: Info, name: Name | None) -> Name | None:
    """A record's name, as far as whoever asks may see it."""
    only_for = None if name is None else CATALOGUE[name[0]].only_for
    return name if only_for is None or only_for in info.context.caller.scopes else None


def _by_names(info: Info, names: Sequence[Name | None]) -> list[Row | None]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for one in names:
        if one is not None:
            wanted[one[0]].append(one[1])
    found = {
        (name, row.key): row
        for name, keys in wanted.items()
        for row in load_many(info, name, keys)
        if row.type_name == name
    }
    return [None if one is None else found.get(one) for one in names]
