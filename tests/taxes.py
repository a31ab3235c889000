"""Tax codes and rounding as tests of documents need them, and breakdowns as a bookkeeper writes them down."""

from typing import Any

from tests.api import Api

ROW = "taxCode { code } category rate base amount exemptionReason exemptionReasonCode"


def code(api: Api, name: str, rate: str = "25", category: str = "STANDARD", **values: Any) -> str:
    """A tax code with a rate since 2020, or with `rates` by their first days."""
    rates = values.pop("rates", {"2020-01-01": rate})
    given = [{"from": day, "rate": one} for day, one in rates.items()]
    first = {"code": name, "description": name, "category": category, "rates": given}
    api.do("setTaxCode", "... on TaxCodeSuccess { replayed }", **first, **values)
    return name


def rounds(api: Api, rounding: str) -> None:
    """The company rounds so from now on."""
    company = {"name": "Fjord Kontor AS", "address": {"country": "NO"}, "taxRounding": rounding}
    api.do("setCompany", "... on CompanySuccess { replayed }", **company)


def rows(taxes: list[dict[str, Any]]) -> list[str]:
    """A breakdown: ["S25 25: 1248.50 312.13"]."""
    return [
        f"{(one['taxCode'] or {}).get('code') or one['category']} {one['rate']}: {one['base']} {one['amount']}"
        for one in taxes
    ]


def taxes_of(api: Api, number: str) -> list[str]:
    """The breakdown of a posted document."""
    query = f"query($n: String!) {{ invoice(ref: {{number: $n}}) {{ taxes {{ {ROW} }} }} }}"
    return rows(api.run(query, n=number)["invoice"]["taxes"])
