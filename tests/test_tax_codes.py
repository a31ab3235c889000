"""Tax codes: what they take, what they say by default, and what is fixed once a document has used them (documents 2.1)."""

from typing import Any

import pytest

from tests.api import Api, Rejected

CODE = (
    "code description category exemptionReason exemptionReasonCode account standardCode rates { from rate } rate "
    'then: rate(on: "2021-01-01")'
)
SET = f"... on TaxCodeSuccess {{ replayed taxCode {{ id {CODE} }} }}"


def tax_code(api: Api, code: str, category: str = "STANDARD", **values: Any) -> dict[str, Any]:
    """A tax code as it was set: at first with a rate since 2020 that fits its category."""
    rate = "25" if category == "STANDARD" else "0"
    first = {"description": code, "category": category, "rates": [{"from": "2020-01-01", "rate": rate}]}
    found: dict[str, Any] = api.do("setTaxCode", SET, code=code, **(first | values))["taxCode"]
    return found


def refused(api: Api, **values: Any) -> list[tuple[str, list[str]]]:
    """What speaks against setting a code."""
    with pytest.raises(Rejected) as caught:
        api.do("setTaxCode", SET, **values)
    return [(one["code"], one["path"]) for one in caught.value.problems]


def rates(*rows: tuple[str, str]) -> list[dict[str, str]]:
    """Rates from days on."""
    return [{"from": day, "rate": rate} for day, rate in rows]


@pytest.mark.parametrize(
    ("category", "given", "reason", "code"),
    [
        ("STANDARD", {}, None, None),
        ("ZERO", {}, None, None),
        ("EXEMPT", {"exemptionReason": "Art. 132"}, "Art. 132", None),
        ("EXEMPT", {"exemptionReasonCode": "VATEX-EU-132"}, None, "VATEX-EU-132"),
        ("REVERSE_CHARGE", {}, "Reverse charge", "VATEX-EU-AE"),
        ("INTRA_COMMUNITY", {}, "Intra-Community supply", "VATEX-EU-IC"),
        ("EXPORT", {"exemptionReason": "Eksport"}, "Eksport", "VATEX-EU-G"),
        ("OUT_OF_SCOPE", {"exemptionReason": ""}, None, "VATEX-EU-O"),
    ],
)
def test_a_code_has_the_reasons_that_are_given_or_those_of_its_category(
    api: Api, category: str, given: dict[str, str], reason: str | None, code: str | None
) -> None:
    made = tax_code(api, "T", category, **given)
    assert (made["exemptionReason"], made["exemptionReasonCode"]) == (reason, code)


def test_a_code_is_changed_in_what_is_given_and_its_rates_are_by_day(api: Api) -> None:
    made = tax_code(
        api, "S25", account="2701", standardCode="3", rates=rates(("2020-01-01", "20"), ("2022-01-01", "25"))
    )
    assert (made["rate"], made["then"], made["account"]) == ("25", "20", "2701")
    changed = api.do("setTaxCode", SET, code="S25", account="", rates=rates(("2027-01-01", "24")))["taxCode"]
    days = [("2020-01-01", "20"), ("2022-01-01", "25"), ("2027-01-01", "24")]
    assert changed == made | {"account": None, "rates": rates(*days)}
    tax_code(api, "EX", "EXPORT")
    assert [one["code"] for one in api.run("{ taxCodes { code } }")["taxCodes"]] == ["EX", "S25"]
    of_code = f'query($k: ID!) {{ node(id: $k) {{ ... on TaxCode {{ {CODE} before: rate(on: "2019-12-31") }} }} }}'
    read = api.run(of_code, k=made["id"])["node"]
    assert {"id": made["id"], **read} == changed | {"before": None}


def test_what_a_code_does_not_take_is_refused_where_it_stands(api: Api) -> None:
    days = rates(("2020-01-01", "25"))
    standard = {"code": "S25", "description": "x", "category": "STANDARD", "rates": days}
    exempt = standard | {"category": "EXEMPT", "rates": rates(("2020-01-01", "0"))}
    invalid = "INVALID_INPUT"
    assert refused(api, code="S25", rates=[]) == [(invalid, [name]) for name in ("category", "description", "rates")]
    assert refused(api, **standard | {"code": "x" * 21, "rates": rates(("2020-01-01", "0"))}) == [
        (invalid, ["code"]),
        (invalid, ["rates", "0", "rate"]),
    ]
    assert refused(api, **standard | {"rates": [*days, *days]}) == [(invalid, ["rates", "1", "from"])]
    assert refused(api, **standard | {"exemptionReason": "Why"}) == [(invalid, ["exemptionReason"])]
    assert refused(api, **exempt) == [(invalid, ["exemptionReason"])]
    assert refused(api, **exempt | {"rates": days, "exemptionReason": "x"}) == [(invalid, ["rates", "0", "rate"])]
    assert refused(api, **exempt | {"exemptionReasonCode": "Art. 132"}) == [(invalid, ["exemptionReasonCode"])]
    tax_code(api, "S25")
    assert refused(api, code="S25", category="ZERO") == [(invalid, ["category"])]
    zero = api.do("setTaxCode", SET, code="S25", category="ZERO", rates=rates(("2020-01-01", "0")))["taxCode"]
    assert (zero["category"], zero["rate"]) == ("ZERO", "0")


VATEX = {
    "VATEX-EU-G": "EXPORT",
    "VATEX-EU-O": "OUT_OF_SCOPE",
    "VATEX-EU-IC": "INTRA_COMMUNITY",
    "VATEX-EU-AE": "REVERSE_CHARGE",
    "VATEX-EU-D": "EXEMPT",
    "VATEX-EU-F": "EXEMPT",
    "VATEX-EU-I": "EXEMPT",
    "VATEX-EU-J": "EXEMPT",
}


def test_a_reason_code_and_its_category_agree_as_peppol_p0104_to_p0111_say(api: Api) -> None:
    for place, (code, category) in enumerate(VATEX.items()):
        other = "EXPORT" if category != "EXPORT" else "EXEMPT"
        values = {"description": "x", "exemptionReasonCode": code, "rates": rates(("2020-01-01", "0"))}
        assert refused(api, code="T", category=other, **values) == [("INVALID_INPUT", ["exemptionReasonCode"])]
        assert tax_code(api, f"T{place}", category, exemptionReasonCode=code)["exemptionReasonCode"] == code


def test_the_history_tells_of_a_code_and_of_its_rates(api: Api) -> None:
    made = tax_code(api, "S25", reason="New law")
    api.do("setTaxCode", SET, code="S25", account="2701", rates=rates(("2027-01-01", "24")))
    api.do("setTaxCode", SET, code="S25", rates=rates(("2027-01-01", "24")))
    entries = api.run(
        "query($k: ID!) { history(subject: $k) { nodes { operation reason changes { field from to } } } }",
        k=made["id"],
    )["history"]["nodes"]
    before, after = '[{"from":"2020-01-01","rate":"25"}', '{"from":"2027-01-01","rate":"24"}]'
    assert [(one["operation"], one["reason"]) for one in entries[:2]] == [
        ("setTaxCode", "New law"),
        ("setTaxCode", None),
    ]
    assert entries[1]["changes"] == [
        {"field": "account", "from": None, "to": "2701"},
        {"field": "rates", "from": f"{before}]", "to": f"{before},{after}"},
    ]
    assert entries[2:] == [] or entries[2]["changes"] == []
