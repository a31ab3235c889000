"""Which row stands below which: each below the one that it reverses, replaces or bills."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ....models.vocabulary import ConnectionRole
from .facts import Entry

ROLES = (ConnectionRole.REPLACING, ConnectionRole.BILLED_SALES)  # besides REVERSING, the one that counts first


@dataclass(frozen=True)
class Link:
    """A connection from a row to an earlier one."""

    role: ConnectionRole
    other_id: int


@dataclass(frozen=True)
class Place:
    """Where a row stands in the tree; `parent` is a position in the same list."""

    key: int
    depth: int
    parent: int | None


def counterpart_key(entry: Entry, links: Collection[Link], known: Collection[int]) -> int | None:
    """The row that `entry` reverses, replaces or bills; None where no connection tells.

    A counterpart is always the older row, so nothing goes in circles.
    """
    found = [entry.reverses_id, *(link.other_id for role in ROLES for link in links if link.role is role)]
    return next((key for key in found if key is not None and key < entry.id and key in known), None)


def parent_key(entry: Entry, counterpart: int | None, known: Collection[int]) -> int | None:
    """The row that `entry` hangs below: its counterpart, else the root of its lineage; None for a root."""
    if counterpart is None and entry.root_id < entry.id and entry.root_id in known:
        return entry.root_id
    return counterpart


def in_tree_order(parents: Mapping[int, int | None]) -> list[Place]:
    """Keys in the order of the tree, each followed by all that hangs below it, siblings by age.

    >>> [(one.key, one.depth, one.parent) for one in in_tree_order({1: None, 2: 1, 3: 1, 4: 2, 5: None})]
    [(1, 0, None), (2, 1, 0), (4, 2, 1), (3, 1, 0), (5, 0, None)]
    """
    below: dict[int | None, list[int]] = defaultdict(list)
    for key in sorted(parents, reverse=True):
        below[parents[key]].append(key)
    found: list[Place] = []
    waiting = [Place(key, 0, None) for key in below[None]]  # the oldest last, where it is taken from
    while waiting:
        place = waiting.pop()
        waiting.extend(Place(key, place.depth + 1, len(found)) for key in below[place.key])
        found.append(place)
    return found
