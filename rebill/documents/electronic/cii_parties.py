"""Seller, buyer and place of delivery in the Cross Industry Invoice."""

from ...models.vocabulary import ElectronicProfile
from ..parties import Address, Delivery, Party
from ..registrations import legal_form, registration_scheme, tax_registration
from ..terms import Document
from .parts import customer_number, vat_number
from .writing import Content, tag


def seller(document: Document) -> Content:
    """BG-4; nothing where there is no company."""
    party = document.seller
    if party is None:
        return None
    return tag(
        "ram:SellerTradeParty",
        tag("ram:ID", party.number),
        tag("ram:Name", party.name),
        tag("ram:Description", legal_form(party)),
        *_ending(party),
        _registered(vat_number(party, document), "VA"),
        _registered(tax_registration(party), "FC"),
    )


def buyer(document: Document, profile: ElectronicProfile) -> Content:
    """BG-7."""
    party = document.buyer
    return tag(
        "ram:BuyerTradeParty",
        tag("ram:ID", customer_number(document, profile)),
        tag("ram:Name", party.name),
        *_ending(party),
        _registered(vat_number(party, document), "VA"),
    )


def place(delivery: Delivery) -> Content:
    """BG-13: where the goods went."""
    return tag("ram:ShipToTradeParty", tag("ram:Name", delivery.name), _address(delivery.address))


def _ending(party: Party) -> tuple[Content, ...]:
    network = party.electronic_address
    return (
        tag(
            "ram:SpecifiedLegalOrganization",
            tag("ram:ID", party.registration_number, schemeID=registration_scheme(party)),
            tag("ram:TradingBusinessName", party.trading_name),
        ),
        tag(
            "ram:DefinedTradeContact",
            tag("ram:PersonName", party.contact_name),
            tag("ram:TelephoneUniversalCommunication", tag("ram:CompleteNumber", party.phone)),
            tag("ram:EmailURIUniversalCommunication", tag("ram:URIID", party.email)),
        ),
        _address(party.address),
        None
        if network is None
        else tag("ram:URIUniversalCommunication", tag("ram:URIID", network.value, schemeID=network.scheme)),
    )


def _address(address: Address | None) -> Content:
    if address is None:
        return None
    return tag(
        "ram:PostalTradeAddress",
        tag("ram:PostcodeCode", address.postal_code),
        tag("ram:LineOne", address.street),
        tag("ram:LineTwo", address.additional_street),
        tag("ram:CityName", address.city),
        tag("ram:CountryID", address.country),
        tag("ram:CountrySubDivisionName", address.region),
    )


def _registered(number: str | None, scheme: str) -> Content:
    return tag("ram:SpecifiedTaxRegistration", tag("ram:ID", number, schemeID=scheme)) if number else None
