"""What is told of canceled documents: explain, lineage, effective, ledgerDiff, correctedBy, conservation."""

import pytest

from tests.api import Api
from tests.canceling import cancel
from tests.goods import ten
from tests.projects import Project
from tests.settling import corrected, hours

pytestmark = pytest.mark.both_engines
PROVED = "conservation { approved { quantity } raised { quantity } unbilled { quantity } billed { quantity } credited { quantity } }"


def test_effective_is_nothing_of_a_canceled_invoice_and_corrected_by_names_what_cancels_it(api: Api) -> None:
    ten(api)
    cancel(api, "INV-000001")
    query = (
        '{ invoice(ref: {number: "INV-000001"}) { correctedBy { number } effective { netAmount taxAmount totalAmount '
        "chain { number } details { quantity current { id } } } lines { returnableQuantity } } }"
    )
    told = api.run(query)["invoice"]
    assert told == {
        "correctedBy": [{"number": "CN-000001"}],
        "effective": {
            "netAmount": "0.00",
            "taxAmount": "0.00",
            "totalAmount": "0.00",
            "chain": [{"number": "INV-000001"}, {"number": "CN-000001"}],
            "details": [{"quantity": "0", "current": None}],
        },
        "lines": [{"returnableQuantity": "0"}],
    }


def test_effective_of_an_invoice_whose_correction_was_canceled_is_as_it_was_billed(api: Api) -> None:
    of = ten(api)
    of.put_right(unitPrice="90")
    cancel(api, "CN-000001")
    query = '{ invoice(ref: {number: "INV-000001"}) { correctedBy { number } effective { totalAmount } } }'
    told = api.run(query)["invoice"]
    assert told["effective"] == {"totalAmount": "1250.00"}
    assert [one["number"] for one in told["correctedBy"]] == ["CN-000001", "INV-000002"]
    options = api.run(
        '{ invoice(ref: {number: "INV-000001"}) { correctionOptions { canCorrect details { canCorrect maxQuantity } } } }'
    )["invoice"]["correctionOptions"]
    assert options == {"canCorrect": True, "details": [{"canCorrect": True, "maxQuantity": "10"}]}


def test_what_a_cancellation_wrote_is_told_in_words_and_as_one_cause(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    project.confirm(corrected(project, invoice, "8", "200"))
    before = len(api.ledger())
    cancel(api, "CN-000001")
    groups = api.run(
        "query($n: Int!) { ledgerDiff(from: {sequence: $n}) { groups { scenario label rows billedAmount backlogAmount } } }",
        n=before,
    )["ledgerDiff"]["groups"]
    assert groups == [
        {
            "scenario": "cancel",
            "label": "Cancelling a document.",
            "rows": 3,
            "billedAmount": "200.00",
            "backlogAmount": "-200.00",
        }
    ]
    last = api.run("{ actuals(last: 1) { nodes { id rule } } }")["actuals"]["nodes"][0]
    assert last["rule"] == "cancel.restored"
    row = api.run(
        f"query($k: ID!) {{ node(id: $k) {{ ... on Actual {{ lineage {{ sequence }} {PROVED} }} }} }}", k=last["id"]
    )
    assert [one["sequence"] for one in row["node"]["lineage"]][-1] == before + 3
    quantities = {name: one["quantity"] for name, one in row["node"]["conservation"].items()}
    assert quantities == {"approved": "10", "raised": "0", "unbilled": "0", "billed": "10", "credited": "0"}
    query = "query($k: ID!) { explain(ref: {actual: $k}) { text } }"
    text = api.run(query, k=last["id"])["explain"]["text"]
    assert text.splitlines()[-1].strip() == (
        "Invoice INV-000002 of 2026-09-01 billed 10 of “Work” at 100.00: 1000.00 and 250.00 tax."
    )
