"""Peppol's rules for numbers of registers, wherever a party shows one with its scheme (PEPPOL-COMMON)."""

import re
from collections.abc import Callable, Iterator

from stdnum import ean
from stdnum.au import abn
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

from ..registrations import registration_scheme
from ..terms import Document
from .failing import Rule, rule_of

DIGITS = re.compile(r"[0-9]+")
NINE, TEN, ELEVEN = (re.compile(rf"[0-9]{{{many}}}") for many in (9, 10, 11))
DANISH = re.compile(r"(DK)?[0-9]{8}")


def _belgian(number: str) -> bool:
    return TEN.fullmatch(number) is not None and 97 - int(number[:8]) % 97 == int(number[8:])


def _gln(number: str) -> bool:
    return DIGITS.fullmatch(number) is not None and ean.calc_check_digit(number[:-1]) == number[-1]


FORMS: tuple[tuple[str, str, Callable[[str], bool], str], ...] = (  # rule, scheme, what passes, sentence
    ("R040", "0088", _gln, "A GLN must have the form that GS1 gives it."),
    (
        "R041",
        "0192",
        lambda one: NINE.fullmatch(one) is not None and norwegian.is_valid(one),
        "A Norwegian organisation's number has nine digits, the last of which checks the others.",
    ),
    ("R042", "0184", lambda one: DANISH.fullmatch(one) is not None, "A Danish CVR number has eight digits."),
    ("R043", "0208", _belgian, "A Belgian enterprise's number has ten digits, the last two of which check the others."),
    (
        "R049",
        "0007",
        lambda one: TEN.fullmatch(one) is not None and swedish.is_valid(one),
        "A Swedish organisation's number has ten digits, the last of which checks the others.",
    ),
    (
        "R050",
        "0151",
        lambda one: ELEVEN.fullmatch(one) is not None and abn.is_valid(one),
        "An Australian business number has eleven digits, the first two of which check the others.",
    ),
)


def _numbers(document: Document) -> Iterator[tuple[str | None, str]]:
    """What the parties show of numbers, each with its scheme."""
    for party in (document.seller, document.buyer):
        if party is None:
            continue
        if party.electronic_address is not None:
            yield party.electronic_address.scheme, party.electronic_address.value.strip()
        if party.registration_number:
            yield registration_scheme(party), party.registration_number.strip()


def _rule(name: str, scheme: str, passes: Callable[[str], bool], sentence: str) -> Rule:
    def all_pass(document: Document) -> bool:
        return all(passes(number) for of, number in _numbers(document) if of == scheme)

    return rule_of(f"PEPPOL-COMMON-{name}", all_pass, sentence)


NUMBER_RULES = tuple(_rule(*one) for one in FORMS)
