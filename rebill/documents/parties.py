"""Who stands on a document, where it was delivered and where it is paid to: what is copied when it is posted."""

from dataclasses import dataclass
from datetime import date

Day = date  # a field below is called date


@dataclass(frozen=True)
class Address:
    """A postal address (BG-5, BG-8, BG-15); `country` is ISO 3166-1 alpha-2."""

    country: str
    street: str | None = None
    additional_street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class ElectronicAddress:
    """Where electronic documents go: an EAS code and a value in it (BT-34, BT-49)."""

    scheme: str
    value: str


@dataclass(frozen=True)
class Party:
    """Seller or buyer. `vat_number` bears its country's letters, without blanks; `number` is the buyer's alone."""

    name: str
    trading_name: str | None = None
    number: str | None = None
    registration_number: str | None = None
    vat_number: str | None = None
    legal_information: str | None = None
    address: Address | None = None
    electronic_address: ElectronicAddress | None = None
    contact_name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Delivery:
    """Where the goods went and when: the last packing slip, or the last work (BT-70, BG-15, BT-72)."""

    name: str | None = None
    address: Address | None = None
    date: Day | None = None


@dataclass(frozen=True)
class Account:
    """An account that is paid to (BG-17): an IBAN, or a national number with that of its branch."""

    iban: str | None = None
    bic: str | None = None
    account_number: str | None = None
    branch_number: str | None = None
    account_name: str | None = None
