"""What differs by the seller's country: one row a country, so that the next one is a row and no code (documents 5)."""

from dataclasses import dataclass

from ..models.vocabulary import ElectronicFormat

NORWAY = "NO"
DENMARK = "DK"
GERMANY = "DE"
POLAND = "PL"


@dataclass(frozen=True)
class Country:
    """A country's part in documents.

    `registration_scheme`: EAS code of its company register (BT-30, BT-47). `tax_register`: the words that are a tax
    registration (BT-32) and no legal form. `names_corrected`: an invoice that corrects another is a 384, where both
    parties are of the country. `sepa_everywhere`: an IBAN is a SEPA transfer in any currency. `national_means`: how
    a national account is paid to (BT-81). `own_format`: what its law wants documents in.
    """

    registration_scheme: str | None = None
    tax_register: str | None = None
    names_corrected: bool = False
    sepa_everywhere: bool = False
    national_means: str | None = None
    own_format: ElectronicFormat | None = None


ELSEWHERE = Country()
COUNTRIES = {
    NORWAY: Country(registration_scheme="0192", tax_register="Foretaksregisteret"),
    DENMARK: Country(registration_scheme="0184", sepa_everywhere=True, national_means="42"),
    GERMANY: Country(names_corrected=True),
    POLAND: Country(own_format=ElectronicFormat.KSEF_FA3),
}


def country_of(code: str | None) -> Country:
    """A country's row; that of all others where it has none.

    >>> country_of("NO").registration_scheme, country_of("SE").registration_scheme
    ('0192', None)
    """
    return COUNTRIES.get(code or "", ELSEWHERE)
