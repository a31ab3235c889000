"""The registers that a party stands in: which scheme its number is of, and what the law wants beside its name."""

from .countries import country_of
from .kinds import country_code
from .parties import Party


def registration_scheme(party: Party) -> str | None:
    """The scheme of BT-30 and BT-47: that of the party's country."""
    return country_of(country_code(party)).registration_scheme if party.registration_number else None


def tax_registration(seller: Party) -> str | None:
    """BT-32: what the law wants beside the name, where that is a register of taxpayers."""
    known = country_of(country_code(seller)).tax_register
    return seller.legal_information if known is not None and seller.legal_information == known else None


def legal_form(seller: Party) -> str | None:
    """BT-33: what the law wants beside the name, everywhere else."""
    return seller.legal_information if tax_registration(seller) is None else None
