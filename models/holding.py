"""Locks of several tables in one statement, in the order in which everybody takes them."""

from sqlalchemy import Select, func, select

Locked = Select[int]


def in_turn(first: Locked, *others: Locked) -> Locked:
    """One statement that takes the locks of several, each of them when those of the ones before it are held.

    Nothing that it gives is to be read: what others have changed meanwhile is seen by the statement after it.
    """
    last = first
    for place, one in enumerate(others):
        held = last.cte(f"held_{place}")
        last = one.where(select(func.count()).select_from(held).scalar_subquery() >= 0)
    return last
