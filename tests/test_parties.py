"""Whom documents are addressed to: kept with what is posted, put right by a document of its own (putting-right 6.6)."""

import pytest
from sqlalchemy import select

from rebill.models import tables
from rebill.models.database import Database
from tests.api import Api, Rejected
from tests.goods import Sale, base_sale, totals
from tests.projects import Project
from tests.tables import table

pytestmark = pytest.mark.both_engines

INVOICE = tables.invoice


def rename(api: Api, **values: object) -> None:
    """Change the only customer."""
    (customer,) = api.run("{ customers { nodes { number } } }")["customers"]["nodes"]
    api.do("updateCustomer", "... on CustomerSuccess { replayed }", customer=customer, **values)


def addressed(database: Database) -> list[tuple[str | None, ...]]:
    """The name and the VAT number on each document, and its terms, in the order of posting."""
    kept = (
        INVOICE.c.bill_to_number,
        INVOICE.c.bill_to_name,
        INVOICE.c.bill_to_tax_number,
        INVOICE.c.bill_to_terms_days,
    )
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(select(*kept).order_by(INVOICE.c.id))]


def test_a_document_keeps_whom_it_was_addressed_to_and_a_correction_takes_the_customer_of_now(
    api: Api, database: Database
) -> None:
    of = base_sale(api)
    (before,) = addressed(database)
    rename(api, name="Nordlys Bygg AS", taxRegistrationNumber="NO 987 654 321 MVA", paymentTermsDays=10)
    assert addressed(database) == [before]
    of.put_right(unitPrice="18")
    of.returned("1")
    now = (before[0], "Nordlys Bygg AS", "NO 987 654 321 MVA", 10)
    assert addressed(database) == [before, now, now]


def test_a_customer_that_is_renamed_between_plan_and_posting_makes_the_plan_out_of_date(api: Api) -> None:
    of = base_sale(api)
    draft = of.enter(of.correct(), unitPrice="18")
    plan = of.planned(draft)
    rename(api, name="Another name")
    with pytest.raises(Rejected, match="PLAN_OUTDATED"):
        api.do("confirmInvoice", "", invoice={"id": draft["id"]}, expectedPlan=plan["hash"])


def test_a_whole_document_left_as_billed_is_repeated_at_nothing_where_the_buyer_was_wrong(api: Api) -> None:
    of = Sale.of(api, ("2", "500"), ("1", "100"))
    rename(api, name="Nordlys Bygg AS")
    credit = of.confirm(of.correct())
    assert (credit["documentType"], totals(credit), credit["voucher"]) == ("CREDIT_NOTE", "0.00 / 0.00 / 0.00", None)
    assert [(one["quantity"], one["netAmount"]) for one in credit["lines"]] == [("0", "0.00"), ("0", "0.00")]
    assert of.rows(after=2) == table("""
        3 BS product -2 -1000.00 -250.00 unadjustable posted reverses 1
        4 BS product  2  1000.00  250.00 -            posted replaces 1
        5 BS product -1  -100.00  -25.00 unadjustable posted reverses 2
        6 BS product  1   100.00   25.00 -            posted replaces 2
        """)
    assert api.broken_laws() == []
    again = of.planned(of.correct(credit["number"]))
    assert again["problems"][0]["code"] == "NO_CHANGES"  # it is addressed to them now


@pytest.mark.parametrize("changed", [{"paymentTermsDays": 5}, {"blocked": "NO"}])
def test_terms_alone_are_no_other_buyer(api: Api, changed: dict[str, object]) -> None:
    of = base_sale(api)
    rename(api, **changed)
    assert of.planned(of.correct())["problems"][0]["code"] == "NO_CHANGES"


def test_a_part_of_a_document_is_not_repeated_for_its_buyer(api: Api) -> None:
    of = Sale.of(api, ("2", "500"), ("1", "100"))
    rename(api, taxRegistrationNumber="NO 987 654 321 MVA")
    assert of.planned(of.correct(lines=[of.line]))["problems"][0]["code"] == "NO_CHANGES"


def test_one_wrong_line_beside_a_new_name_takes_the_others_off_as_ever(api: Api) -> None:
    of = Sale.of(api, ("2", "500"), ("1", "100"))
    rename(api, name="Nordlys Bygg AS")
    credit = of.put_right(unitPrice="450")
    assert (len(credit["lines"]), totals(credit)) == (1, "-100.00 / -25.00 / -125.00")


def test_work_is_repeated_for_its_buyer_too(api: Api) -> None:
    project = Project.of(api)
    invoice = project.billed("10", "100", taxAmount="250")
    rename(api, name="Nordlys Bygg AS")
    of = Sale(api, invoice)
    credit = of.confirm(of.correct(invoice["number"]))
    assert totals(credit) == "0.00 / 0.00 / 0.00"
    assert api.broken_laws() == []
