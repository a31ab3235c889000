"""Columns of rows that are there already: what they were read with, and what they get."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

Value = str | int | bool | Decimal | date | None


class Change(NamedTuple):
    """One column of one existing row, from the value it was read with to the value it gets."""

    subject: str  # the API's type name: Invoice, ReturnOrderLine, Actual …
    key: int
    field: str  # the column's name
    before: Value
    after: Value
