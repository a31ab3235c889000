"""How numbers are written in an explanation, and how a row's amount comes about."""

from collections.abc import Callable
from decimal import Decimal

from ....models.money import minor_unit
from ....models.vocabulary import TransactionClass
from ....models.wording import ENGLISH, Language, message_of
from ....posting.amounts import gross
from ....posting.canonical import plain
from ....posting.rules.grammar import Basis
from ...reading.renderings import at_minor_unit
from .facts import Entry, rule_row

EXPLANATION = "EXPLANATION"  # what the catalogue has these words under


def quantity_text(value: Decimal) -> str:
    """A quantity without trailing zeros.

    >>> quantity_text(Decimal("-2.50"))
    '−2.5'
    """
    return plain(value).replace("-", "−")


def money_text(value: Decimal, currency: str) -> str:
    """An amount at its currency's minor unit.

    >>> money_text(Decimal(-200), "NOK"), money_text(Decimal(200), "JPY")
    ('−200.00', '200')
    """
    return f"{at_minor_unit(value + 0, currency):f}".replace("-", "−")


def price_text(value: Decimal, currency: str) -> str:
    """A price at the minor unit, with more places where it has them.

    >>> price_text(Decimal(100), "NOK"), price_text(Decimal("0.019999"), "NOK")
    ('100.00', '0.019999')
    """
    short = plain(value)
    places = len(short.partition(".")[2])
    return short.replace("-", "−") if places > minor_unit(currency) else money_text(value, currency)


def arithmetic(entry: Entry, other: Entry | None, language: Language = ENGLISH) -> str:
    """How the row's amount comes about; `other` is the row that it reverses, replaces or bills.

    A remainder is reckoned from what was there before, the open rest of a retainer from what was open before.
    """
    total = money_text(entry.amount, entry.currency)
    if entry.is_reversal:
        return f"−({_product(-entry.quantity, -entry.amount, entry, language)}) = {total}"
    spelled = rule_row(entry.rule)
    if other is not None and spelled is not None and spelled.replaces is not None:
        if spelled.basis is Basis.REMAINING:
            return _remaining(entry, other, language)
        if spelled.basis is Basis.AVAILABLE:
            return _difference(other.amount, entry.amount, lambda value: money_text(value, entry.currency))
    return f"{_product(entry.quantity, entry.amount, entry, language)} = {total}"


def _remaining(entry: Entry, other: Entry, language: Language) -> str:
    quantities = _difference(other.quantity, entry.quantity, quantity_text)
    if gross(entry.quantity, entry.unit_price, minor_unit(entry.currency)) != entry.amount:  # no cent is lost
        amounts = _difference(other.amount, entry.amount, lambda value: money_text(value, entry.currency))
        return f"{quantities}, {amounts}"
    price, total = price_text(entry.unit_price, entry.currency), money_text(entry.amount, entry.currency)
    return f"{_at(quantities, price, language)} = {total}"


def _difference(before: Decimal, after: Decimal, text: Callable[[Decimal], str]) -> str:
    """How one number becomes another: "10 − 8 = 2"."""
    step = after - before
    return f"{text(before)} {'−' if step < 0 else '+'} {text(abs(step))} = {text(after)}"


def _product(quantity: Decimal, amount: Decimal, entry: Entry, language: Language) -> str:
    """Quantity and price, and what is between their product and the amount."""
    product = _at(quantity_text(quantity), price_text(entry.unit_price, entry.currency), language)
    off, name = _off(quantity, amount, entry)
    if off == 0:
        return product
    return f"{product} {'−' if off < 0 else '+'} {_named(money_text(abs(off), entry.currency), name, language)}"


def _at(quantity: str, price: str, language: Language) -> str:
    return message_of(EXPLANATION, "product", {"quantity": quantity, "price": price}, language)


def _named(amount: str, name: str, language: Language) -> str:
    return message_of(EXPLANATION, name, {"amount": amount}, language)


def discount_of(entry: Entry) -> str | None:
    """What was taken off quantity times price, where it is more than a rounding; else None."""
    off, name = _off(entry.quantity, entry.amount, entry)
    return money_text(abs(off), entry.currency) if name == "discount" else None


def _off(quantity: Decimal, amount: Decimal, entry: Entry) -> tuple[Decimal, str]:
    """What the amount is off quantity times price, and why: only product sales have discounts.

    Sharing an amount out to the last cent shifts no more than one.
    """
    whole = gross(quantity, entry.unit_price, minor_unit(entry.currency))
    off = amount - whole
    if abs(off) <= Decimal(1).scaleb(-minor_unit(entry.currency)):
        return off, "rounding"
    is_discount = entry.transaction_class is TransactionClass.PRODUCT and (off < 0) == (whole > 0)
    return off, "discount" if is_discount else "difference"
