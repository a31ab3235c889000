"""The values that a code always has (access 6.10) are given wherever it is told."""

import ast
from typing import Any

from rebill.models.wording.params import ALWAYS
from tests.api import Api
from tests.wording.catalogues import ROOT


def test_what_a_code_always_speaks_of_is_given_wherever_it_is_told() -> None:
    """Where the values are written at the place; where they are put together, the tests of the refusals look."""
    missing = []
    for path in (ROOT / "posting").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or len(call.args) < 2 or any(one.arg is None for one in call.keywords):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            code = ast.unparse(call.args[0]).rpartition(".")[2]
            if name in ("fail", "refuse", "problem") and code in ALWAYS:
                given = {one.arg for one in call.keywords}
                missing += [(f"{path.name}:{call.lineno}", code, one) for one in ALWAYS[code] if one not in given]
    assert missing == []


PARAMS = "problems { code message path params { name value } }"


def told(api: Api, mutation: str, **values: Any) -> dict[str, dict[str, str]]:
    """The values that each code of a refusal speaks of."""
    kind = mutation[0].upper() + mutation[1:]
    query = f"mutation($i: {kind}Input!) {{ {mutation}(input: $i) {{ ... on Rejection {{ {PARAMS} }} }} }}"
    problems = api.run(query, i=values)[mutation]["problems"]
    return {one["code"]: {each["name"]: each["value"] for each in one["params"]} for one in problems}


def test_programs_are_told_the_draft_that_a_detail_is_on_and_the_field_that_it_has_not(api: Api) -> None:
    draft = drafted(api)
    detail = {"detail": draft["details"]["nodes"][0]["id"], "unitPrice": "5"}
    (found,) = told(api, "updateInvoiceLineDetails", invoice={"id": draft["id"]}, details=[detail]).items()
    assert (found[0], found[1]["field"], found[1]["document"]) == ("FIELD_NOT_EDITABLE", "unitPrice", draft["id"])
    wrong = detail | {"unitPrice": None, "quantity": "-2"}
    (found,) = told(api, "updateInvoiceLineDetails", invoice={"id": draft["id"]}, details=[wrong]).items()
    assert (found[0], found[1]["given"], found[1]["document"]) == ("QUANTITY_SIGN", "-2", draft["id"])


def test_programs_are_told_both_versions_of_a_draft_and_both_hashes_of_a_plan(api: Api) -> None:
    draft = drafted(api)
    record, version = {"id": draft["id"]}, draft["version"]
    moved = told(api, "confirmInvoice", invoice=record, expectedVersion=version + 1)["CONCURRENT_UPDATE"]
    assert moved == {"expected": str(version + 1), "current": str(version), "document": draft["id"]}
    outdated = told(api, "confirmInvoice", invoice=record, expectedPlan="0" * 64)["PLAN_OUTDATED"]
    assert (outdated["expected"], outdated["document"]) == ("0" * 64, draft["id"])
    assert len(outdated["current"]) == 64


def test_programs_are_told_the_day_that_cannot_be_posted_on_and_how_its_period_stands(api: Api) -> None:
    draft = drafted(api)
    api.do("setFiscalPeriod", "", **{"from": "2026-01-01", "to": "2026-12-31"}, status="CLOSED", reason="Audit")
    found = told(api, "confirmInvoice", invoice={"id": draft["id"]}, invoiceDate="2026-03-01")["PERIOD_NOT_OPEN"]
    assert (found["date"], found["state"], found["document"]) == ("2026-03-01", "CLOSED", draft["id"])


def test_programs_are_told_which_order_is_not_in_the_state_that_is_needed(api: Api) -> None:
    order = api.return_order((sold(api), "1"))
    found = told(api, "postReturnInvoice", order={"id": order["id"]})["RETURN_ORDER_NOT_OPEN"]
    assert (found["document"], found["state"], found["needed"]) == ("RO-000001", "CREATED", "OPEN")


def drafted(api: Api) -> dict[str, Any]:
    """A draft with one detail."""
    contract = api.contract()
    api.work(contract, "10", "100")
    return api.draft(contract)


def sold(api: Api) -> str:
    """The line of an invoice."""
    invoice = api.invoiced(api.customer(), {"product": {"number": api.product("80")}, "quantity": "5"})
    return str(invoice["lines"][0]["id"])
