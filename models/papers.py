"""Tables of what leaves the house: the company, the copies that posted documents keep, and the files that were issued.

A copy of a party has the SHA-256 of its content for a key: a thousand documents of a customer that never moved share
one. Addresses and parties are JSON objects with the names that their fields have in the API, without those that are
empty, because they change as a whole.
"""

from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlmodel import JSON, Field, SQLModel, UniqueConstraint

from . import columns
from .facts import Since, facts

Day = date


class Company(SQLModel, table=True):
    """The legal entity that sells; one row, there since `setCompany` was called first."""

    __tablename__ = "company"
    id: int = Field(primary_key=True)
    name: str
    trading_name: str | None = None
    registration_number: str | None = None
    vat_number: str | None = None
    legal_information: str | None = None
    address: dict[str, str] = Field(sa_type=JSON)
    electronic_address: dict[str, str] | None = columns.optional_json()
    contact_name: str | None = None
    phone: str | None = None
    email: str | None = None
    bank_accounts: list[dict[str, str]] = Field(sa_type=JSON)
    language: str
    time_zone: str
    logo: str | None = columns.optional_text_reference("logo.sha256")
    tax_rounding: str


class Logo(SQLModel, table=True):
    """A picture that stands on documents, under its own SHA-256."""

    __tablename__ = "logo"
    __table_args__ = (facts(Since.WRITTEN),)
    sha256: str = Field(primary_key=True)
    media_type: str
    content: bytes = Field(sa_type=LargeBinary)


class PartyCopy(SQLModel, table=True):
    """A party as it stands on documents, under the SHA-256 of its content in canonical JSON."""

    __tablename__ = "party_copy"
    __table_args__ = (facts(Since.WRITTEN),)
    fingerprint: str = Field(primary_key=True)
    content: dict[str, object] = Field(sa_type=JSON)


class DocumentCopy(SQLModel, table=True):
    """What a posted document copied of parties and orders on its day (documents 1.3).

    `seller` is null on documents posted before there was a company. `fingerprint` is taken over all the others, but for
    `required`: the rendition without which nothing would have been posted, null where the customer required none.
    """

    __tablename__ = "document_copy"
    __table_args__ = (facts(Since.WRITTEN),)
    invoice_id: int = columns.part_of_key("invoice.id")
    seller: str | None = columns.optional_text_reference("party_copy.fingerprint", index=True)
    bill_to: str = Field(foreign_key="party_copy.fingerprint", index=True)
    ship_to: dict[str, str] | None = columns.optional_json()
    kind: str
    buyer_reference: str | None = None
    purchase_order_number: str | None = None
    packing_slip_number: str | None = None
    account: dict[str, str] | None = columns.optional_json()
    logo: str | None = columns.optional_text_reference("logo.sha256")
    language: str | None = None
    terms_days: int | None = None
    tax_rounding: str
    fingerprint: str
    required: str | None = None


class InvoicePreceding(SQLModel, table=True):
    """A document that another one must name (BG-3): what it corrects or credits, or whose advance it deducts."""

    __tablename__ = "invoice_preceding"
    __table_args__ = (facts(Since.INVOICE_POSTED),)
    invoice_id: int = columns.part_of_key("invoice.id")
    preceding_id: int = columns.part_of_key("invoice.id", index=True)
    position: int


class ReturnPreceding(SQLModel, table=True):
    """An invoice that the credit notes of a return order must name although its lines do not lead to it."""

    __tablename__ = "return_preceding"
    order_id: int = columns.part_of_key("orders.id")
    invoice_id: int = columns.part_of_key("invoice.id", index=True)
    position: int


class DocumentFile(SQLModel, table=True):
    """A file of a document, byte for byte as it left the house.

    `rendition` says which of a document's files it is: UBL/EN16931, CII/PEPPOL_BIS_3, PDF/NB, HTML/EN.
    """

    __tablename__ = "document_file"
    __table_args__ = (UniqueConstraint("invoice_id", "rendition"), facts(Since.WRITTEN))
    id: int | None = columns.key()
    invoice_id: int = columns.reference("invoice.id")
    rendition: str
    media_type: str
    file_name: str
    size: int
    sha256: str
    title: str  # what stands on the page; of a file for machines its type code (BT-3)
    pages: int | None = None
    embeds: bool = False  # a PDF that carries a valid CII file
    validated_by: list[str] = Field(sa_type=JSON)
    problems: list[dict[str, object]] = Field(sa_type=JSON)  # the warnings that it was issued with
    created_at: datetime = columns.instant()
    created_by_id: int | None = columns.optional_reference("actor.id")
    content: bytes = Field(sa_type=LargeBinary)


class ProductUnit(SQLModel, table=True):
    """What a product was counted in until it was given another unit, for the documents that were posted by then.

    `until_actual_id` is the last row of the ledger at that time: a document whose rows come later has the unit that
    followed. Only units that a file can name are kept.
    """

    __tablename__ = "product_unit"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    product_id: int = columns.reference("product.id", index=True)
    unit: str
    until_actual_id: int


class ExternalReference(SQLModel, table=True):
    """The number under which an authority or a network knows a document; one for each system."""

    __tablename__ = "external_reference"
    __table_args__ = (UniqueConstraint("invoice_id", "system"), facts(Since.WRITTEN))
    id: int | None = columns.key()
    invoice_id: int = columns.reference("invoice.id")
    system: str
    value: str
    recorded_at: datetime = columns.instant()
