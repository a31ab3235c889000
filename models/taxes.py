"""Tables of tax codes, and of what each document's tax is made of.

A code's rates are by day. A row of a document's breakdown copies what the code said on that day, so that nothing which
happens to the code later changes the document.
"""

from datetime import date
from decimal import Decimal

from sqlmodel import Field, SQLModel, UniqueConstraint

from . import columns
from .exact import Amount, Quantity
from .facts import Since, facts

Day = date  # a field below is called so in the API


class TaxCode(SQLModel, table=True):
    """What a line is taxed as: the category, the reason where nothing is charged, and the account of the tax."""

    __tablename__ = "tax_code"
    id: int | None = columns.key()
    code: str = columns.unique_text()
    description: str
    category: str
    exemption_reason: str | None = None
    exemption_reason_code: str | None = None
    account: str | None = None
    standard_code: str | None = None


class TaxRate(SQLModel, table=True):
    """A rate of a code, in per cent, from a day until the next one of that code begins."""

    __tablename__ = "tax_rate"
    __table_args__ = (UniqueConstraint("tax_code_id", "from_day"),)
    id: int | None = columns.key()
    tax_code_id: int = columns.reference("tax_code.id")
    from_day: Day
    rate: Decimal = columns.exact(Quantity)


class InvoiceTax(SQLModel, table=True):
    """A row of a posted document's tax breakdown, signed as the document is (documents 2.9).

    Category and rate are null where nobody knows them: a bare rate of zero, or tax that was typed without a code.
    """

    __tablename__ = "invoice_tax"
    __table_args__ = (UniqueConstraint("invoice_id", "position"), facts(Since.INVOICE_POSTED))
    id: int | None = columns.key()
    invoice_id: int = columns.reference("invoice.id")
    position: int
    tax_code_id: int | None = columns.optional_reference("tax_code.id", index=True)
    category: str | None = None
    rate: Decimal | None = columns.optional_exact(Quantity)
    base: Decimal = columns.exact(Amount)
    amount: Decimal = columns.exact(Amount)
    exemption_reason: str | None = None
    exemption_reason_code: str | None = None
    last_supply: Day | None = Field(default=None)  # the last day of supply that the rate was taken of
    first_supply: Day | None = Field(default=None)  # and the first: what setTaxCode may no longer touch
    account: str | None = None  # that it was posted to; null: that of SALES_TAX
