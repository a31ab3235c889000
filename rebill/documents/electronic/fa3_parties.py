"""Seller and buyer in FA(3), each by the number that Poland knows such a party by."""

import re

from ..countries import POLAND
from ..ksef.buyers import Number, number_of
from ..ksef.numbers import nip_of
from ..ksef.taxes import is_trade_in_union
from ..numbers import compact
from ..parties import Address, Party
from ..terms import Document
from .writing import Content, tag

NO, YES = "2", "1"
EMAIL = re.compile(r".+@.+")
LONGEST_EMAIL, LONGEST_PHONE, LONGEST_NUMBER = 255, 16, 256


def seller(document: Document) -> Content:
    """Podmiot1, with the letters of its state where it trades in the Union; nothing where there is no company."""
    party = document.seller
    if party is None:
        return None
    return tag(
        "Podmiot1",
        tag("PrefiksPodatnika", POLAND) if is_trade_in_union(document) else None,
        tag("DaneIdentyfikacyjne", tag("NIP", nip_of(party)), tag("Nazwa", party.name)),
        address("Adres", party.address),
        _contact(party),
    )


def buyer(party: Party) -> Content:
    """Podmiot2: no unit of a local government and no member of a VAT group, of which nothing is known here."""
    number = party.number
    return tag(
        "Podmiot2",
        tag("DaneIdentyfikacyjne", *_identified(number_of(party)), tag("Nazwa", party.name)),
        address("Adres", party.address),
        _contact(party),
        tag("NrKlienta", number) if number is not None and len(number) <= LONGEST_NUMBER else None,
        tag("JST", NO),
        tag("GV", NO),
    )


def address(name: str, given: Address | None) -> Content:
    """A postal address, in two lines; one without a street begins with its town."""
    if given is None:
        return None
    street = ", ".join(one for one in (given.street, given.additional_street) if one)
    town = ", ".join(
        one for one in (" ".join(one for one in (given.postal_code, given.city) if one), given.region) if one
    )
    first, second = (street, town) if street else (town, None)
    return tag(name, tag("KodKraju", given.country), tag("AdresL1", first), tag("AdresL2", second))


def _identified(number: Number | None) -> tuple[Content, ...]:
    if number is None:
        return (tag("BrakID", YES),)
    if number.country == POLAND:
        return (tag("NIP", number.value),)
    if number.in_union:
        return (tag("KodUE", number.country), tag("NrVatUE", number.value))
    return (tag("KodKraju", number.country), tag("NrID", number.value))


def _contact(party: Party) -> Content:
    """E-mail and telephone, where FA(3) has room for them."""
    email, phone = party.email or "", compact(party.phone or "")
    fits = EMAIL.fullmatch(email) is not None and len(email) <= LONGEST_EMAIL
    return tag(
        "DaneKontaktowe",
        tag("Email", email) if fits else None,
        tag("Telefon", phone) if len(phone) <= LONGEST_PHONE else None,
    )
