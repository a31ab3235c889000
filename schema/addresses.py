"""Addresses, accounts and parties: what is a part of a record, or was copied on a document."""

from datetime import date

import strawberry

Day = date  # a field below is called date


@strawberry.type(description="A postal address.")
class PostalAddress:
    """A postal address."""

    street: str | None = strawberry.field(description="Street and number (BT-35, BT-50, BT-75).")
    additional_street: str | None = strawberry.field(
        description="A second line: building, c/o, post box (BT-36, BT-51, BT-76)."
    )
    postal_code: str | None = strawberry.field(description="Post code (BT-38, BT-53, BT-78).")
    city: str | None = strawberry.field(description="City (BT-37, BT-52, BT-77).")
    region: str | None = strawberry.field(description="Region, state or province (BT-39, BT-54, BT-79).")
    country: str = strawberry.field(description="ISO 3166-1 alpha-2, such as NO (BT-40, BT-55, BT-80).")


@strawberry.type(
    description="Where electronic documents are delivered: a scheme of the EAS code list and a value in it, such as "
    "0192 and 987654325."
)
class ElectronicAddress:
    """An electronic address."""

    scheme: str = strawberry.field(
        description="The code of the scheme (EAS): 0192 Norway, 0184 Denmark, 9930 German VAT number, EM e-mail."
    )
    value: str = strawberry.field(description="The address in that scheme.")


@strawberry.type(description="An account that customers pay to.")
class BankAccount:
    """A bank account."""

    iban: str | None = strawberry.field(description="International number, without blanks (BT-84).")
    bic: str | None = strawberry.field(description="The bank's code (BT-86).")
    account_number: str | None = strawberry.field(description="National account number where there is no IBAN (BT-84).")
    branch_number: str | None = strawberry.field(
        description="National number of the bank branch, such as the Danish registration number (BT-86)."
    )
    account_name: str | None = strawberry.field(description="In whose name the account is (BT-85).")
    currency: str | None = strawberry.field(description="Only documents in this currency name the account; null: all.")


@strawberry.type(
    description="A party as it stands on a document. On a posted document it is a copy and never changes; on a draft "
    "or a plan it is what would be copied."
)
class Party:
    """A party."""

    name: str = strawberry.field(description="Registered name (BT-27, BT-44).")
    trading_name: str | None = strawberry.field(description="Name it trades under (BT-28, BT-45).")
    number: str | None = strawberry.field(
        description="The customer's number with the seller (BT-46); null for the seller."
    )
    registration_number: str | None = strawberry.field(
        description="Registration number: in the company register (BT-30, BT-47)."
    )
    vat_number: str | None = strawberry.field(
        description="VAT number with its country letters, without blanks (BT-31, BT-48)."
    )
    legal_information: str | None = strawberry.field(
        description="What the law wants beside the name, such as Foretaksregisteret (BT-32 and BT-33); the seller "
        "alone."
    )
    address: PostalAddress | None = strawberry.field(
        description="Postal address (BG-5, BG-8); null where none was known."
    )
    electronic_address: ElectronicAddress | None = strawberry.field(
        description="Where electronic documents go (BT-34, BT-49)."
    )
    contact_name: str | None = strawberry.field(description="Person or department (BT-41, BT-56).")
    phone: str | None = strawberry.field(description="Telephone (BT-42, BT-57).")
    email: str | None = strawberry.field(description="E-mail (BT-43, BT-58).")


@strawberry.type(description="Where the goods went (BG-13).")
class Delivery:
    """A delivery."""

    name: str | None = strawberry.field(description="Name of the place or the receiver (BT-70).")
    address: PostalAddress | None = strawberry.field(description="Address (BG-15).")
    date: Day | None = strawberry.field(
        description="When: the last packing slip or the last work on the document (BT-72)."
    )
