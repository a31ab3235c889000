"""Parties as documents know them, out of what is stored: JSON objects under the API's names, without what is empty."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...documents.parties import Account, Address, Delivery, ElectronicAddress, Party

Stored = Mapping[str, Any]  # a JSON object, whose values are texts and objects


def party_of(stored: Stored) -> Party:
    """A party out of its copy."""
    electronic = stored.get("electronicAddress")
    return Party(
        name=stored["name"],
        trading_name=stored.get("tradingName"),
        number=stored.get("number"),
        registration_number=stored.get("registrationNumber"),
        vat_number=stored.get("vatNumber"),
        legal_information=stored.get("legalInformation"),
        address=address_of(stored.get("address")),
        electronic_address=ElectronicAddress(electronic["scheme"], electronic["value"]) if electronic else None,
        contact_name=stored.get("contactName"),
        phone=stored.get("phone"),
        email=stored.get("email"),
    )


def address_of(stored: Stored | None) -> Address | None:
    """A postal address."""
    if not stored:
        return None
    return Address(
        country=stored["country"],
        street=stored.get("street"),
        additional_street=stored.get("additionalStreet"),
        postal_code=stored.get("postalCode"),
        city=stored.get("city"),
        region=stored.get("region"),
    )


def delivery_of(stored: Stored | None) -> Delivery | None:
    """Where and when it was delivered."""
    if not stored:
        return None
    day = stored.get("date")
    return Delivery(stored.get("name"), address_of(stored.get("address")), date.fromisoformat(day) if day else None)


def account_of(stored: Stored | None) -> Account | None:
    """An account that is paid to."""
    if not stored:
        return None
    names = ("iban", "bic", "accountNumber", "branchNumber", "accountName")
    return Account(*(stored.get(name) for name in names))
