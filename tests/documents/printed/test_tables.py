"""Tables over several pages: carried totals, heads on each page, rows whole, totals beside the last row (documents 4.3)."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from rebill.documents.printed.accounts import statement_sheet
from rebill.documents.printed.invoices import invoice_sheet
from rebill.documents.printed.laying import laid
from rebill.documents.printed.sheet import Sheet
from rebill.documents.printed.texts import ZERO_WIDTH
from rebill.documents.terms import TaxRow
from rebill.models.vocabulary import Language, TaxCategory
from tests.documents.printed.models import ACCOUNT, document, lines, statement
from tests.documents.printed.reading import pages_of, pdf

WORDS = {  # documents 4.3
    Language.EN: ("Carried forward", "Brought forward", "Page {} / {}"),
    Language.NB: ("Overføres", "Overført", "Side {} / {}"),
    Language.DA: ("Overføres", "Overført", "Side {} / {}"),
    Language.DE: ("Übertrag", "Übertrag", "Seite {} / {}"),
}
FIGURE = r"(?: |\n)([\d., ]*\d)"


def places(page: str) -> list[int]:
    """The lines on a page, by what they are called."""
    return [int(found) for found in re.findall(r"Desk lamp (\d+)", page)]


@pytest.mark.parametrize(("count", "language"), [(50, Language.NB), (90, Language.DE), (400, Language.EN)])
def test_each_page_brings_forward_what_the_one_before_carried_and_carries_its_own(
    count: int, language: Language
) -> None:
    forward, brought, numbered = WORDS[language]
    pages = pages_of(pdf(document(count), language))
    carried: list[str] = []
    shown = 0
    for place, page in enumerate(pages, start=1):
        assert numbered.format(place, len(pages)) in page
        assert "INV-000002" in page
        on_page = places(page)
        if shown == count and not on_page:  # nothing but how to pay
            continue
        assert on_page == list(range(shown + 1, shown + 1 + len(on_page)))  # each once, in order
        shown += len(on_page)
        at_head = re.findall(f"{brought}{FIGURE}", page.partition("Desk lamp")[0])
        at_foot = re.findall(f"{forward}{FIGURE}", page.rpartition("Desk lamp")[2])
        assert at_head == carried
        carried = [] if shown == count else [_read(f"{Decimal('9.90') * shown:,.2f}", language)]
        assert at_foot == carried
        assert re.search("Nett?o? NOK", page)
    assert shown == count
    assert len(pages) > 1


def _read(english: str, language: Language) -> str:
    point, group = (".", ",") if language is Language.EN else (",", " " if language is Language.NB else ".")
    return english.translate({ord(","): group, ord("."): point})


@pytest.mark.parametrize("count", [1, 28, 29, 36, 37, 38, 39])  # about what a page holds with and without totals
def test_totals_never_stand_on_a_page_without_the_last_row(count: int) -> None:
    pages = pages_of(pdf(document(count)))
    [with_totals] = [page for page in pages if "Amount due" in page]
    assert count in places(with_totals)


def test_totals_stay_beside_a_last_row_that_is_longer_than_a_page() -> None:
    long = replace(lines(1)[0], description="Words and words. " * 235 + "Desk lamp 1")
    pages = pages_of(pdf(document(lines=(long,))))
    [with_totals] = [page for page in pages if "Amount due" in page]
    assert "Desk lamp 1" in with_totals
    assert sum(page.count("Words") for page in pages) == 235  # nothing is cut
    assert "9.90" in pages[0]


def test_a_row_is_never_split_over_pages() -> None:
    tall = tuple(
        replace(one, description=f"First of {one.id}\n" + "more\n" * 5 + f"Last of {one.id}") for one in lines(20)
    )
    for page in pages_of(pdf(document(lines=tall))):
        assert re.findall(r"First of (\d+)", page) == re.findall(r"Last of (\d+)", page)


def test_a_statement_carries_its_balance() -> None:
    first, second = pages_of(pdf(statement(60, account=ACCOUNT), Language.DA))
    carried = re.findall(f"Overføres{FIGURE}", first)
    assert carried == re.findall(f"Overført{FIGURE}", second)
    assert len(carried) == 1
    assert "Ultimosaldo" in second


def test_many_rates_or_long_reasons_are_broken_down_beside_the_totals_or_in_a_table_of_their_own() -> None:
    def rates(count: int, reason: str = "") -> tuple[TaxRow, ...]:
        base, amount = Decimal("100.00"), Decimal("7.77")
        return tuple(TaxRow(TaxCategory.EXEMPT, Decimal(rate), base, amount, reason) for rate in range(1, count + 1))

    for count, reason in ((12, ""), (60, ""), (9, "Because it is so. " * 60)):
        pages = pages_of(pdf(document(taxes=rates(count, reason))))
        assert sum(page.count("7.77") for page in pages) == count
        assert sum("".join(page.split()).count("Becauseitisso.") for page in pages) == reason.count("so") * count


def test_numbers_and_figures_are_found_on_a_page_as_they_are_written() -> None:
    """A break within a word is a character: whoever searches for INV-000105, or copies an amount, would come across it."""
    dear = replace(lines(1)[0], net_amount=Decimal("12345678.50"), unit_price=Decimal("12345678.50"))
    row = TaxRow(TaxCategory.STANDARD, Decimal(25), Decimal("12345678.50"), Decimal("3086419.63"), codes=("S25",))
    sheets = [
        statement_sheet(statement(105, opening=Decimal("-1234567890.50")), Language.EN),
        invoice_sheet(document(lines=(dear,), taxes=(row,)), Language.DE),
    ]
    for sheet in sheets:
        assert ZERO_WIDTH not in told_of(sheet)
    assert "INV-000104" in told_of(sheets[0])
    assert "12.345.678,50" in told_of(sheets[1])


@pytest.mark.parametrize(("code", "base", "is_apart"), [("EX", "1345.50", False), ("EXPORT-LONG-CODE-26", "1e8", True)])
def test_a_reason_that_has_no_room_beside_the_totals_stands_beneath_them(code: str, base: str, is_apart: bool) -> None:
    reason = "Export outside the EU"
    row = TaxRow(TaxCategory.EXPORT, Decimal(0), Decimal(base), Decimal(base), exemption_reason=reason, codes=(code,))
    assert f'"apart": {str(is_apart).lower()}}}]' in told_of(invoice_sheet(document(taxes=(row,)), Language.DE))


def test_where_columns_have_no_room_a_word_may_be_broken() -> None:
    huge = replace(lines(1)[0], quantity=Decimal("9" * 16), unit_price=Decimal("9" * 18), net_amount=Decimal("9" * 18))
    assert ZERO_WIDTH in told_of(invoice_sheet(document(lines=(huge,)), Language.DE))


def told_of(sheet: Sheet) -> str:
    """What the template is given of a sheet."""
    return json.dumps(laid(sheet, None, None), ensure_ascii=False)
