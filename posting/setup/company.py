"""The company: the legal entity whose name stands on documents, one for a database.

Postings hold the parameters until they commit, and whoever sets the company has these alone: so no document can round
its tax in one way, and say that it rounds in another.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from ...documents.numbers import compact, is_iban, is_vat_number, vat_number
from ...models import tables
from ...models.rows import columns_of, read_one_or_none, read_value
from ...models.vocabulary import Language, TaxRounding
from ..checks import Checks
from ..command.addresses import Stored, stored_address, stored_electronic_address, without_empty
from ..command.transaction import Transaction
from ..command.zones import zone_named
from ..commands import BankAccountInput, SetCompany
from ..history.notes import note_made
from .logos import BadPicture, Picture, picture

COMPANY = tables.company
KEY = 1  # there is one
MOST_ACCOUNTS = 20
TEXTS = ("trading_name", "registration_number", "legal_information", "contact_name", "phone", "email")  # "" clears
AT_FIRST: Mapping[str, object] = {
    "bank_accounts": [],
    "language": Language.EN,
    "time_zone": "UTC",
    "tax_rounding": TaxRounding.LINE,
}


@dataclass(frozen=True)
class CompanyResult:
    """The company."""

    company: int


@dataclass(frozen=True)
class KnownCompany:
    """The company as it stands, as far as changing it asks."""

    address: Stored
    vat_number: str | None


def set_company(transaction: Transaction, command: SetCompany) -> CompanyResult:
    """Make the company, or change what is named of it; the first call needs a name and an address."""
    connection = transaction.connection
    connection.execute(select(tables.parameters.c.id).with_for_update(key_share=True)).all()  # postings share this row
    known = read_one_or_none(connection, select(*columns_of(COMPANY, KnownCompany)).with_for_update(), KnownCompany)
    checks = Checks()
    values = _values(command, known, checks)
    logo = _logo(command.logo, checks)
    if known is None:
        if command.name is None:
            checks.invalid("company-name", "name")
        if command.address is None:
            checks.invalid("company-address", "address")
    elif not values and command.logo is None:
        checks.invalid("no-parameter")
    checks.done()
    if command.logo is not None:
        values["logo"] = None if logo is None else _kept(transaction, logo)
    if known is None:
        connection.execute(insert(COMPANY).values({"id": KEY, **AT_FIRST, **values}))
        note_made(connection, "Company", KEY)
    else:
        connection.execute(update(COMPANY).where(COMPANY.c.id == KEY).values(values))
    return CompanyResult(KEY)


def _values(command: SetCompany, known: KnownCompany | None, checks: Checks) -> dict[str, object]:
    """What the command names, as it is stored."""
    values: dict[str, object] = {name: given or None for name in TEXTS if (given := getattr(command, name)) is not None}
    for name in ("name", "language", "tax_rounding"):
        if (given := getattr(command, name)) is not None:
            values[name] = given
    address = stored_address(command.address, checks, "address")
    if address is not None:
        values["address"] = address
    if command.electronic_address is not None:
        values["electronic_address"] = stored_electronic_address(
            command.electronic_address, checks, "electronicAddress"
        )
    if command.registration_number:
        values["registration_number"] = compact(command.registration_number)
    if command.vat_number is not None:
        at = address or (None if known is None else known.address)
        values["vat_number"] = _vat_number(command.vat_number, at, checks)
    if command.bank_accounts is not None:
        checks.at_most("bank accounts", command.bank_accounts, MOST_ACCOUNTS, "bankAccounts")
        values["bank_accounts"] = [
            _account(one, checks, "bankAccounts", str(place)) for place, one in enumerate(command.bank_accounts)
        ]
    if command.time_zone is not None:
        if zone_named(command.time_zone) is None:
            checks.invalid("time-zone", "timeZone", given=command.time_zone)
        values["time_zone"] = command.time_zone
    return values


def _vat_number(given: str, address: Stored | None, checks: Checks) -> str | None:
    if not given:
        return None
    number = vat_number(given, None if address is None else address["country"])
    if not is_vat_number(number):
        checks.invalid("vat-number", "vatNumber", given=number)
    return number


def _account(given: BankAccountInput, checks: Checks, *path: str) -> Stored:
    """An account as it is stored: of an IBAN, or of a national number, never of both."""
    if (given.iban is None) == (given.account_number is None):
        checks.invalid("iban-or-number", *path)
    iban = None if given.iban is None else compact(given.iban).upper()
    if iban is not None and not is_iban(iban):
        checks.invalid("iban", *path, "iban", given=iban)
    if given.currency is not None:
        checks.currency(given.currency, *path, "currency")
    return without_empty(
        {
            "iban": iban,
            "bic": None if given.bic is None else compact(given.bic).upper(),
            "accountNumber": given.account_number,
            "branchNumber": given.branch_number,
            "accountName": given.account_name,
            "currency": given.currency,
        }
    )


def _logo(given: str | None, checks: Checks) -> Picture | None:
    if not given:
        return None
    try:
        return picture(given)
    except BadPicture as bad:
        checks.invalid(str(bad), "logo")
        return None


def _kept(transaction: Transaction, logo: Picture) -> str:
    """The key of the logo, which is kept for the documents that it will stand on."""
    table, connection = tables.logo, transaction.connection
    if read_value(connection, select(table.c.sha256).where(table.c.sha256 == logo.sha256), str) is None:
        connection.execute(insert(table).values(sha256=logo.sha256, media_type=logo.media_type, content=logo.content))
    return logo.sha256
