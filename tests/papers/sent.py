"""Documents that can be sent, of the worked examples (documents 6), and their files, as tests ask for them."""

import base64
from typing import Any

from tests.api import Api
from tests.papers.parties import BRYGGE, FJORD, company
from tests.taxes import code

FILE = "id mediaType fileName size sha256 createdAt url invoice { number }"
PROBLEM = "rule term message remedy severity"
ELECTRONIC = f"format profile typeCode valid validatedBy problems {{ {PROBLEM} }} xml sha256 issued url"
PRINTED = f"format language title content sha256 pages embedsElectronicDocument issued url problems {{ {PROBLEM} }}"
Lines = tuple[tuple[str, str, str], ...]
TWO_RATES: Lines = (("499.50", "2", "S25"), ("249.50", "1", "S25"), ("120", "1", "S15"))


def seller(api: Api, **values: Any) -> None:
    """Fjord Kontor AS, which rounds once for each rate, and its codes."""
    company(api, **FJORD | {"taxRounding": "RATE"} | values)
    code(api, "S25")
    code(api, "S15", "15")


def buyer(api: Api, **values: Any) -> str:
    """Brygge Handel AS; its number."""
    answer = "... on CustomerSuccess { customer { number } }"
    made = api.do("createCustomer", answer, **{"currency": "NOK"} | BRYGGE | values)
    return str(made["customer"]["number"])


def ordered(api: Api, customer: str, lines: Lines = TWO_RATES, **said: Any) -> dict[str, str]:
    """A delivered sales order."""
    bought = [
        {"product": {"number": api.product(price, tax="0")}, "quantity": pieces, "taxCode": taxed}
        for price, pieces, taxed in lines
    ]
    answer = "... on SalesOrderSuccess { order { number } }"
    made = api.do("createSalesOrder", answer, customer={"number": customer}, lines=bought, **said)
    order = {"number": str(made["order"]["number"])}
    api.do("postPackingSlip", "... on PackingSlipSuccess { packingSlip { number } }", order=order, date="2026-08-20")
    return order


def sold(api: Api, customer: str, lines: Lines = TWO_RATES, **said: Any) -> dict[str, Any]:
    """The invoice of a delivered sales order."""
    found: dict[str, Any] = api.post_orders(ordered(api, customer, lines, **said))[0]["invoice"]
    return found


def issued(api: Api, *numbers: str, **values: Any) -> list[dict[str, Any]]:
    """Files of documents, kept for good."""
    invoices = [{"number": one} for one in numbers]
    answer = api.do(
        "issueDocuments", f"... on IssueDocumentsSuccess {{ replayed files {{ {FILE} }} }}", invoices=invoices, **values
    )
    found: list[dict[str, Any]] = answer["files"]
    return found


def shown(api: Api, number: str, asked: str) -> dict[str, Any]:
    """What is asked of a document."""
    found: dict[str, Any] = api.run(f"query($n: String!) {{ invoice(ref: {{number: $n}}) {{ {asked} }} }}", n=number)
    return dict(found["invoice"])


def electronic(api: Api, number: str, format: str = "UBL", **more: str) -> dict[str, Any]:
    """A document for machines."""
    arguments = ", ".join(f"{name}: {value}" for name, value in {"format": format, **more}.items())
    found: dict[str, Any] = shown(api, number, f"file: electronicDocument({arguments}) {{ {ELECTRONIC} }}")["file"]
    return found


def printed(api: Api, number: str, format: str = "PDF", **more: str) -> dict[str, Any]:
    """A document for people; `bytes` are those of the file."""
    arguments = ", ".join(f"{name}: {value}" for name, value in {"format": format, **more}.items())
    found: dict[str, Any] = shown(api, number, f"file: printedDocument({arguments}) {{ {PRINTED} }}")["file"]
    is_pdf = found["format"] == "PDF"
    return found | {"bytes": base64.b64decode(found["content"]) if is_pdf else found["content"].encode()}
