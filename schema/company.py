"""The company: the legal entity whose name stands on documents."""

import strawberry

from ..models import tables
from ..models.vocabulary import Language, TaxRounding
from ..resolvers.computed import company
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import computed, embedded, enumerated, rendered, stored
from ..resolvers.reading.renderings import Documents
from .addresses import BankAccount, ElectronicAddress, PostalAddress
from .nodes import Node
from .renderings import DocumentProblem

COMPANY = tables.company


@strawberry.type(description="The legal entity that sells and issues the documents.")
class Company(Node):
    """The company."""

    name: str = stored(COMPANY.c.name, "Registered name.")
    trading_name: str | None = stored(COMPANY.c.trading_name, "Name it trades under.")
    registration_number: str | None = stored(
        COMPANY.c.registration_number, "Registration number: in the company register."
    )
    vat_number: str | None = stored(COMPANY.c.vat_number, "VAT number, with its country letters, without blanks.")
    legal_information: str | None = stored(
        COMPANY.c.legal_information, "What the law wants beside the name, such as Foretaksregisteret."
    )
    address: PostalAddress = embedded(COMPANY.c.address, "Postal address.")
    electronic_address: ElectronicAddress | None = embedded(
        COMPANY.c.electronic_address,
        "Where electronic documents for the company go; stands on its own documents as the sender's.",
    )
    contact_name: str | None = stored(COMPANY.c.contact_name, "Whom customers ask.")
    phone: str | None = stored(COMPANY.c.phone, "Telephone.")
    email: str | None = stored(COMPANY.c.email, "E-mail.")
    bank_accounts: list[BankAccount] = rendered(
        COMPANY.c.bank_accounts, Documents(), "The accounts that customers pay to, in the order of preference."
    )
    language: Language = enumerated(COMPANY.c.language, Language, "Language of documents for customers that have none.")
    time_zone: str = stored(
        COMPANY.c.time_zone, "IANA name, such as Europe/Oslo: the dates of the books are those of this zone."
    )
    logo_sha256: str | None = stored(
        COMPANY.c.logo, "SHA-256 of the logo, hexadecimal; null without one.", name="logoSha256"
    )
    tax_rounding: TaxRounding = enumerated(
        COMPANY.c.tax_rounding, TaxRounding, "How tax is rounded on documents posted from now on."
    )
    problems: list[DocumentProblem] = computed(
        "What documents will lack for good as the company stands, rule by rule.", resolver=company.problems
    )


catalogue(Company, table=tables.company)
