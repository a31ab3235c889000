"""Documents at random, of the kinds that the books can hold: sales, returns, work, advances, and their corrections."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from rebill.documents.facts import DocumentFacts, FactCharge, FactLine, Preceding, TaxedAs
from rebill.documents.parties import Account, Delivery
from rebill.models.money import minor_unit
from rebill.models.vocabulary import DetailKind, DocumentKind, Language, TaxCategory, TaxRounding, TransactionClass
from tests.documents.papers import (
    AE,
    BRYGGE,
    DANISH,
    DANISH_BUYER,
    E0,
    FJORD,
    G0,
    GERMAN,
    GERMAN_BUYER,
    IC,
    INV_1,
    O0,
    S15,
    S19,
    S25,
    Z0,
    deducted,
    document,
    fee,
    hours,
    instead,
    retainer,
    rounded,
    sold,
    tax_on,
)

BARE = TaxedAs(None, TaxCategory.STANDARD, Decimal(25))
MIXED = (S25, S25, S15, S19, Z0, E0, BARE)
ALONE = ((AE,), (IC,), (G0,), (O0,), MIXED, MIXED, MIXED, MIXED)
PARTIES = (
    (FJORD, BRYGGE),
    (GERMAN, GERMAN_BUYER),
    (GERMAN, DANISH_BUYER),
    (DANISH, DANISH_BUYER),
    (DANISH, GERMAN_BUYER),
)
ACCOUNTS = (
    None,
    Account(iban="NO9386011117947", bic="DNBANOKK", account_name="Fjord"),
    Account(account_number="440116243", branch_number="0040"),
)
CURRENCIES = ("NOK", "EUR", "DKK", "SEK", "JPY")
UNITS = ("pcs", "ea", "Stk.", "kg", "KGM", "day", "m2", None)
Lines = tuple[FactLine, ...]


class Dice:
    """What is thrown for one document: its codes and the places of its currency hold for all of its lines."""

    def __init__(
        self,
        random: Random,
        currencies: tuple[str, ...] = CURRENCIES,
        groups: tuple[tuple[TaxedAs, ...], ...] = ALONE,
    ) -> None:
        self.random = random
        self.currency = random.choice(currencies)
        self.places = minor_unit(self.currency)
        codes = random.choice(groups)
        # two codes of one rate are rounded each for itself: of yen that may be one too many for the rules (BR-CO-17)
        self.codes = codes if self.places else tuple(one for one in codes if one is not BARE)

    def code(self) -> TaxedAs:
        return self.random.choice(self.codes)

    def quantity(self) -> Decimal:
        return Decimal(self.random.randint(1, 5000)).scaleb(-self.random.choice((0, 0, 1, 2, 3)))

    def price(self) -> Decimal:
        return Decimal(self.random.randint(1, 500_000)).scaleb(-self.random.choice((0, 1, 2, 2, 4, 6)))

    def goods(self, sign: int = 1) -> FactLine:
        discount = self.random.choice((0, 0, "12.5", 33, 100))
        line = sold(
            sign * self.quantity(),
            self.price(),
            self.code(),
            discount=discount,
            places=self.places,
            unit=self.random.choice(UNITS),
        )
        return self.off_by_a_cent(line) if self.random.random() < 0.2 else line

    def off_by_a_cent(self, line: FactLine) -> FactLine:
        """As a share of an amount is, that must add up with others."""
        net = line.net_amount + Decimal(self.random.choice((-1, 1))).scaleb(-self.places)
        return replace(line, net_amount=net, tax_amount=tax_on(net, line.taxed, self.places))

    def work(self) -> FactLine:
        of = self.random.choice((TransactionClass.TIME, TransactionClass.EXPENSE, TransactionClass.FEE))
        day = date(2026, 2, self.random.randint(1, 28))
        return hours(self.quantity(), self.price(), self.code(), places=self.places, transaction_class=of, day=day)

    def fees(self) -> tuple[FactCharge, ...]:
        amounts = [self.random.randint(-9000, 9000) for _ in range(self.random.choice((0, 0, 1, 3)))]
        return tuple(fee(rounded(Decimal(one) / 100, self.places), self.code()) for one in amounts)

    def corrected(self, line: FactLine) -> FactLine:
        """The line as it should be: another quantity, price, code or discount, nothing, or as it was."""
        of = self.random.randrange(6)
        if of == 0:
            right = replace(line, quantity=Decimal(0))
        elif of == 1:
            right = replace(line, quantity=self.quantity())
        elif of == 2:
            right = replace(line, unit_price=self.price())
        elif of == 3:
            right = replace(line, taxed=self.code())
        elif of == 4:
            right = replace(line, discount_percent=Decimal(10), description="Consulting, senior")
        else:
            return instead(line, line)
        net = rounded(right.quantity * right.unit_price * (100 - right.discount_percent) / 100, self.places)
        return instead(line, replace(right, net_amount=net, tax_amount=tax_on(net, right.taxed, self.places)))

    def several(self, make: Callable[[], FactLine]) -> Lines:
        return tuple(make() for _ in range(self.random.choice((1, 1, 2, 5, 12))))


def sale(dice: Dice) -> tuple[Lines, dict[str, object]]:
    return dice.several(dice.goods), {"charges": dice.fees()}


def returned(dice: Dice) -> tuple[Lines, dict[str, object]]:
    return dice.several(lambda: dice.goods(-1)), {"charges": dice.fees()}


def mixed(dice: Dice) -> tuple[Lines, dict[str, object]]:
    return (*dice.several(lambda: dice.goods(-1)), *dice.several(dice.goods)), {"charges": dice.fees()}


def project(dice: Dice) -> tuple[Lines, dict[str, object]]:
    lines = dice.several(dice.work)
    return lines, {"work_from": date(2026, 2, 1), "work_to": date(2026, 2, 28), "contract_number": "PC-000001"}


def advance(dice: Dice) -> tuple[Lines, dict[str, object]]:
    amount = rounded(dice.price(), dice.places) + 1
    return (retainer(amount, dice.code()),), {}


def reconciled(dice: Dice) -> tuple[Lines, dict[str, object]]:
    lines = dice.several(dice.work)
    whole = sum((one.net_amount for one in lines), Decimal(0))
    return (*lines, deducted(rounded(whole / 3, dice.places), dice.code())), {"deducts": True, "preceding": (INV_1,)}


def refund(dice: Dice) -> tuple[Lines, dict[str, object]]:
    line = replace(deducted(rounded(dice.price(), dice.places) + 1, dice.code()), kind=DetailKind.RETAINER_REFUND)
    return (line,), {"preceding": (INV_1,)}


def correction(dice: Dice) -> tuple[Lines, dict[str, object]]:
    return dice.several(lambda: dice.corrected(dice.work())), {"corrects": True}


def goods_correction(dice: Dice) -> tuple[Lines, dict[str, object]]:
    return dice.several(lambda: dice.corrected(dice.goods())), {"corrects": True}


def repeat(dice: Dice) -> tuple[Lines, dict[str, object]]:
    return tuple(instead(one, one) for one in dice.several(dice.work)), {"corrects": True}


MAKERS = (sale, returned, mixed, project, advance, reconciled, refund, correction, goods_correction, repeat)


def any_document(random: Random) -> tuple[str, DocumentFacts]:
    """A document, and which kind of it."""
    dice = Dice(random)
    make = random.choice(MAKERS)
    lines, more = make(dice)
    seller, buyer = random.choice(PARTIES)
    facts = document(
        *lines,
        currency=dice.currency,
        rounding=random.choice(tuple(TaxRounding))
        if dice.places
        else TaxRounding.RATE,  # three yen by LINE are too many
        **{  # type: ignore[arg-type]  # fields by name
            "seller": seller,
            "bill_to": buyer,
            "ship_to": Delivery(None, buyer.address, date(2026, 2, 28)),
            "account": random.choice(ACCOUNTS),
            "language": random.choice(tuple(Language)),
            "purchase_order_number": random.choice((None, "PO-7")),
            **more,
        },
    )
    return make.__name__, of_its_kind(facts, random)


def of_its_kind(facts: DocumentFacts, random: Random) -> DocumentFacts:
    """The document with its kind, and what it must name."""
    kind = facts.kind
    is_german = facts.seller == GERMAN and facts.bill_to == GERMAN_BUYER
    if kind is DocumentKind.INVOICE and facts.corrects and is_german and facts.total_amount > 0:
        kind = DocumentKind.CORRECTED_INVOICE
    elif kind is DocumentKind.INVOICE and all(one.kind is DetailKind.RETAINER for one in facts.lines):
        kind = DocumentKind.PREPAYMENT_INVOICE
    elif not facts.total_amount and random.random() < 0.5:
        kind = DocumentKind.CREDIT_NOTE
    names = kind in (DocumentKind.CREDIT_NOTE, DocumentKind.CORRECTED_INVOICE) or facts.corrects or facts.deducts
    preceding = facts.preceding or ((Preceding("INV-000001", date(2026, 1, 31)),) if names else ())
    return replace(facts, kind=kind, preceding=preceding)
