"""Commands of what stands on documents: the company, addresses of parties, and how others call a document."""

from dataclasses import dataclass, field, replace

from ...models.vocabulary import Language, TaxRounding
from .base import WHY, Command, InvoiceRef, about
from .texts import (
    CODE,
    CURRENCY,
    ELECTRONIC_VALUE,
    LOGO,
    NEEDED_CODE,
    PARTY_NAME,
    PARTY_TEXT,
    REASON,
    TIME_ZONE,
    WHOLE_TEXT,
    EmptyList,
)

COUNTRY = replace(CODE, longest=2)


@dataclass(kw_only=True)
class PostalAddressInput:
    """A postal address; the whole of it replaces the one before."""

    street: str | None = field(default=None, metadata=about("Street and number.", WHOLE_TEXT))
    additional_street: str | None = field(
        default=None, metadata=about("A second line: building, c/o, post box.", WHOLE_TEXT)
    )
    postal_code: str | None = field(default=None, metadata=about("Post code.", WHOLE_TEXT))
    city: str | None = field(default=None, metadata=about("City.", WHOLE_TEXT))
    region: str | None = field(default=None, metadata=about("Region, state or province.", WHOLE_TEXT))
    country: str = field(metadata=about("ISO 3166-1 alpha-2, such as NO.", COUNTRY))


@dataclass(kw_only=True)
class ElectronicAddressInput:
    """Where electronic documents are delivered."""

    scheme: str = field(metadata=about("The code of the scheme (EAS), such as 0192, 0184, 9930 or EM.", CODE))
    value: str = field(
        metadata=about('The address in that scheme; "" takes the electronic address away.', ELECTRONIC_VALUE)
    )


@dataclass(kw_only=True)
class BankAccountInput:
    """An account that customers pay to: iban, or accountNumber."""

    iban: str | None = field(
        default=None,
        metadata=about("International number; blanks are taken out, the check digits are checked.", WHOLE_TEXT),
    )
    bic: str | None = field(default=None, metadata=about("The bank's code.", WHOLE_TEXT))
    account_number: str | None = field(
        default=None, metadata=about("National account number where there is no IBAN.", WHOLE_TEXT)
    )
    branch_number: str | None = field(
        default=None,
        metadata=about("National number of the bank branch, such as the Danish registration number.", WHOLE_TEXT),
    )
    account_name: str | None = field(default=None, metadata=about("In whose name the account is.", WHOLE_TEXT))
    currency: str | None = field(
        default=None, metadata=about("Only documents in this currency name the account.", CURRENCY)
    )


@dataclass(kw_only=True)
class SetCompany(Command):
    """The first call needs name and address; later ones change what they name."""

    name: str | None = field(default=None, metadata=about("Registered name.", PARTY_NAME))
    trading_name: str | None = field(default=None, metadata=about("Name it trades under.", PARTY_TEXT))
    registration_number: str | None = field(
        default=None, metadata=about("Registration number: in the company register.", PARTY_TEXT)
    )
    vat_number: str | None = field(
        default=None,
        metadata=about(
            "VAT number; blanks, dots and dashes are taken out, the country's letters put in front where they are "
            "missing, the check digits checked.",
            PARTY_TEXT,
        ),
    )
    legal_information: str | None = field(
        default=None, metadata=about("What the law wants beside the name.", PARTY_TEXT)
    )
    address: PostalAddressInput | None = field(default=None, metadata=about("Postal address, whole."))
    electronic_address: ElectronicAddressInput | None = field(
        default=None, metadata=about("Where electronic documents go.")
    )
    contact_name: str | None = field(default=None, metadata=about("Whom customers ask.", PARTY_TEXT))
    phone: str | None = field(default=None, metadata=about("Telephone.", PARTY_TEXT))
    email: str | None = field(default=None, metadata=about("E-mail.", PARTY_TEXT))
    bank_accounts: list[BankAccountInput] | None = field(
        default=None,
        metadata=about("All accounts, in the order of preference; they replace those before.", empty=EmptyList.NONE),
    )
    language: Language | None = field(
        default=None, metadata=about("Language of documents for customers that have none. At first EN.")
    )
    time_zone: str | None = field(default=None, metadata=about("IANA name of the time zone. At first UTC.", TIME_ZONE))
    logo: str | None = field(
        default=None, metadata=about('PNG or SVG in base64, at most 200 KiB; "" takes it away.', LOGO)
    )
    tax_rounding: TaxRounding | None = field(
        default=None,
        metadata=about("How tax is rounded from now on. At first LINE, as before there was a company."),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class RecordExternalReference(Command):
    """A number that somebody else gave the document."""

    invoice: InvoiceRef = field(metadata=about("Which document; posted."))
    system: str = field(metadata=about("Who gave it, such as KSEF or PEPPOL; one number for each.", NEEDED_CODE))
    value: str = field(metadata=about("The number.", replace(WHOLE_TEXT, longest=200)))
