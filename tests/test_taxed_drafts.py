"""Which tax code work, milestones, products and advances of a project have, and when its rate counts (documents 2.2–2.4)."""

from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.projects import Project
from tests.taxes import code, rounds, taxes_of
from tests.test_taxed_corrections import coded

WORK = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}
BUILD = {"name": "Build", "billingMethod": "FIXED_PRICE"}


@pytest.fixture
def codes(api: Api) -> Api:
    """Codes of which one is export, and one has had two rates."""
    code(api, "S25")
    code(api, "S15", rates={"2020-01-01": "15"})
    code(api, "EXP", category="EXPORT", rate="0")
    code(api, "OLD", rates={"2020-01-01": "25", "2026-01-01": "24"})
    code(api, "LATE", rates={"2030-01-01": "25"})
    return api


def exporter(api: Api) -> str:
    """A customer that all is export to."""
    made = "... on CustomerSuccess { customer { number } }"
    answer = api.do("createCustomer", made, name="Exp", currency="NOK", taxCode="EXP")
    return str(answer["customer"]["number"])


def taxed(project: Project, draft: dict[str, Any]) -> list[str]:
    """Code, rate and tax of each detail, in short."""
    rows = coded(project.api, draft["id"])
    return [f"{name} {rate} {tax}" for rate, name, _, tax in rows]


def test_the_first_code_that_is_given_counts(codes: Api) -> None:
    project = Project.of(codes, WORK | {"taxCode": "S25"})
    project.work("1", "100", taxCode="S15")
    project.work("1", "100", taxAmount="7")
    project.work("1", "100")
    project.work("1", "100", billingType="NON_CHARGEABLE")
    draft = project.draft()
    assert taxed(project, draft) == ["S15 15 15.00", "None None 7.00", "S25 25 25.00", "S25 25 0.00"]
    manual = {"contractLine": project.lines[0], "transactionClass": "FEE", "quantity": "1", "unitPrice": "10"}
    details = [
        {**manual, "description": "By hand"},
        {**manual, "description": "With a code", "taxCode": "S15"},
        {**manual, "description": "Typed", "taxAmount": "1"},
    ]
    draft = project.change(draft, addInvoiceLineDetails={"details": details})
    assert taxed(project, draft)[4:] == ["S25 25 2.50", "S15 15 1.50", "None None 1.00"]
    assert draft["taxAmount"] == "52.00"
    assert project.confirm(draft)["taxAmount"] == "52.00"


def test_the_code_of_a_customer_goes_before_that_of_the_line_and_of_the_product(codes: Api) -> None:
    product = codes.do(
        "createProduct", "... on ProductSuccess { product { number } }", name="A", salesPrice="50", taxCode="S25"
    )["product"]["number"]
    sale = {"name": "Chair", "type": "PRODUCT_BASED", "product": {"number": product}}
    for customer, expected in ((exporter(codes), "EXP 0 0.00"), (codes.customer(), None)):
        project = Project.of(
            codes,
            WORK | {"taxCode": "S15"},
            sale,
            sale | {"taxCode": "S15"},
            sale | {"taxAmount": "9"},
            customer=customer,
        )
        project.work("1", "100")
        project.ready(contractLines=project.lines[1:])
        each = ["S15 15 15.00", "S25 25 12.50", "S15 15 7.50"] if expected is None else [expected] * 3
        assert taxed(project, project.draft()) == [*each, "None None 9.00"]


def test_a_milestone_is_taxed_on_its_day_and_an_undated_one_on_that_of_the_invoice(codes: Api) -> None:
    milestones = [
        {"name": "Then", "amount": "100", "date": "2025-12-31", "taxCode": "OLD"},
        {"name": "Now", "amount": "100", "taxCode": "OLD"},
        {"name": "Typed", "amount": "100", "taxAmount": "25.03", "taxCode": "S25"},
        {"name": "Of its line", "amount": "100"},
    ]
    project = Project.of(codes, BUILD | {"taxCode": "S15", "milestones": milestones})
    made = project.contract["lines"][0]["milestones"]
    assert [one["taxAmount"] for one in made] == ["25.00", "24.00", "25.03", "0.00"]
    project.ready(milestones=[one["id"] for one in made])
    draft = project.draft()
    assert taxed(project, draft) == ["OLD 25 25.00", "OLD 24 24.00", "S25 25 25.03", "S15 15 15.00"]
    invoice = project.confirm(draft)
    credit = project.confirm(project.correct(invoice))
    assert credit["taxAmount"] == "-89.03"
    assert codes.broken_laws() == []


