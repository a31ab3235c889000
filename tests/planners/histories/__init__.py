"""Histories of contracts and of sales, as lists of numbers that a generator draws.

Every step is taken on a book in memory by the planners. A step that is refused leaves the book as it was, as it does in
the database; where one has nothing to work on the next one is taken.
"""

import os
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from random import Random
from typing import TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st

from rebill.posting.plan import Plan
from tests.length import usually
from tests.planners.projects.contract import Contract
from tests.planners.sales.trade import Trade

SMALLEST, CENT = Decimal("0.000001"), Decimal("0.01")
PARTS = tuple(map(Decimal, ("1", "1", "0", "0.3", "0.5", "0.999999", "1.7")))
Step = int  # a number that says what is done, to which record, how much of it, and how
T = TypeVar("T", Contract, Trade)


def examples(ordinarily: int) -> settings:
    """So many histories, the same ones every time; a fifth of them in the quick run, ten times as many in the long one.

    MACHINE_EXAMPLES asks for twenty times as many as of a machine, and then for other ones each time.
    """
    asked = os.environ.get("MACHINE_EXAMPLES")
    return settings(
        max_examples=20 * int(asked) if asked else usually(ordinarily, long=10 * ordinarily, quick=ordinarily // 5),
        deadline=None,
        database=None,
        derandomize=not asked,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )


def steps(most: int) -> st.SearchStrategy[list[Step]]:
    """Histories of up to so many steps, each from a seed: what a generator draws bit by bit is seldom a long story."""
    return st.integers(0, 2**32 - 1).map(partial(_steps, most))


def _steps(most: int, seed: int) -> list[Step]:
    dice = Random(seed)
    return [dice.randrange(10**12) for _ in range(dice.randint(most // 2, most))]


def shortest(taken: list[Step], is_broken: Callable[[list[Step]], bool]) -> list[Step]:
    """A broken history without the steps that it is broken without."""
    for place in reversed(range(len(taken))):
        fewer = [*taken[:place], *taken[place + 1 :]]
        taken = fewer if fewer and is_broken(fewer) else taken
    return taken


def step_taken(on: T, taken: Step, ways: Sequence[Callable[[T, int, int, int], Plan | None]]) -> Plan | None:
    """Take the step that a number stands for, or the next one that changes anything; the plan that was carried out."""
    (what, which, part, how), before = (taken // 1000**place % 1000 for place in range(4)), on.book
    for place in range(len(ways)):
        plan = ways[(what + place) % len(ways)](on, which, part, how)
        if on.book is not before:
            return plan
    return None


def part_of(whole: Decimal, part: int) -> Decimal:
    """A part of an amount or a quantity: nothing, some, all or more of it."""
    return (whole * PARTS[part % len(PARTS)]).quantize(SMALLEST)
