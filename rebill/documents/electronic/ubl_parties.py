"""Seller and buyer in UBL."""

from ...models.vocabulary import ElectronicProfile
from ..parties import Address, Party
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
        "cac:AccountingSupplierParty",
        tag(
            "cac:Party",
            *_beginning(party, party.number),
            _registered(vat_number(party, document), "VAT"),
            _registered(tax_registration(party), "TAX"),
            _legal_entity(party, legal_form(party)),
            _contact(party),
        ),
    )


def buyer(document: Document, profile: ElectronicProfile) -> Content:
    """BG-7."""
    party = document.buyer
    return tag(
        "cac:AccountingCustomerParty",
        tag(
            "cac:Party",
            *_beginning(party, customer_number(document, profile)),
            _registered(vat_number(party, document), "VAT"),
            _legal_entity(party, None),
            _contact(party),
        ),
    )


def postal_address(name: str, address: Address) -> Content:
    """BG-5, BG-8, BG-15."""
    return tag(
        name,
        tag("cbc:StreetName", address.street),
        tag("cbc:AdditionalStreetName", address.additional_street),
        tag("cbc:CityName", address.city),
        tag("cbc:PostalZone", address.postal_code),
        tag("cbc:CountrySubentity", address.region),
        tag("cac:Country", tag("cbc:IdentificationCode", address.country)),
    )


def _beginning(party: Party, number: str | None) -> tuple[Content, ...]:
    network = party.electronic_address
    return (
        None if network is None else tag("cbc:EndpointID", network.value, schemeID=network.scheme),
        tag("cac:PartyIdentification", tag("cbc:ID", number)),
        tag("cac:PartyName", tag("cbc:Name", party.trading_name)),
        None if party.address is None else postal_address("cac:PostalAddress", party.address),
    )


def _registered(number: str | None, scheme: str) -> Content:
    if not number:
        return None
    return tag("cac:PartyTaxScheme", tag("cbc:CompanyID", number), tag("cac:TaxScheme", tag("cbc:ID", scheme)))


def _legal_entity(party: Party, legal_form: str | None) -> Content:
    return tag(
        "cac:PartyLegalEntity",
        tag("cbc:RegistrationName", party.name),
        tag("cbc:CompanyID", party.registration_number, schemeID=registration_scheme(party)),
        tag("cbc:CompanyLegalForm", legal_form),
    )


def _contact(party: Party) -> Content:
    return tag(
        "cac:Contact",
        tag("cbc:Name", party.contact_name),
        tag("cbc:Telephone", party.phone),
        tag("cbc:ElectronicMail", party.email),
    )
