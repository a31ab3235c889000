"""Checks of the values in an input: sizes, signs and places, all problems collected before anything is refused."""

from collections.abc import Callable, Sized
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import TypeVar

from ..models.money import in_use
from ..models.places import QUANTITY_PLACES
from ..models.vocabulary import ProblemCode
from .amounts import LARGEST_AMOUNT, PRECISION
from .canonical import plain
from .problems import Problem, Refused, problem, refuse_if_any
from .saying import key_of

T = TypeVar("T")
LARGEST_QUANTITY = Decimal(10) ** 9  # also for prices


def places_of(value: Decimal) -> int:
    """How many decimals a value has, trailing zeros not counted; however many digits it has.

    >>> places_of(Decimal("2.50")), places_of(Decimal("1." + "0" * 33 + "1")), places_of(Decimal(10) ** 39)
    (1, 34, 0)
    """
    with localcontext() as context:
        context.prec = PRECISION
        exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


@dataclass
class Checks:
    """Collects what is wrong with an input."""

    problems: list[Problem] = field(default_factory=list)

    def fail(self, code: ProblemCode, variant: str, /, *path: str, **values: object) -> None:
        """Add a problem; `values` are what its message speaks of."""
        self.problems.append(problem(code, variant, path, **values))

    def invalid(self, variant: str, /, *path: str, **values: object) -> None:
        """Add an INVALID_INPUT problem; whoever entered something wrong is told what to enter instead."""
        self.fail(ProblemCode.INVALID_INPUT, variant, *path, **values)

    def done(self) -> None:
        """Refuse the command if anything was wrong."""
        refuse_if_any(self.problems)

    def attempt(self, find: Callable[[], T]) -> T | None:
        """What `find` finds; None, and its problems are collected, where it is refused."""
        try:
            return find()
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None

    def number(self, what: str, value: Decimal, *path: str) -> bool:
        """Any quantity or price: at most six places and below a thousand million in size."""
        if places_of(value) > QUANTITY_PLACES:
            self.invalid(
                "places",
                *path,
                what=key_of(what),
                given=plain(value),
                limit=QUANTITY_PLACES,
                places=places_of(value),
            )
        elif abs(value) >= LARGEST_QUANTITY:
            self.invalid("too-large", *path, what=key_of(what), given=plain(value), limit=plain(LARGEST_QUANTITY))
        else:
            return True
        return False

    def positive(self, what: str, value: Decimal, *path: str) -> None:
        """A quantity above zero."""
        if self.number(what, value, *path) and value <= 0:
            self.invalid("not-positive", *path, what=key_of(what), given=plain(value), limit="0")

    def not_negative(self, what: str, value: Decimal, *path: str) -> None:
        """A price, cost or rate of zero or more."""
        if self.number(what, value, *path) and value < 0:
            self.invalid("negative", *path, what=key_of(what), given=plain(value), limit="0")

    def percent(self, what: str, value: Decimal, *path: str) -> None:
        """A per cent from 0 to 100."""
        if self.number(what, value, *path) and not 0 <= value <= 100:
            self.invalid("per-cent", *path, what=key_of(what), given=plain(value), limit="100")

    def amount(self, what: str, value: Decimal, places: int, *path: str) -> None:
        """An amount at the currency's minor unit."""
        if places_of(value) > places:
            self.invalid("places-of-currency", *path, what=key_of(what), given=plain(value), limit=places)
        elif abs(value) >= LARGEST_AMOUNT:
            self.invalid("too-large", *path, what=key_of(what), given=plain(value), limit=plain(LARGEST_AMOUNT))

    def worth(self, what: str, quantity: Decimal, price: Decimal, *path: str) -> None:
        """A quantity at a price or cost, which the books can hold; wrong numbers are left to their own checks."""
        if abs(quantity) < LARGEST_QUANTITY and abs(price) < LARGEST_QUANTITY and quantity * price >= LARGEST_AMOUNT:
            given = f"{quantity * price:.0f}"
            self.invalid("worth-too-much", *path, what=key_of(what), given=given, limit=plain(LARGEST_AMOUNT))

    def currency(self, code: str, *path: str) -> bool:
        """A code of money in use, in capitals."""
        if code in in_use():
            return True
        capitals = code.upper()
        if capitals in in_use():
            self.invalid("currency-in-capitals", *path, given=code, expected=capitals)
        else:
            self.invalid("currency-unknown", *path, given=code, expected="ISO 4217")
        return False

    def not_empty(self, what: str, values: Sized, most: int, *path: str) -> None:
        """A list with at least one and at most `most` members."""
        if not values:
            self.invalid("empty-list", *path, what=what, given="0", limit="1")
        self.at_most(what, values, most, *path)

    def at_most(self, what: str, values: Sized, most: int, *path: str) -> None:
        """A list that is not too long for one call."""
        if len(values) > most:
            self.invalid("too-many", *path, what=what, given=len(values), limit=most)