def test_the_rate_of_a_date_that_is_entered_counts_for_what_is_dated_like_its_invoice(codes: Api) -> None:
    project = Project.of(codes, WORK, retainers=[{"description": "Advance", "amount": "100", "taxCode": "OLD"}])
    project.ready(retainers=[project.retainer["id"]])
    draft = project.draft()
    assert taxed(project, draft) == ["OLD 24 24.00"]
    assert project.confirm(draft, invoiceDate="2025-12-31")["taxAmount"] == "25.00"
    project.work("1", "100", transactionDate="2025-12-31", taxCode="OLD")
    invoice = project.confirm(project.draft())  # the advance keeps its rate, as it was billed
    assert taxes_of(codes, invoice["number"]) == ["OLD 25: 0.00 0.00"]


def test_a_code_that_has_no_rate_yet_is_refused_with_the_day_that_it_begins(codes: Api) -> None:
    project = Project.of(codes, WORK)
    project.work("1", "100", taxCode="LATE")
    draft = project.draft()
    with pytest.raises(Rejected) as caught:
        project.confirm(draft)
    (problem,) = caught.value.problems
    assert (problem["code"], problem["path"]) == ("TAX_RATE_MISSING", ["details", "0", "taxCode"])
    assert all(part in problem["message"] for part in ("LATE", "Work", "2030-01-01"))
    with pytest.raises(Rejected, match="TAX_RATE_MISSING"):
        project.bill(project.bill(draft, taxCode="S25"), taxCode="LATE")


def test_6_2_a_draft_that_is_rounded_by_rate_shows_what_will_be_posted(codes: Api) -> None:
    rounds(codes, "RATE")
    project = Project.of(codes, WORK | {"taxCode": "S25"})
    for _ in range(6):
        project.work("1", "9.90")
    draft = project.draft()
    assert (draft["netAmount"], draft["taxAmount"]) == ("59.40", "14.85")
    details = [one["id"] for one in draft["details"]["nodes"]]
    draft = project.change(draft, removeInvoiceLineDetails={"details": details[:1]})
    assert [one["taxAmount"] for one in draft["details"]["nodes"]] == ["2.48", "2.47", "2.48", "2.47", "2.48"]
    draft = project.bill(draft, 1, taxAmount="2.50")
    assert [one["taxAmount"] for one in draft["details"]["nodes"]] == ["2.48", "2.50", "2.47", "2.48", "2.47"]
    invoice = project.confirm(draft)
    assert invoice["taxAmount"] == "12.40"
    assert codes.broken_laws() == []


def test_customers_who_share_a_contract_are_taxed_each_by_its_own_code(codes: Api) -> None:
    payers = [codes.customer(), exporter(codes)]
    shares = [{"customer": {"number": one}, "percent": "50"} for one in payers]
    project = Project.of(codes, WORK | {"taxCode": "S25"}, customer=payers[0], customers=shares)
    project.work("3", "33.33")
    drafts = [project.draft(customer={"number": one}) for one in payers]
    assert [taxed(project, one) for one in drafts] == [["S25 25 12.50"], ["EXP 0 0.00"]]


@pytest.mark.parametrize(
    ("what", "values", "path"),
    [
        ("a line", {"lines": [WORK | {"taxCode": "?"}]}, ["lines", "0", "taxCode"]),
        (
            "a milestone",
            {"lines": [BUILD | {"milestones": [{"name": "Done", "amount": "1", "taxCode": "?"}]}]},
            ["lines", "0", "milestones", "0", "taxCode"],
        ),
        (
            "a retainer",
            {"lines": [WORK], "retainers": [{"description": "A", "amount": "1", "taxCode": "?"}]},
            ["retainers", "0", "taxCode"],
        ),
    ],
)
def test_a_code_that_nobody_knows_is_refused_where_it_stands(
    codes: Api, what: str, values: dict[str, Any], path: list[str]
) -> None:
    with pytest.raises(Rejected) as caught:
        codes.do("createProjectContract", "", customer={"number": codes.customer()}, name=what, **values)
    assert [(one["code"], one["path"]) for one in caught.value.problems] == [("NOT_FOUND", path)]


def test_an_unknown_code_of_an_entry_is_refused_at_its_place(codes: Api) -> None:
    project = Project.of(codes, WORK)
    with pytest.raises(Rejected) as caught:
        project.work("1", "1", taxCode="?")
    assert [(one["code"], one["path"]) for one in caught.value.problems] == [("NOT_FOUND", ["entries", "0", "taxCode"])]
