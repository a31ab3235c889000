"""Places of records in the index of the history: ranges of keys as a few whole numbers, found by each key in them.

The keys of a type are the leaves of a binary tree, and a range is the fewest nodes that cover it: twenty thousand rows
that follow each other are some thirty places. A record is covered by the nodes above its own leaf, of which there are
as many as a key has bits, so that it is found by equality, however long the history is.
"""

from collections.abc import Iterable, Iterator

LEAVES = 2**31  # as many keys as a table may have


def covering(first: int, last: int) -> Iterator[int]:
    """The fewest places that cover the keys from `first` to `last`.

    >>> [place - LEAVES for place in covering(7, 7)], len(list(covering(1, 20_000)))
    ([7], 19)
    """
    low, high = LEAVES + first, LEAVES + last + 1
    while low < high:
        if low & 1:
            yield low
            low += 1
        if high & 1:
            high -= 1
            yield high
        low, high = low >> 1, high >> 1


def above(key: int) -> list[int]:
    """The places that may cover a key.

    >>> set(covering(1, 20_000)).isdisjoint(above(777)), set(covering(1, 20_000)).isdisjoint(above(20_001))
    (False, True)
    """
    return [(LEAVES + key) >> level for level in range(LEAVES.bit_length())]


def ranges(keys: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Keys as ranges, each from its first to its last.

    >>> list(ranges([5, 1, 2, 3, 9]))
    [(1, 3), (5, 5), (9, 9)]
    """
    first = last = None
    for key in sorted(set(keys)):
        if first is None or last is None:
            first = last = key
        elif key == last + 1:
            last = key
        else:
            yield first, last
            first = last = key
    if first is not None and last is not None:
        yield first, last


def covered(place: int) -> tuple[int, int]:
    """The first and the last key that a place covers.

    >>> [covered(place) for place in covering(1, 3)]
    [(1, 1), (2, 3)]
    """
    levels = LEAVES.bit_length() - place.bit_length()
    return (place << levels) - LEAVES, ((place + 1) << levels) - 1 - LEAVES
