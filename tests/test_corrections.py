"""The published example of eight hours at 200 (cost 100), and project-invoicing F1–F3, C1, C2 and the way upwards.

Expected actuals stand as text tables: one row a ledger row, in the order of writing.
"""

import pytest

from tests.api import Api, Rejected

SHORT = {
    "UNBILLED_SALES": "US",
    "BILLED_SALES": "BS",
    "COST": "cost",
    "CHARGEABLE": "chargeable",
    "NON_CHARGEABLE": "non-chargeable",
    "CUSTOMER_INVOICE_POSTED": "posted",
    "NOT_READY": "open",
    None: "-",
}
ROLES = {"REVERSING": "reverses", "REPLACING": "replaces", "BILLED_SALES": "bills"}


def table_of(rows: list[dict], first: int) -> str:
    """Ledger rows as text: number, type, billing type, quantity, amount, tax, adjustment, billing status, link."""
    lines = []
    for row in rows:
        links = [link for link in row["connections"] if link["other"]["sequence"] < row["sequence"]]
        text = " ".join(f"{ROLES[one['role']]} {one['other']['sequence'] - first}" for one in links)
        columns = [
            row["sequence"] - first,
            SHORT[row["transactionType"]],
            SHORT[row["billingType"]],
            row["quantity"],
            row["amount"],
            row["taxAmount"],
            (row["adjustmentStatus"] or "-").lower(),
            SHORT[row["billingStatus"]],
            text,
        ]
        lines.append(" ".join(str(one) for one in columns).strip())
    return "\n".join(lines)


