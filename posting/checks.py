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
from .problems import Problem, Refused, refuse_if_any

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

    def fail(self, code: ProblemCode, message: str, *path: str, remedy: str | None = None) -> None:
        """Add a problem."""
        self.problems.append(Problem(code, message, path, remedy))

    def invalid(self, message: str, *path: str, remedy: str | None = None) -> None:
        """Add an INVALID_INPUT problem; whoever entered something wrong is told what to enter instead."""
        self.fail(ProblemCode.INVALID_INPUT, message, *path, remedy=remedy)

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
                f"{what} has at most {QUANTITY_PLACES} places; {plain(value)} has {places_of(value)}.",
                *path,
                remedy="Round it.",
            )
        elif abs(value) >= LARGEST_QUANTITY:
            self.invalid(
                f"{what} must be below {LARGEST_QUANTITY:,f}, not {plain(value)}.",
                *path,
                remedy="Split it into smaller ones.",
            )
        else:
            return True
        return False

    def positive(self, what: str, value: Decimal, *path: str) -> None:
        """A quantity above zero."""
        if self.number(what, value, *path) and value <= 0:
            self.invalid(f"{what} must be above zero, not {plain(value)}.", *path, remedy="Give a number above zero.")

    def not_negative(self, what: str, value: Decimal, *path: str) -> None:
        """A price, cost or rate of zero or more."""
        if self.number(what, value, *path) and value < 0:
            self.invalid(f"{what} must not be negative, not {plain(value)}.", *path, remedy="Give zero or more.")

    def percent(self, what: str, value: Decimal, *path: str) -> None:
        """A per cent from 0 to 100."""
        if self.number(what, value, *path) and not 0 <= value <= 100:
            self.invalid(f"{what} is a per cent from 0 to 100, not {plain(value)}.", *path, remedy="Write 25 for 25 %.")

    def amount(self, what: str, value: Decimal, places: int, *path: str) -> None:
        """An amount at the currency's minor unit."""
        if places_of(value) > places:
            self.invalid(
                f"{what} has at most {places} places in this currency; {plain(value)} has more.",
                *path,
                remedy="Round it to the places of the currency.",
            )
        elif abs(value) >= LARGEST_AMOUNT:
            self.invalid(
                f"{what} must be below {LARGEST_AMOUNT:,f}, not {plain(value)}.",
                *path,
                remedy="Split it into smaller ones.",
            )

    def worth(self, what: str, quantity: Decimal, price: Decimal, *path: str) -> None:
        """A quantity at a price or cost, which the books can hold; wrong numbers are left to their own checks."""
        if abs(quantity) < LARGEST_QUANTITY and abs(price) < LARGEST_QUANTITY and quantity * price >= LARGEST_AMOUNT:
            self.invalid(
                f"{what} is worth {quantity * price:,.0f}; it must be below {LARGEST_AMOUNT:,f}.",
                *path,
                remedy="Split it into smaller ones.",
            )

    def currency(self, code: str, *path: str) -> bool:
        """A code of money in use, in capitals."""
        if code in in_use():
            return True
        capitals = code.upper()
        if capitals in in_use():
            self.invalid(
                f"A currency is written in capitals: {capitals}, not {code}.", *path, remedy=f"Write {capitals}."
            )
        else:
            message = f"{code} is not the ISO 4217 code of a currency in use."
            self.invalid(message, *path, remedy="Give a code like NOK, EUR or JPY.")
        return False

    def not_empty(self, what: str, values: Sized, most: int, *path: str) -> None:
        """A list with at least one and at most `most` members."""
        if not values:
            self.invalid(f"{what} is empty.", *path, remedy="Name at least one.")
        self.at_most(what, values, most, *path)

    def at_most(self, what: str, values: Sized, most: int, *path: str) -> None:
        """A list that is not too long for one call."""
        if len(values) > most:
            message = f"{what} has at most {most} members, not {len(values)}."
            self.invalid(message, *path, remedy="Name the others in further calls.")
