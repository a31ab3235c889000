"""From the books to business terms: signs, lines, charges, breakdown and what is said of payment (documents 3.1–3.6)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rebill.documents.electronic.writing import plain
from rebill.documents.facts import DocumentFacts, FactCharge, FactTax, TaxedAs
from rebill.documents.kinds import kind_of, kinds_possible
from rebill.documents.mapping import terms_of
from rebill.documents.parties import Account
from rebill.documents.terms import Document
from rebill.documents.units import WORDS, unit_code
from rebill.models.vocabulary import (
    DetailKind,
    DocumentKind,
    DocumentType,
    Language,
    TaxCategory,
    TaxRounding,
    TransactionClass,
)
from tests.documents.papers import (
    DANISH,
    GERMAN,
    S15,
    S25,
    deducted,
    document,
    fee,
    hours,
    instead,
    retainer,
    sold,
)


def lines(facts: DocumentFacts) -> list[str]:
    """Quantity × price = net, category and rate of each line; what makes up for a difference."""
    return [
        f"{one.quantity} x {plain(one.unit_price)} = {one.net_amount} "
        f"{one.category} {one.rate}"
        + (f" less {one.allowance.amount} {one.allowance.reason}" if one.allowance else "")
        + (f" plus {one.charge.amount} {one.charge.reason}" if one.charge else "")
        + (f" ({one.note})" if one.note else "")
        for one in terms_of(facts).lines
    ]


def totals(document: Document) -> str:
    """BT-106 to BT-112."""
    return " ".join(
        str(one)
        for one in (
            document.line_total,
            document.allowance_total,
            document.charge_total,
            document.net_total,
            document.tax_total,
            document.total,
        )
    )


KINDS = [
    ("a credit note", DocumentType.CREDIT_NOTE, "NO", "NO", {}, "381"),
    ("a credit note that corrects in Germany", DocumentType.CREDIT_NOTE, "DE", "DE", {"corrects": True}, "381"),
    ("an invoice that corrects in Germany", DocumentType.INVOICE, "DE", "DE", {"corrects": True}, "384"),
    ("of nothing in all", DocumentType.INVOICE, "DE", "DE", {"corrects": True, "is_above_zero": False}, "380"),
    ("to a buyer elsewhere", DocumentType.INVOICE, "DE", "DK", {"corrects": True}, "380"),
    ("from a seller elsewhere", DocumentType.INVOICE, "NO", "DE", {"corrects": True}, "380"),
    ("nobody knows where", DocumentType.INVOICE, None, None, {"corrects": True}, "380"),
    ("advances alone", DocumentType.INVOICE, "NO", "NO", {"only_advances": True}, "386"),
    ("every other invoice", DocumentType.INVOICE, "DE", "DE", {}, "380"),
]


@pytest.mark.parametrize(("about", "document_type", "seller", "buyer", "more", "code"), KINDS)
def test_the_kind_follows_type_correction_advances_and_countries(
    about: str, document_type: DocumentType, seller: str, buyer: str, more: dict[str, bool], code: str
) -> None:
    kind = kind_of(document_type, seller, buyer, **more)
    assert terms_of(document(sold(1, 10), kind=kind)).type_code == code, about


def test_only_among_germans_a_correction_can_be_a_corrected_invoice() -> None:
    assert kinds_possible("DE", "DE") == (DocumentKind.CORRECTED_INVOICE, DocumentKind.CREDIT_NOTE)
    assert kinds_possible("DE", "NO") == kinds_possible(None, None) == (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)


def test_two_rates_are_two_rows_6_1() -> None:
    shown = terms_of(document(sold(2, "499.50"), sold(1, "249.50"), sold(1, "120.00", S15)))
    assert totals(shown) == "1368.50 0.00 0.00 1368.50 330.13 1698.63"
    assert [(one.codes, one.rate, one.base, one.amount) for one in shown.taxes] == [
        (("S25",), Decimal(25), Decimal("1248.50"), Decimal("312.13")),
        (("S15",), Decimal(15), Decimal("120.00"), Decimal("18.00")),
    ]
    assert (shown.due, shown.type_code, shown.due_date) == (shown.total, "380", date(2026, 4, 1))


def test_a_credit_note_is_positive_and_a_fee_of_it_an_allowance_6_4() -> None:
    facts = document(
        sold(-3, "249.90", net="-655.99", tax="-164.00", discount="12.5"),
        charges=(fee("65.60"), fee("49.00")),
        rounding=TaxRounding.LINE,
        tax_amount=Decimal("-135.35"),
        total_amount=Decimal("-676.74"),
    )
    shown = terms_of(facts)
    assert lines(facts) == ["3 x 249.9 = 655.99 STANDARD 25 less 93.71 Discount"]
    assert [(one.is_charge, one.amount) for one in shown.charges] == [(False, Decimal("65.60")), (False, Decimal(49))]
    assert totals(shown) == "655.99 114.60 0.00 541.39 135.35 676.74"
    assert (shown.type_code, shown.due_date, shown.means_code, shown.must_name) == ("381", None, None, True)


CORRECTED = [
    ("6.6 fewer hours", hours(10, 200), hours(7, 200), ["3 x 200 = 600.00 STANDARD 25"]),
    ("6.11 more hours", hours(10, 200), hours(12, 200), ["2 x 200 = 400.00 STANDARD 25"]),
    (
        "another price",
        hours(10, 200),
        hours(10, 150),
        ["10 x 200 = 2000.00 STANDARD 25 (As billed)", "-10 x 150 = -1500.00 STANDARD 25 (As corrected)"],
    ),
    (
        "6.7 another code",
        hours(10, 200),
        hours(10, 200, S15),
        ["10 x 200 = 2000.00 STANDARD 25 (As billed)", "-10 x 200 = -2000.00 STANDARD 15 (As corrected)"],
    ),
    (
        "another discount",
        sold(10, 100),
        sold(10, 100, discount=10),
        [
            "10 x 100 = 1000.00 STANDARD 25 (As billed)",
            "-10 x 100 = -900.00 STANDARD 25 plus 100.00 Discount (As corrected)",
        ],
    ),
    (
        "another amount",
        hours(1, 500, kind=DetailKind.MILESTONE),
        hours(1, 500, kind=DetailKind.MILESTONE, net=400),
        [
            "1 x 500 = 500.00 STANDARD 25 (As billed)",
            "-1 x 500 = -400.00 STANDARD 25 plus 100.00 Adjustment (As corrected)",
        ],
    ),
    (
        "quantity and amount",
        hours(10, 200),
        hours(7, 200, net=1500),
        [
            "10 x 200 = 2000.00 STANDARD 25 (As billed)",
            "-7 x 200 = -1500.00 STANDARD 25 less 100.00 Adjustment (As corrected)",
        ],
    ),
    (
        "another text",
        hours(10, 200),
        hours(9, 200, description="Design"),
        ["10 x 200 = 2000.00 STANDARD 25 (As billed)", "-9 x 200 = -1800.00 STANDARD 25 (As corrected)"],
    ),
    (
        "a discount and fewer",
        sold(10, 100, discount=10),
        sold(7, 100, discount=10),
        ["3 x 100 = 270.00 STANDARD 25 less 30.00 Discount"],
    ),
]


@pytest.mark.parametrize(("about", "billed", "right", "expected"), CORRECTED, ids=[one[0] for one in CORRECTED])
def test_a_correction_is_one_line_where_quantity_alone_moved_and_else_two(
    about: str, billed: object, right: object, expected: list[str]
) -> None:
    facts = document(instead(billed, right), corrects=True)  # type: ignore[arg-type]
    assert lines(facts) == expected


def test_what_a_correction_leaves_as_it_was_stands_on_it_nowhere() -> None:
    facts = document(
        instead(hours(10, 200), hours(7, 200)), instead(hours(3, 100, S15), hours(3, 100, S15)), corrects=True
    )
    shown = terms_of(facts)
    assert [(one.id, one.quantity) for one in shown.lines] == [(1, Decimal(3))]
    assert [one.rate for one in shown.taxes] == [Decimal(25)]
    assert len(shown.corrections) == 1


def test_a_repeat_because_a_party_was_wrong_shows_each_line_twice() -> None:
    facts = document(instead(hours(10, 200), hours(10, 200)), corrects=True)
    assert lines(facts) == [
        "-10 x 200 = -2000.00 STANDARD 25 (As billed)",
        "10 x 200 = 2000.00 STANDARD 25 (As corrected)",
    ]
    assert totals(terms_of(facts)) == "0.00 0.00 0.00 0.00 0.00 0.00"


def test_print_has_what_was_billed_what_is_right_and_the_difference_in_the_books_signs() -> None:
    (one,) = terms_of(document(instead(hours(10, 200), hours(7, 200)), corrects=True)).corrections
    assert [(figures.quantity, figures.net_amount) for figures in (one.billed, one.right, one.difference)] == [
        (Decimal(10), Decimal("2000.00")),
        (Decimal(7), Decimal("1400.00")),
        (Decimal(-3), Decimal("-600.00")),
    ]


def test_an_advance_is_a_line_of_its_amount_and_is_deducted_as_one_6_8() -> None:
    billed = terms_of(document(retainer(1000), kind=DocumentKind.PREPAYMENT_INVOICE))
    assert (billed.type_code, billed.only_advances, totals(billed)) == (
        "386",
        True,
        "1000.00 0.00 0.00 1000.00 250.00 1250.00",
    )
    facts = document(hours(10, 200), deducted(600), deducts=True)
    shown = terms_of(facts)
    assert lines(facts) == ["10 x 200 = 2000.00 STANDARD 25", "-1 x 600 = -600.00 STANDARD 25"]
    assert [(one.description, one.unit_code) for one in shown.lines] == [
        ("Consulting", "HUR"),
        ("Advance (INV-000001)", "C62"),
    ]
    assert (totals(shown), [one.number for one in shown.preceding]) == (
        "1400.00 0.00 0.00 1400.00 350.00 1750.00",
        ["INV-000001"],
    )


def test_a_deduction_corrected_is_taken_back_and_deducted_anew() -> None:
    facts = document(instead(deducted(600), deducted(400)), corrects=True)
    assert lines(facts) == [
        "1 x 600 = 600.00 STANDARD 25 (As billed)",
        "-1 x 400 = -400.00 STANDARD 25 (As corrected)",
    ]
    assert totals(terms_of(facts)) == "200.00 0.00 0.00 200.00 50.00 250.00"


def test_a_mixed_document_of_nothing_has_lines_both_ways_6_9() -> None:
    facts = document(sold(-1, 100), sold(1, 100), kind=DocumentKind.CREDIT_NOTE)
    assert lines(facts) == ["1 x 100 = 100.00 STANDARD 25", "-1 x 100 = -100.00 STANDARD 25"]
    assert totals(terms_of(facts)) == "0.00 0.00 0.00 0.00 0.00 0.00"
    assert [(one.base, one.amount) for one in terms_of(facts).taxes] == [(Decimal(0), Decimal(0))]


GAPS = [
    ("a prorated cent", sold(3, "33.33", net="100.00"), None),
    ("two cents", sold(1, "100.02", net="100.00"), None),
    ("three", sold(1, "100.03", net="100.00"), "-0.03 Adjustment"),
    ("below, a charge", sold(1, "99.90", net="100.00"), "0.10 Adjustment"),
    ("a discount", sold(2, 50, discount=10), "-10.00 Discount"),
    ("a discount on what goes back", sold(-2, 50, discount=10), "10.00 Discount"),
    ("all six places of a price", sold(1000, "19.916667"), None),
    ("a discount of everything", sold(2, 50, discount=100), "-100.00 Discount"),
    ("more than it seems, before rounding", sold(1, "100.0249", net="100.00"), "-0.02 Adjustment"),
]


@pytest.mark.parametrize(("about", "line", "expected"), GAPS, ids=[one[0] for one in GAPS])
def test_what_quantity_times_price_is_off_is_made_up_for(about: str, line: object, expected: str | None) -> None:
    (shown,) = terms_of(document(line, sold(100, 100), kind=DocumentKind.INVOICE)).lines[:1]  # type: ignore[arg-type]
    off = shown.charge or shown.allowance
    assert (f"{'' if shown.charge else '-'}{off.amount} {off.reason}" if off else None) == expected
    made_up = (shown.charge.amount if shown.charge else 0) - (shown.allowance.amount if shown.allowance else 0)
    assert abs(shown.quantity * shown.unit_price + made_up - shown.net_amount) <= Decimal("0.02")


def test_currencies_without_cents_or_with_three_places_keep_theirs() -> None:
    yen = terms_of(document(sold("1.5", 101, places=0), currency="JPY"))
    assert (yen.lines[0].net_amount, yen.lines[0].charge and yen.lines[0].charge.amount) == (
        Decimal(152),
        Decimal("0.50"),
    )
    assert totals(yen) == "152 0 0 152 38 190"
    dinar = terms_of(document(sold(1, "1.2345", places=3), currency="KWD"))
    assert totals(dinar) == "1.235 0.000 0.000 1.235 0.309 1.544"


def test_lines_of_nothing_are_left_out_unless_there_is_no_other() -> None:
    assert [one.id for one in terms_of(document(sold(0, 5), sold(1, 5), sold(0, 7), sold(2, 5))).lines] == [1, 2]
    assert [one.quantity for one in terms_of(document(sold(0, 5), sold(0, 7))).lines] == [Decimal(0)]


def test_prices_are_never_negative_and_an_amount_without_quantity_is_one_of_it() -> None:
    assert lines(document(sold(2, -50), sold(9, 100))) == [
        "-2 x 50 = -100.00 STANDARD 25",
        "9 x 100 = 900.00 STANDARD 25",
    ]
    assert lines(document(sold(0, 0, net="-25.00"), sold(9, 100)))[0] == "-1 x 25 = -25.00 STANDARD 25"


def test_charges_are_charges_or_allowances_by_their_sign_and_corrected_ones_stand_twice() -> None:
    before = FactCharge("Freight", Decimal(100), Decimal(25), S25)
    facts = document(
        sold(1, 500), charges=(fee(20), fee(-5), fee(0), replace(before, amount=Decimal(80), billed_before=before))
    )
    assert [(one.is_charge, one.amount, one.reason) for one in terms_of(facts).charges] == [
        (True, Decimal(20), "Restocking fee"),
        (False, Decimal(5), "Restocking fee"),
        (False, Decimal(100), "Freight (As billed)"),
        (True, Decimal(80), "Freight (As corrected)"),
    ]


def test_rows_of_one_category_and_rate_are_one_whatever_their_codes() -> None:
    other = TaxedAs("E1", TaxCategory.EXEMPT, Decimal(0))
    first = TaxedAs("E0", TaxCategory.EXEMPT, Decimal(0))
    facts = replace(
        document(sold(1, 10, first), sold(1, 20, other)),
        taxes=(
            FactTax(first, Decimal(10), Decimal(0), "Health", "VATEX-EU-132-1C"),
            FactTax(other, Decimal(20), Decimal(0), "Teaching", "VATEX-EU-132-1I"),
        ),
    )
    (row,) = terms_of(facts).taxes
    assert (row.base, row.exemption_reason, row.exemption_reason_code, row.codes) == (
        Decimal(30),
        "Health; Teaching",
        "VATEX-EU-132-1C",
        ("E0", "E1"),
    )


def test_a_bare_rate_above_zero_is_standard_and_a_bare_zero_nobody_knows() -> None:
    facts = document(sold(1, 10, TaxedAs(rate=Decimal(25))), sold(1, 10, TaxedAs(rate=Decimal(0))), sold(1, 10, S25))
    assert [one.category for one in terms_of(facts).lines] == [TaxCategory.STANDARD, None, TaxCategory.STANDARD]
    assert [(one.category, one.base) for one in terms_of(facts).taxes] == [
        (TaxCategory.STANDARD, Decimal(20)),
        (None, Decimal(10)),
    ]


MEANS = [
    ("IBAN, kroner", Account(iban="NO9386011117947"), "NOK", None, "30"),
    ("IBAN, euro", Account(iban="NO9386011117947"), "EUR", None, "58"),
    ("IBAN of a Danish seller", Account(iban="DK5000400440116243"), "DKK", DANISH, "58"),
    ("Danish national account", Account(account_number="440116243", branch_number="0040"), "DKK", DANISH, "42"),
    ("national account elsewhere", Account(account_number="86011117947"), "NOK", None, "30"),
    ("no account", None, "NOK", None, None),
]


@pytest.mark.parametrize(("about", "account", "currency", "seller", "code"), MEANS, ids=[one[0] for one in MEANS])
def test_the_means_of_payment_follow_account_currency_and_seller(
    about: str, account: Account | None, currency: str, seller: object, code: str | None
) -> None:
    more = {} if seller is None else {"seller": seller}
    shown = terms_of(document(sold(1, 10), account=account, currency=currency, **more))
    assert (shown.means_code, shown.remittance) == (code, "INV-000007" if code else None)
    assert terms_of(document(sold(-1, 10), account=account, currency=currency)).means_code is None


@pytest.mark.parametrize(
    ("language", "invoice", "credit_note"),
    [
        (Language.EN, "30 days net", "Credited to your account"),
        (Language.NB, "Netto 30 dager", "Godskrevet kontoen din"),
        (Language.DA, "Netto 30 dage", "Godskrevet din konto"),
        (Language.DE, "30 Tage netto", "Ihrem Konto gutgeschrieben"),
    ],
)
def test_terms_are_told_in_the_language_of_the_document(language: Language, invoice: str, credit_note: str) -> None:
    assert terms_of(document(sold(1, 10), language=language)).terms == invoice
    assert terms_of(document(sold(-1, 10), language=language)).terms == credit_note


UNITS = """
ea EA, each EA, EA EA, Ea. EA, pc H87, pcs H87, piece H87, stk H87, Stk. H87, STK H87, stück H87, unit C62, none C62,
lot C62, h HUR, hr HUR, hour HUR, time HUR, timer HUR, std HUR, Stunde HUR, day DAY, dag DAY, tag DAY, month MON,
måned MON, Monat MON, kg KGM, g GRM, t TNE, m MTR, km KMT, m2 MTK, m3 MTQ, l LTR, KGM KGM, XBX XBX, furlong furlong
"""


@pytest.mark.parametrize("row", [one.strip() for one in UNITS.replace("\n", " ").split(",")])
def test_words_for_units_have_their_code_and_codes_pass_as_they_are(row: str) -> None:
    word, _, code = row.rpartition(" ")
    assert unit_code(word) == code


def test_a_word_stands_for_one_unit() -> None:
    words = [word for one in WORDS.values() for word in one]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("transaction_class", "code"),
    [(one, "HUR" if one is TransactionClass.TIME else "C62") for one in TransactionClass],
)
def test_work_is_counted_in_hours_and_all_else_without_a_unit_by_the_piece(
    transaction_class: TransactionClass, code: str
) -> None:
    assert unit_code(None, transaction_class) == code


def test_a_draft_is_pro_forma_and_a_period_of_a_day_is_none() -> None:
    draft = terms_of(document(sold(1, 10), number=None, work_from=date(2026, 3, 1), work_to=date(2026, 3, 1)))
    assert (draft.number, draft.is_pro_forma, draft.work_from, draft.work_to) == ("PRO-FORMA", True, None, None)


def test_the_period_is_that_of_the_work_and_holds_the_days_of_all_lines() -> None:
    february = {"work_from": date(2026, 2, 2), "work_to": date(2026, 2, 20)}
    milestone = hours(1, 500, kind=DetailKind.MILESTONE, day=date(2026, 3, 1))
    shown = terms_of(document(hours(1, 10, day=date(2026, 2, 2)), milestone, **february))
    assert (shown.work_from, shown.work_to) == (date(2026, 2, 2), date(2026, 3, 1))


def test_a_credit_note_that_takes_the_whole_of_one_invoice_back_says_so() -> None:
    whole = replace(document(sold(-1, 10)).preceding[0], is_whole=True)
    assert terms_of(document(sold(-1, 10), preceding=(whole,))).credits_whole
    assert not terms_of(document(sold(-1, 10))).credits_whole
    assert not terms_of(document(sold(-1, 10), preceding=(whole, replace(whole, number="INV-2")))).credits_whole
    advance = replace(whole, number="INV-3", is_credited=False)
    assert terms_of(document(sold(-1, 10), preceding=(whole, advance))).credits_whole


def test_figures_keep_every_digit_and_nothing_is_never_minus_nothing() -> None:
    long = "12345678901234567890123456789.12"
    facts = document(
        sold(1, 10, net=long, tax=0), rounding=TaxRounding.LINE, net_amount=Decimal(long), kind=DocumentKind.CREDIT_NOTE
    )
    shown = terms_of(facts)
    assert str(shown.lines[0].net_amount) == f"-{long}"
    assert str(terms_of(document(sold(0, 10), kind=DocumentKind.CREDIT_NOTE, seller=GERMAN)).total) == "0.00"
