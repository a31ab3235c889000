"""The parties of the worked examples (documents 6), as tests enter them."""

from typing import Any

from tests.api import Api

ADDRESS = "address { street additionalStreet postalCode city region country }"
ELECTRONIC = "electronicAddress { scheme value }"
PARTY = (
    f"name tradingName number registrationNumber vatNumber legalInformation {ADDRESS} {ELECTRONIC} "
    "contactName phone email"
)
BANK = "bankAccounts { iban bic accountNumber branchNumber accountName currency }"
COMPANY = (
    f"id name tradingName registrationNumber vatNumber legalInformation {ADDRESS} {ELECTRONIC} contactName phone email "
    f"{BANK} language timeZone logoSha256 taxRounding"
)
FJORD: dict[str, Any] = {
    "name": "Fjord Kontor AS",
    "vatNumber": "987 654 325 MVA",
    "address": {"street": "Strandgaten 1", "postalCode": "5003", "city": "Bergen", "country": "NO"},
    "bankAccounts": [{"iban": "NO93 8601 1117 947"}],
}
BRYGGE: dict[str, Any] = {
    "name": "Brygge Handel AS",
    "address": {"street": "Kaigata 3", "postalCode": "0150", "city": "Oslo", "country": "NO"},
}


def company(api: Api, **values: Any) -> dict[str, Any]:
    """Make or change the company; as it stands then."""
    answer = api.do("setCompany", f"... on CompanySuccess {{ company {{ {COMPANY} }} }}", **values)
    found: dict[str, Any] = answer["company"]
    return found


def changed(api: Api, customer: str, **values: Any) -> None:
    """Change a customer."""
    api.do("updateCustomer", "... on CustomerSuccess { replayed }", customer={"number": customer}, **values)


def there(found: dict[str, Any] | None) -> dict[str, Any]:
    """What of an object is not null, with what is in it alike."""
    assert found is not None
    return {
        name: there(value) if isinstance(value, dict) else value for name, value in found.items() if value is not None
    }
