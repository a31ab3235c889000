"""Goods that are taken back, in the words of the trade: a sale, its return order, what is changed of it, and the credit."""

from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.projects import Project

CHARGES = "charges { description category value origin posted }"
SHOWN = f"... on ReturnOrderSuccess {{ order {{ {CHARGES} lines {{ id description unitPrice {CHARGES} }} }} }}"


def sold(api: Api, quantity: str = "10", price: str = "100", cost: str = "60", **more: str) -> str:
    """The line of INV-000001."""
    bought = {"product": {"number": api.product(price, cost=cost)}, "quantity": quantity, **more}
    return str(api.invoiced(api.customer(), bought)["lines"][0]["id"])


def received(api: Api, line: str, quantity: str, **values: Any) -> dict[str, Any]:
    """A return order of a line that has been received."""
    order = api.returned(lines=[{"invoiceLine": line, "quantity": quantity}], **values)
    order = api.arrive(order, (1, quantity))
    api.receive(order)
    return order


def change(api: Api, order: dict[str, Any], line: int | None = None, **values: Any) -> dict[str, Any]:
    """Change a return order, or one of its lines by number."""
    if line is not None:
        key = next(one["id"] for one in order["lines"] if one["lineNumber"] == line)
        values = {"lines": [{"line": key, **values}]}
    changed: dict[str, Any] = api.do("updateReturnOrder", SHOWN, order={"id": order["id"]}, **values)["order"]
    return changed


def refused(api: Api, order: dict[str, Any], line: int | None = None, **values: Any) -> tuple[str, str, str | None]:
    """Code, path and remedy of a refusal that leaves the database as it was."""
    before = api.fingerprint()
    with pytest.raises(Rejected) as rejected:
        change(api, order, line, **values)
    assert api.fingerprint() == before
    (problem,) = rejected.value.problems
    return problem["code"], ".".join(problem["path"]), problem["remedy"]


def told(changed: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Charges as they are shown."""
    return [(one["description"], one["origin"], one["posted"]) for one in changed["charges"]]


def credited(api: Api, order: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The credit note of a return order."""
    return api.document(api.credit(order, **values)["invoice"]["number"])


def figures(document: dict[str, Any]) -> tuple[str, str, str]:
    """Net, tax and total."""
    return document["netAmount"], document["taxAmount"], document["totalAmount"]


def pump(api: Api) -> tuple[Project, str]:
    """A project invoice of 3 pumps at 50.00, tax 37.50 entered; and the id of its line."""
    product = {"name": "Pump", "type": "PRODUCT_BASED", "product": {"number": api.product("50", cost="20")}}
    project = Project.of(api, product | {"quantity": "3", "taxAmount": "37.50"})
    project.ready(contractLines=project.lines)
    invoice = project.confirm(project.draft())
    return project, line_of(api, invoice)


def line_of(api: Api, invoice: dict[str, Any]) -> str:
    """The id of the only line of an invoice."""
    query = "query($k: ID!) { node(id: $k) { ... on Invoice { lines { id } } } }"
    (line,) = api.run(query, k=invoice["id"])["node"]["lines"]
    return str(line["id"])
