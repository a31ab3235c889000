"""Numbers, dates and truth words as spreadsheets of four countries write them: read back as they were, or refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebill.files.cells import form_of
from rebill.files.forms import Unreadable
from rebill.files.locales import DOUBTFUL, LOCALES, read_day, read_number, read_truth

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)
WRITTEN = {  # the decimal mark and what may stand between thousands
    "en": (".", ("", " ", "\u00a0", "'")),
    "nb": (",", ("", " ", "\u00a0", "\u202f", "'")),
    "da": (",", ("", ".", "\u00a0", "'")),
    "de": (",", ("", ".", "\u202f", "\u2019")),
}
DAYS = {"en": ["%Y-%m-%d"], "nb": ["%d.%m.%Y"], "da": ["%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"], "de": ["%d.%m.%Y"]}


@given(NUMBERS, st.integers(0, 4), st.sampled_from(sorted(LOCALES)), st.integers(0, 4), st.sampled_from("-\u2212"))
def test_a_number_that_a_spreadsheet_of_the_locale_writes_is_the_same_number(
    number: Decimal, places: int, locale: str, thousands: int, minus: str
) -> None:
    mark, groups = WRITTEN[locale]
    shown = f"{round(number, places):,.{places}f}"
    separator = groups[thousands % len(groups)]
    written = shown.replace(",", "G").replace(".", mark).replace("G", separator).replace("-", minus)
    assert read_number(written, LOCALES[locale]) == round(number, places)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(sorted(LOCALES)), st.integers(0, 2))
def test_a_date_that_a_spreadsheet_of_the_locale_writes_is_the_same_date(day: date, locale: str, form: int) -> None:
    forms = DAYS[locale]
    assert read_day(day.strftime(forms[form % len(forms)]), LOCALES[locale]) == day
    assert read_day(f"{day} 00:00:00", LOCALES[locale]) == day


@given(st.text(alphabet="0123456789.,-+' \u00a0eE%", max_size=12), st.sampled_from([*LOCALES.values(), DOUBTFUL]))
def test_whatever_is_read_as_a_number_has_its_digits_in_their_order(text: str, locale: object) -> None:
    try:
        found = read_number(text, locale)  # type: ignore[arg-type]  # one of the locales
    except Unreadable as error:
        assert text[:50].replace("\u00a0", " ") in str(error)
    else:
        digits = "".join(filter(str.isdigit, text))
        assert "".join(map(str, found.as_tuple().digits)).lstrip("0") == digits.lstrip("0")


@pytest.mark.parametrize(
    ("locale", "written", "number"),
    [
        ("de", "1.234", "1234"),
        ("de", "1.234.567,5", "1234567.5"),
        ("da", "1.234", "1234"),
        ("nb", "1,234", "1.234"),
        ("nb", "1 234", "1234"),
        ("en", "1.234", "1.234"),
        ("en", "1,234.50", "1234.50"),
        ("en", "1,234,567", "1234567"),
    ],
)
def test_numbers_are_read_as_the_locale_writes_them(locale: str, written: str, number: str) -> None:
    assert read_number(written, LOCALES[locale]) == Decimal(number)


@pytest.mark.parametrize(
    ("locale", "written", "said"),
    [
        ("en", "1,234", "'1,234' can be 1234 or 1.234: write the one that is meant. A file with decimal commas needs"),
        ("en", "2,5", "'2,5' has a decimal comma: write 2.5, or give --locale nb, da or de."),
        ("nb", "1.234", "'1.234' can be 1234 or 1,234: write the one that is meant."),
        ("nb", "7.5", "'7.5' has a decimal point: with --locale nb write 7,5."),
        ("de", "0.234", "'0.234' has a decimal point: with --locale de write 0,234."),
        ("de", "1.23.456", "'1.23.456' is not a number: write it like 1234,50, without a unit"),
        ("de", "1.234 567", "is not a number"),
        ("de", "1,234,567", "is not a number"),
        ("en", "12,34.5", "is not a number"),
        ("en", "1e5", "'1e5' has an exponent and may lack digits"),
        ("da", "1,5E+05", "has an exponent"),
        ("en", "25 %", "'25 %' is not a number: write it like 1234.50, without a unit, a currency or a per cent sign."),
        ("en", "kr 100", "is not a number"),
        ("nb", "kr 1\u00a0234,50", "'kr 1 234,50' is not a number"),
        ("en", "NaN", "is not a number"),
        ("en", "1_000", "is not a number"),
        ("en", "\uff11\uff12", "is not a number"),
        ("en", "5-", "is not a number"),
        ("en", "9" * 99, f"'{'9' * 50}…' is not a number"),
    ],
)
def test_a_number_that_is_none_or_two_is_refused_with_what_to_write(locale: str, written: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_number(written, LOCALES[locale])
    assert said in str(refused.value)
    assert "string" not in str(refused.value)


@pytest.mark.parametrize(
    ("locale", "written", "said"),
    [
        ("en", "31.01.2026", "can be more than one day: write it like 2026-01-31, or give --locale nb, da or de."),
        ("en", "03/04/2026", "can be more than one day"),
        ("nb", "03/04/2026", "'03/04/2026' is not a date: write it like 31.01.2026 or 2026-01-31."),
        ("de", "31-01-2026", "is not a date"),
        ("da", "31.01.26", "is not a date: write it like 31-01-2026 or 2026-01-31."),
        ("nb", "31.02.2026", "'31.02.2026' is not a day of the calendar."),
        ("en", "2026-02-30", "is not a day of the calendar."),
        ("en", "2026-01-31 12:30", "is not a date"),
        ("en", "46053", "is not a date"),
    ],
)
def test_a_date_that_is_none_or_two_is_refused_with_what_to_write(locale: str, written: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_day(written, LOCALES[locale])
    assert said in str(refused.value)


def test_truth_is_read_in_the_words_of_the_locale_and_in_english_in_any_case() -> None:
    yes = {"en": "TRUE true True yes", "nb": "SANN Sand JA true", "da": "SAND ja TRUE", "de": "WAHR Ja true"}
    no = {"en": "FALSE No", "nb": "USANN nei false", "da": "FALSK Nej FALSE", "de": "FALSCH nein False"}
    for locale in LOCALES.values():
        assert all(read_truth(word, locale) for word in yes[locale.name].split())
        assert not any(read_truth(word, locale) for word in no[locale.name].split())
    with pytest.raises(Unreadable, match="'WAHR' is none of TRUE, YES, FALSE, NO"):
        read_truth("WAHR", LOCALES["en"])


def test_whole_numbers_may_be_shown_with_decimals() -> None:
    form = form_of(LOCALES["nb"])
    assert [form.whole(text) for text in ("14", "14,0", "1 000")] == [14, 14, 1000]
    for text in ("14,5", "1" * 10, "Work"):
        with pytest.raises(Unreadable, match="is not a whole number"):
            form.whole(text)
