"""The company that sells, its tax codes, and what its documents need to know of customers."""

from datetime import date
from decimal import Decimal

from ..models.vocabulary import Language, TaxCategory, TaxRounding
from ..posting import commands
from ..posting.setup import company, tax_codes
from .entering import Demo

SINCE = date(2020, 1, 1)
CODES = (
    ("S25", "VAT 25 %", TaxCategory.STANDARD, "25"),
    ("S15", "VAT 15 %, food", TaxCategory.STANDARD, "15"),
    ("Z0", "VAT 0 %", TaxCategory.ZERO, "0"),
)
OSLO = commands.PostalAddressInput(street="Storgata 12", postal_code="0184", city="Oslo", country="NO")
VOSS = commands.PostalAddressInput(street="Vangsgata 3", postal_code="5700", city="Voss", country="NO")
KOELN = commands.PostalAddressInput(street="Hansaring 40", postal_code="50670", city="Köln", country="DE")
ADDRESSES = {"Nordlys Elektro AS": OSLO, "Fjellheim Sport AS": VOSS, "Rhein Maschinenbau GmbH": KOELN}


def enter_company(demo: Demo) -> None:
    """Fjord Kontor AS in Bergen, which rounds tax once for each rate; codes of 25, 15 and 0 per cent."""
    seller = commands.SetCompany(
        name="Fjord Kontor AS",
        vat_number="NO 987 654 325 MVA",
        registration_number="987 654 325",
        legal_information="Foretaksregisteret",
        address=commands.PostalAddressInput(street="Strandgaten 1", postal_code="5003", city="Bergen", country="NO"),
        electronic_address=commands.ElectronicAddressInput(scheme="0192", value="987654325"),
        contact_name="Customer service",
        phone="+47 55 00 00 00",
        email="post@fjordkontor.example",
        bank_accounts=[commands.BankAccountInput(iban="NO93 8601 1117 947")],
        language=Language.NB,
        time_zone="Europe/Oslo",
        tax_rounding=TaxRounding.RATE,
    )
    demo.do(seller, company.set_company)
    for code, description, category, rate in CODES:
        rates = [commands.TaxRateInput(from_=SINCE, rate=Decimal(rate))]
        command = commands.SetTaxCode(code=code, description=description, category=category, rates=rates)
        demo.do(command, tax_codes.set_tax_code)
