"""What stands on printed documents: titles, figures and facts, the same in PDF and HTML, in four languages."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rebill.documents.mapping import terms_of
from rebill.documents.printed import title_of
from rebill.documents.printed.titles import Model
from rebill.documents.terms import Document
from rebill.models.vocabulary import DocumentKind, Language
from tests.documents.papers import S15, hours, instead
from tests.documents.papers import document as facts
from tests.documents.printed.models import confirmation, corrected, credit_note, document, statement
from tests.documents.printed.reading import Texts, html, text_of

EN, NB, DA, DE = Language
ADVANCE = document(kind=DocumentKind.PREPAYMENT_INVOICE, number="INV-000003")
CORRECTED = document(kind=DocumentKind.CORRECTED_INVOICE, number="INV-000004")
DRAFT = document(number="PRO-FORMA", posted_at=None)
TITLES: list[tuple[Model, str, str, str, str]] = [  # documents 4.1
    (document(), "Invoice", "Faktura", "Faktura", "Rechnung"),
    (credit_note(), "Credit note", "Kreditnota", "Kreditnota", "Rechnungskorrektur"),
    (credit_note(credits_whole=True), "Credit note", "Kreditnota", "Kreditnota", "Stornorechnung"),
    (CORRECTED, "Corrected invoice", "Korrigert faktura", "Korrigeret faktura", "Rechnungskorrektur"),
    (document(corrects=True), "Corrected invoice", "Korrigert faktura", "Korrigeret faktura", "Rechnungskorrektur"),
    (ADVANCE, "Advance invoice", "Forskuddsfaktura", "Forudbetalingsfaktura", "Anzahlungsrechnung"),
    (confirmation(), "Return confirmation", "Returbekreftelse", "Returbekræftelse", "Retourenbestätigung"),
    (statement(), "Statement of account", "Kontoutskrift", "Kontoudtog", "Kontoauszug"),
]
NUMBERS = ["INV-000002", "CN-000001", "CN-000001", "INV-000004", "INV-000002", "INV-000003", "RMA-000001", ""]


@pytest.mark.parametrize(("row", "number"), list(zip(TITLES, NUMBERS, strict=True)), ids=[row[1] for row in TITLES])
def test_each_kind_has_its_title_in_each_language(row: tuple[Model, str, str, str, str], number: str) -> None:
    model, *titles = row
    assert [title_of(model, one) for one in Language] == [f"{title} {number}".strip() for title in titles]


def test_a_plan_and_a_draft_have_the_title_of_a_pro_forma_and_no_number() -> None:
    titles = [title_of(DRAFT, one) for one in Language]
    assert titles[:2] == ["Pro forma – not an invoice", "Proforma – ikke en faktura"]
    assert titles[2:] == ["Proforma – ikke en faktura", "Proforma – keine Rechnung"]
    for text in (text_of(DRAFT, NB), " ".join(Texts(html(DRAFT, NB)).texts)):
        assert "PRO-FORMA" not in text
        assert text.count("Proforma – ikke en faktura") >= 2  # as its title, and across the page


@pytest.mark.parametrize("language", Language, ids=str)
def test_the_title_stands_on_the_page_and_the_german_gutschrift_nowhere(language: Language) -> None:
    note = credit_note(credits_whole=True)
    title = title_of(note, language)
    assert title in text_of(note, language)
    assert f"<h1>{title}</h1>" in html(note, language)
    assert "gutschrift" not in text_of(note, language).lower()


def test_a_credit_note_shows_positive_amounts_and_its_fees_as_deductions() -> None:
    """Example 6.4."""
    note = credit_note()
    for text in (text_of(note), " ".join(Texts(html(note)).texts)):
        for figure in ("655.99", "-65.60", "-49.00", "541.39", "135.35", "676.74", "-93.71"):
            assert figure in text
        for figure in ("-655.99", "-541.39", "-135.35", "-676.74", "\u2212"):
            assert figure not in text
        assert "Credits invoice INV-000001 of 31 Oct 2026" in text


WORDS = {  # of the same invoice
    EN: ("1,234,567.50", "12.5%", "31 Oct 2026", "Amount due", "Net NOK", "Page 1 / 1", "Norway"),
    NB: ("1 234 567,50", "12,5 %", "31.10.2026", "Å betale", "Netto NOK", "Side 1 / 1", "Norge"),
    DA: ("1.234.567,50", "12,5 %", "31.10.2026", "At betale", "Netto NOK", "Side 1 / 1", "Norge"),
    DE: ("1.234.567,50", "12,5 %", "31.10.2026", "Zahlbetrag", "Netto NOK", "Seite 1 / 1", "Norwegen"),
}


@pytest.mark.parametrize("language", Language, ids=str)
def test_figures_dates_and_words_are_those_of_the_language(language: Language) -> None:
    big = document(due_date=date(2026, 10, 31))
    line = replace(big.lines[0], net_amount=Decimal("1234567.50"), rate=Decimal("12.50"), quantity=Decimal("2.500"))
    big = replace(big, lines=(line,))
    text = text_of(big, language)
    for said in (*WORDS[language], "2.5" if language is EN else "2,5"):
        assert said in text
    for said in [one for one in WORDS[language] if "1 / 1" not in one]:  # a page has no pages in HTML
        assert said in " ".join(Texts(html(big, language)).texts)
    assert text.split().count("NOK") == 4  # at the heads of columns alone


@pytest.mark.parametrize("model", [document(3), credit_note(), corrected(), ADVANCE], ids=lambda one: one.number)
def test_pdf_and_html_hold_every_figure_of_the_document(model: Document) -> None:
    """Law 14."""
    figures = [*(one.net_amount for one in model.lines), *(one.amount for one in model.charges)]
    figures += [amount for row in model.taxes for amount in (row.base, row.amount)]
    figures += [model.net_total, model.tax_total, model.total, model.due]
    for text in (text_of(model), " ".join(Texts(html(model)).texts)):
        assert [one for one in figures if f"{one:,.2f}" not in text] == []


def test_a_correction_says_as_billed_as_it_should_be_the_difference_and_the_reason() -> None:
    """Example 6.6."""
    texts = Texts(html(corrected())).texts
    at = texts.index("What is corrected")
    assert [one for one in texts[at:] if one in ("As billed", "As it should be", "Difference")] == [
        "As billed", "As it should be", "Difference",
    ]  # fmt: skip
    assert texts[-8:] == ["Consulting", "h", "10", "2,000.00", "7", "1,400.00", "-3", "-600.00"]
    assert "Reason: Three hours were worked for another project." in texts
    assert "10 2,000.00 7 1,400.00 -3 -600.00" in text_of(corrected()).replace("\n", " ")


def test_a_correction_says_which_price_or_rate_was_wrong_where_no_quantity_shows_it() -> None:
    """Example 6.7; the same with a price."""
    rate = terms_of(facts(instead(hours(10, 200), hours(10, 200, S15)), corrects=True))
    price = terms_of(facts(instead(hours(10, 200), hours(10, "180.5")), corrects=True))

    def on_page(model: Document, language: Language) -> str:
        return " ".join(text_of(model, language).split())

    def in_html(model: Document, language: Language) -> str:
        return " ".join(" ".join(Texts(html(model, language)).texts).split())

    for told in (on_page, in_html):
        assert "VAT: 25% as billed, 15% as it should be" in told(rate, EN)
        assert "Mva.: 25 % som fakturert, 15 % som det skal være" in told(rate, NB)
        assert "Price: 200.00 as billed, 180.50 as it should be" in told(price, EN)
        assert "VAT:" not in told(price, EN)
        assert re.search("As billed.* As corrected", told(rate, EN))
    assert "as it should be" not in text_of(corrected()).replace("As it should be", "")


def test_a_return_confirmation_says_what_may_come_back_until_when_and_where_to() -> None:
    for text in (text_of(confirmation()), " ".join(Texts(html(confirmation())).texts)):
        for said in (
            "RMA-000001",
            "RO-000001",
            "3 Dec 2026",
            "Strandgaten 1",
            "Desk lamp",
            "12.5",
            "Wrong colour",
            "65.60",
        ):
            assert said in text
        assert "249.90" not in text


def test_a_statement_runs_from_its_opening_to_its_closing_balance() -> None:
    account = statement(4)
    for text in (text_of(account), " ".join(Texts(html(account)).texts)):
        for said in (
            "Opening balance",
            "100.00",
            "INV-000001",
            "1,334.50",
            "2,569.00",
            "Closing balance",
            "Open items",
        ):
            assert said in text


def test_the_days_of_a_statement_are_no_time_of_delivery() -> None:
    assert "Leistungszeitraum" not in text_of(statement(), DE)
    assert "Zeitraum 01.10.2026 bis 31.10.2026" in text_of(statement(), DE)


def test_what_is_missing_leaves_no_empty_label() -> None:
    bare = document(
        due_date=None, terms=None, buyer_reference=None, purchase_order_number=None, sales_order_number=None,
        delivery=None, account=None, seller=None, remittance=None,
    )  # fmt: skip
    for text in (text_of(bare), " ".join(Texts(html(bare)).texts)):
        for label in ("Due date", "Terms", "Your reference", "Purchase order", "Delivery", "Payment", "IBAN", "None"):
            assert label not in text


@pytest.mark.parametrize("language", Language, ids=str)
def test_no_text_of_a_page_is_left_without_words(language: Language) -> None:
    for model in (document(), credit_note(), corrected(), confirmation(), statement()):
        assert "printed-" not in html(model, language)


def test_a_document_without_lines_and_one_in_a_currency_without_places_have_their_totals() -> None:
    empty = replace(document(), lines=())
    yen = document(currency="JPY", places=0, net_total=Decimal(1234), tax_total=Decimal(0), total=Decimal(1234))
    for text in (text_of(empty), " ".join(Texts(html(empty)).texts)):
        assert "Amount due" in text
    assert "Net amount 1,234\n" in text_of(yen)
