"""Numbers, dates and truth words as the spreadsheets of a country write them.

What can be read in two ways in a locale is refused, never guessed: a wrong guess is an invoice a thousand times too
large. Babel's parse_decimal is no help here: in Danish it reads NaN, 1e5 and 1_000 as numbers, in Norwegian 7.5 as
seven and a half and 1 234,5 not at all, in English 1,234 as a thousand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .forms import Unreadable

BLANKS_IN_NUMBERS = " \u00a0\u202f\u2009'\u2019"  # between thousands: blanks of all widths, and the apostrophe
GROUPED = r"[+-]?[1-9][0-9]{0,2}(?=([%s]))(?:\1[0-9]{3}){1,9}"  # 0.234 is no grouped number
PLAIN = r"[+-]?[0-9]{1,30}"
TWO_WAYS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
WITH_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
WITH_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]+")
EXPONENT = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+")
ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
MIDNIGHT = re.compile(r"(?<=[0-9])[ T]00:00(:00([.,]0+)?)?\Z")  # a date that was a point in time on its way here
LONGEST_DATE = len("31.01.2026")
LIKE_A_DATE = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}")
OTHERS = "--locale nb, da or de"


@dataclass(frozen=True, eq=False)
class Locale:
    """How a country's spreadsheets write what is no text."""

    name: str
    plain: re.Pattern[str]
    grouped: re.Pattern[str]  # with something between thousands
    has_comma: bool  # before decimals
    days: tuple[re.Pattern[str], ...]
    example_day: str
    truths: Mapping[str, bool]
    doubts_thousandths: bool = False  # 1.234 may be a thousand


def _numbers(mark: str, thousands: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    decimals = rf"(?:{re.escape(mark)}[0-9]{{1,30}})?"
    grouped = GROUPED % re.escape(BLANKS_IN_NUMBERS + thousands)
    return re.compile(PLAIN + decimals), re.compile(grouped + decimals)


def _days(*marks: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(
            rf"(?P<day>[0-9]{{1,2}}){re.escape(mark)}(?P<month>[0-9]{{1,2}}){re.escape(mark)}(?P<year>[0-9]{{4}})"
        )
        for mark in marks
    )


def _words(yes: str, no: str) -> dict[str, bool]:
    return dict.fromkeys(("true", *yes.split()), True) | dict.fromkeys(("false", *no.split()), False)


_plain, _grouped = _numbers(".", "")
# 1,234.50 and 1,234,567 can be read in one way only; 1,234 cannot, and is left out
_with_commas = r"[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){1,9}\.[0-9]{1,30}|(?:,[0-9]{3}){2,9})"
ENGLISH = (_plain, re.compile(f"{_grouped.pattern}|{_with_commas}"), False, (ISO,), "2026-01-31")
LOCALES = {
    one.name: one
    for one in (
        Locale("en", *ENGLISH, _words("yes", "no")),
        Locale("nb", *_numbers(",", ""), True, (ISO, *_days(".")), "31.01.2026", _words("sann sand ja", "usann nei")),
        Locale("da", *_numbers(",", "."), True, (ISO, *_days(*".-/")), "31-01-2026", _words("sand ja", "falsk nej")),
        Locale("de", *_numbers(",", "."), True, (ISO, *_days(".")), "31.01.2026", _words("wahr ja", "falsch nein")),
    )
}
# a file without commas between its cells for which no locale was given: perhaps English, perhaps not
DOUBTFUL = Locale("en", *ENGLISH, LOCALES["en"].truths, doubts_thousandths=True)


def read_number(text: str, locale: Locale) -> Decimal:
    """A number as the locale writes it; raises `Unreadable`.

    >>> read_number("1.234,50", LOCALES["de"]), read_number("−1 234", LOCALES["nb"]), read_number("2.5", LOCALES["en"])
    (Decimal('1234.50'), Decimal('-1234'), Decimal('2.5'))
    """
    plain = text.replace("\u2212", "-")
    if locale.plain.fullmatch(plain) and not (locale.doubts_thousandths and TWO_WAYS.fullmatch(plain)):
        return Decimal(plain.replace(",", "."))
    if not locale.grouped.fullmatch(plain):
        raise Unreadable(_why_no_number(text, plain, locale))
    ungrouped = plain.translate(WITHOUT_BLANKS)
    return Decimal(ungrouped.replace(".", "").replace(",", ".") if locale.has_comma else ungrouped.replace(",", ""))


WITHOUT_BLANKS = dict.fromkeys(map(ord, BLANKS_IN_NUMBERS))


def _why_no_number(text: str, plain: str, locale: Locale) -> str:
    shown = shortened(text)
    if TWO_WAYS.fullmatch(plain):
        digits = re.sub("[.,]", "", plain)
        decimals = plain.replace(".", ",") if locale.has_comma else plain.replace(",", ".")
        if locale.doubts_thousandths and decimals == plain:
            return f"{shown} can be {digits} or {decimals}: give --locale en, nb, da or de."
        hint = "" if locale.has_comma else f" A file with decimal commas needs {OTHERS}."
        return f"{shown} can be {digits} or {decimals}: write the one that is meant.{hint}"
    if WITH_COMMA.fullmatch(plain):
        return f"{shown} has a decimal comma: write {plain.replace(',', '.')}, or give {OTHERS}."
    if WITH_POINT.fullmatch(plain):
        return f"{shown} has a decimal point: with --locale {locale.name} write {plain.replace('.', ',')}."
    if EXPONENT.fullmatch(plain):
        return f"{shown} has an exponent and may lack digits: show the column as a number, and save the file again."
    example = "1234,50" if locale.has_comma else "1234.50"
    return f"{shown} is not a number: write it like {example}, without a unit, a currency or a per cent sign."


def read_day(text: str, locale: Locale) -> date:
    """A calendar date, as YYYY-MM-DD or as the locale writes it; raises `Unreadable`.

    >>> read_day("31.01.2026", LOCALES["de"]), read_day("2026-01-31 00:00:00", LOCALES["en"])
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31))
    """
    plain = MIDNIGHT.sub("", text) if len(text) > LONGEST_DATE else text
    for pattern in locale.days:
        if found := pattern.fullmatch(plain):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                raise Unreadable(f"{shortened(text)} is not a day of the calendar.") from None
    how = "2026-01-31" if locale.example_day == "2026-01-31" else f"{locale.example_day} or 2026-01-31"
    if LIKE_A_DATE.fullmatch(plain) and not locale.has_comma:
        raise Unreadable(f"{shortened(text)} can be more than one day: write it like {how}, or give {OTHERS}.")
    raise Unreadable(f"{shortened(text)} is not a date: write it like {how}.")


def read_truth(text: str, locale: Locale) -> bool:
    """True or false, in English or in the locale's words; raises `Unreadable`.

    >>> read_truth("TRUE", LOCALES["nb"]), read_truth("Usann", LOCALES["nb"])
    (True, False)
    """
    found = locale.truths.get(text.casefold())
    if found is None:
        raise Unreadable(f"{shortened(text)} is none of {', '.join(one.upper() for one in locale.truths)}.")
    return found


def shortened(text: str) -> str:
    """A text as a message quotes it, with plain blanks: spreadsheets put others between thousands.

    >>> shortened("kr\u00a01\u202f234,50")
    "'kr 1 234,50'"
    """
    shown = "".join(" " if one in BLANKS_IN_NUMBERS and one.isspace() else one for one in text)
    return repr(shown if len(shown) <= 50 else f"{shown[:50]}…")
