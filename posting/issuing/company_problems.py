"""What every document would lack as the company stands: a sample is run through the rules, and what is about the seller
is told (documents 1.1).
"""

from datetime import date
from decimal import Decimal

from ...documents.countries import country_of
from ...documents.electronic.document import electronic, problems_without_rules
from ...documents.facts import DocumentFacts, FactLine, FactTax, TaxedAs
from ...documents.kinds import country_code
from ...documents.mapping import terms_of
from ...documents.parties import Address, ElectronicAddress, Party
from ...documents.problems import DocumentProblem
from ...documents.rules.remedies import remedy_of
from ...models.vocabulary import DocumentKind, ElectronicFormat, ElectronicProfile, TaxCategory
from ..ledger.addressed import account_of, seller_of
from ..ledger.parties import CompanyRow

OF_THE_SELLER = frozenset(("company", "accounts", "company-electronic", "country-letters", "numbers", "nip"))
ANY_CURRENCY = "EUR"
DAY = date(2026, 1, 31)
TAXED = TaxedAs("S", TaxCategory.STANDARD, Decimal(25))
LINE = FactLine("Sample", Decimal(1), Decimal(100), Decimal(100), Decimal(25), TAXED)


def company_problems(company: CompanyRow, profile: ElectronicProfile) -> tuple[DocumentProblem, ...]:
    """What no document of the company could pass; empty where nothing is left to do."""
    sample = _sample(company)
    document, country = terms_of(sample), country_code(sample.seller)
    problems = electronic(document, ElectronicFormat.UBL, profile).problems
    own_format = country_of(country).own_format
    if own_format is not None:
        problems = (*problems, *problems_without_rules(document, profile, own_format))
    found = [one for one in problems if remedy_of(one.rule).mended_by in OF_THE_SELLER]
    return tuple(dict.fromkeys(found))


def _sample(company: CompanyRow) -> DocumentFacts:
    """An invoice to a buyer that lacks nothing, in the currency of the company's first account."""
    currency = next((one["currency"] for one in company.bank_accounts[:1] if "currency" in one), ANY_CURRENCY)
    seller = seller_of(company)
    country = seller.address.country if seller.address is not None else "NO"
    buyer = Party(
        name="Sample",
        number="1",
        address=Address(country, "Street 1", postal_code="1", city="City"),
        electronic_address=ElectronicAddress("EM", "sample@example.com"),
    )
    return DocumentFacts(
        kind=DocumentKind.INVOICE,
        number="1",
        currency=currency,
        invoice_date=DAY,
        net_amount=Decimal(100),
        tax_amount=Decimal(25),
        total_amount=Decimal(125),
        bill_to=buyer,
        lines=(LINE,),
        taxes=(FactTax(TAXED, Decimal(100), Decimal(25)),),
        language=company.language,
        due_date=DAY,
        terms_days=0,
        seller=seller,
        account=account_of(company, currency),
        buyer_reference="1",
    )