def expected(text: str) -> str:
    """A table without its column padding."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def eight_hours(api: Api) -> dict:
    """A contract with eight hours at 200, cost 100, on a draft; row 0 is the unbilled sales."""
    contract = api.contract()
    api.work(contract, "8", "200", unitCost="100")
    return api.draft(contract)


FIRST = [
    (
        "unchanged",
        None,
        """
        0 US chargeable      8   1600.00  0.00  -             posted
        1 US chargeable     -8  -1600.00  0.00  unadjustable  posted  reverses 0
        2 BS chargeable      8   1600.00  0.00  -             posted  bills 0
        """,
    ),
    (
        "lowered to 6",
        "6",
        """
        0 US chargeable      8   1600.00  0.00  adjusted      posted
        1 US chargeable     -8  -1600.00  0.00  unadjustable  posted  reverses 0
        2 US chargeable      6   1200.00  0.00  -             posted  replaces 0
        3 US chargeable     -6  -1200.00  0.00  unadjustable  posted  reverses 2
        4 BS chargeable      6   1200.00  0.00  -             posted  bills 2
        5 US non-chargeable  2    400.00  0.00  -             posted  replaces 0
        6 US non-chargeable -2   -400.00  0.00  unadjustable  posted  reverses 5
        7 BS non-chargeable  2    400.00  0.00  -             posted  bills 5
        """,
    ),
    (
        "raised to 10",
        "10",
        """
        0 US chargeable      8   1600.00  0.00  adjusted      posted
        1 US chargeable     -8  -1600.00  0.00  unadjustable  posted  reverses 0
        2 US chargeable     10   2000.00  0.00  -             posted  replaces 0
        3 US chargeable    -10  -2000.00  0.00  unadjustable  posted  reverses 2
        4 BS chargeable     10   2000.00  0.00  -             posted  bills 2
        """,
    ),
    (
        "written off whole",
        "0",
        """
        0 US chargeable      8   1600.00  0.00  adjusted      posted
        1 US chargeable     -8  -1600.00  0.00  unadjustable  posted  reverses 0
        2 US non-chargeable  8   1600.00  0.00  -             posted  replaces 0
        3 US non-chargeable -8  -1600.00  0.00  unadjustable  posted  reverses 2
        4 BS non-chargeable  8   1600.00  0.00  -             posted  bills 2
        """,
    ),
]


@pytest.mark.parametrize(("case", "quantity", "rows"), FIRST, ids=[one[0] for one in FIRST])
def test_a_first_confirmation_writes_the_published_rows(api: Api, case: str, quantity: str | None, rows: str) -> None:
    draft = eight_hours(api)
    if quantity is not None:
        api.bill(draft, quantity)
    api.confirm(draft)
    cost, *written = api.ledger()
    assert (cost["transactionType"], cost["amount"], cost["invoice"]) == ("COST", "800.00", None)
    assert table_of(without_cost_link(written), 2) == expected(rows)
    assert api.broken_laws() == []


def without_cost_link(rows: list[dict]) -> list[dict]:
    """Rows without the connection of work with its cost, which every case shares."""
    for row in rows:
        row["connections"] = [one for one in row["connections"] if one["otherRole"] != "COST"]
    return rows


CORRECTED = [
    (
        "full credit (C1)",
        None,
        "-1600.00",
        """
        0 BS chargeable  -8  -1600.00  0.00  unadjustable  posted  reverses -1
        1 US chargeable   8   1600.00  0.00  -             open    replaces -1
        """,
    ),
    (
        "to 6 (C2)",
        "6",
        "-400.00",
        """
        0 BS chargeable  -8  -1600.00  0.00  unadjustable  posted  reverses -1
        1 US chargeable   6   1200.00  0.00  -             posted  replaces -1
        2 US chargeable  -6  -1200.00  0.00  unadjustable  posted  reverses 1
        3 BS chargeable   6   1200.00  0.00  -             posted  bills 1
        4 US chargeable   2    400.00  0.00  -             open    replaces -1
        """,
    ),
    (
        "to 10",
        "10",
        "400.00",
        """
        0 BS chargeable  -8  -1600.00  0.00  unadjustable  posted  reverses -1
        1 US chargeable  10   2000.00  0.00  -             posted  replaces -1
        2 US chargeable -10  -2000.00  0.00  unadjustable  posted  reverses 1
        3 BS chargeable  10   2000.00  0.00  -             posted  bills 1
        """,
    ),
]


@pytest.mark.parametrize(("case", "quantity", "total", "rows"), CORRECTED, ids=[one[0] for one in CORRECTED])
def test_a_correction_writes_the_rows_of_the_customers_table(
    api: Api, case: str, quantity: str | None, total: str, rows: str
) -> None:
    draft = eight_hours(api)
    api.confirm(draft)
    corrective = api.correct(draft)
    assert [one["quantity"] for one in corrective["details"]["nodes"]] == ["0"]
    if quantity is not None:
        api.bill(corrective, quantity)
    confirmed = api.confirm(corrective)["invoice"]
    assert confirmed["totalAmount"] == total
    assert confirmed["documentType"] == ("CREDIT_NOTE" if total.startswith("-") else "INVOICE")
    billed, *written = api.ledger(after=3)
    assert (billed["transactionType"], billed["adjustmentStatus"]) == ("BILLED_SALES", "ADJUSTED")
    assert table_of(written, 5) == expected(rows)
    assert api.broken_laws() == []


def test_tax_is_entered_as_it_should_be_and_shared_with_the_remainder(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "100", taxAmount="200")
    draft = api.draft(contract)
    api.confirm(draft)
    corrective = api.correct(draft)
    api.bill(corrective, "8", tax="160")
    confirmed = api.confirm(corrective)["invoice"]
    assert (confirmed["netAmount"], confirmed["taxAmount"], confirmed["totalAmount"]) == (
        "-200.00",
        "-40.00",
        "-240.00",
    )
    rows = [(row["quantity"], row["amount"], row["taxAmount"]) for row in api.ledger(after=4)]
    assert rows == [
        ("-10", "-1000.00", "-200.00"),
        ("8", "800.00", "160.00"),
        ("-8", "-800.00", "-160.00"),
        ("8", "800.00", "160.00"),
        ("2", "200.00", "40.00"),
    ]


def test_a_partly_credited_fee_leaves_no_remainder_and_a_fully_credited_one_returns_whole(api: Api) -> None:
    for quantity, written in (("0.6", ["-1", "0.6", "-0.6", "0.6"]), ("0", ["-1", "1"])):
        contract = api.contract()
        api.work(contract, "1", "500", transactionClass="FEE")
        draft = api.draft(contract)
        api.confirm(draft)
        last = api.ledger()[-1]["sequence"]
        corrective = api.correct(draft)
        api.bill(corrective, quantity)
        api.confirm(corrective)
        assert [row["quantity"] for row in api.ledger(after=last)] == written


def test_an_increase_over_an_open_remainder_warns_by_update_and_confirmation(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "100")
    draft = api.draft(contract)
    api.confirm(draft)
    lowered = api.correct(draft)
    api.bill(lowered, "5")
    api.confirm(lowered)
    raised = api.correct(lowered)
    assert [one["code"] for one in api.bill(raised, "12")["warnings"]] == ["OPEN_REMAINDER"]
    assert [one["code"] for one in api.confirm(raised)["warnings"]] == ["OPEN_REMAINDER"]
    amounts = api.run('{ order(ref: {number: "PC-000001"}) { ... on ProjectContract { billedAmount backlogAmount } } }')
    assert amounts["order"] == {"billedAmount": "1200.00", "backlogAmount": "500.00"}


def test_the_effective_invoice_shows_what_stands_after_every_correction(api: Api) -> None:
    draft = eight_hours(api)
    api.confirm(draft)
    corrective = api.correct(draft)
    api.bill(corrective, "6")
    api.confirm(corrective)
    effective = "totalAmount chain { number } details { quantity original { quantity } current { quantity } }"
    options = "correctionOptions { canCorrect blockers { code } }"
    query = f"query($r: InvoiceRef!) {{ invoice(ref: $r) {{ effective {{ {effective} }} {options} }} }}"
    found = api.run(query, r={"number": "INV-000001"})["invoice"]
    assert found["effective"] == {
        "totalAmount": "1200.00",
        "chain": [{"number": "INV-000001"}, {"number": "CN-000001"}],
        "details": [{"quantity": "6", "original": {"quantity": "8"}, "current": {"quantity": "6"}}],
    }
    assert found["correctionOptions"] == {"canCorrect": False, "blockers": [{"code": "NOTHING_TO_CORRECT"}]}


def test_a_draft_writes_no_actuals_and_deleting_it_frees_everything(api: Api) -> None:
    draft = eight_hours(api)
    api.confirm(draft)
    before = api.ledger()
    corrective = api.correct(draft)
    api.bill(corrective, "6")
    with pytest.raises(Rejected) as refused:
        api.correct(draft)
    assert refused.value.codes == ["CORRECTION_IN_PROGRESS"]
    api.do("deleteInvoice", "... on DeleteInvoiceSuccess { deletedId }", invoice={"id": corrective["id"]})
    assert api.ledger() == before
    assert api.correct(draft)["status"] == "DRAFT"


def test_credited_work_can_be_billed_again(api: Api) -> None:
    draft = eight_hours(api)
    api.confirm(draft)
    api.confirm(api.correct(draft))
    (returned,) = [row for row in api.ledger() if row["rule"] == "time.full_credit.returned"]
    found = api.run("{ actuals(filter: {open: true}) { nodes { id sequence } } }")["actuals"]["nodes"]
    assert [one["sequence"] for one in found] == [returned["sequence"]]
    api.do("markReadyToInvoice", "... on MarkReadyToInvoiceSuccess { replayed }", actuals=[found[0]["id"]])
    contract = {"id": api.run('{ order(ref: {number: "PC-000001"}) { id } }')["order"]["id"]}
    assert api.confirm(api.draft(contract))["invoice"]["totalAmount"] == "1600.00"
    assert api.broken_laws() == []
