"""When a document may be dated (putting-right 6.1)."""

from datetime import date

from rebill.posting.planners.dates import Earlier, date_problems, usual_date

TODAY = date(2026, 9, 1)
PAST, FUTURE = Earlier(1, "INV-000001", date(2026, 8, 1)), Earlier(2, "INV-000002", date(2026, 9, 3))
LATEST = Earlier(3, "INV-000003", date(2026, 9, 5))


def test_what_nobody_dates_is_of_today_or_of_the_latest_document_that_it_puts_right() -> None:
    assert usual_date(TODAY, []) == usual_date(TODAY, [PAST]) == TODAY
    assert usual_date(TODAY, [LATEST, PAST, FUTURE]) == LATEST.invoice_date


def test_on_the_day_of_what_it_puts_right_and_later_there_is_no_problem() -> None:
    assert date_problems("The document", FUTURE.invoice_date, [FUTURE, PAST]) == ()


def test_each_document_that_is_dated_later_is_told_and_the_first_day_that_will_do() -> None:
    found = date_problems("The document of RO-000001", TODAY, [LATEST, PAST, FUTURE])
    assert [one.message for one in found] == [
        "The document of RO-000001 would be dated 2026-09-01, before INV-000002 of 2026-09-03, which it puts right.",
        "The document of RO-000001 would be dated 2026-09-01, before INV-000003 of 2026-09-05, which it puts right.",
    ]
    assert {(one.code.value, one.path, one.remedy) for one in found} == {
        ("CORRECTION_BEFORE_ORIGINAL", ("invoiceDate",), "Give an invoiceDate from 2026-09-05 on.")
    }
