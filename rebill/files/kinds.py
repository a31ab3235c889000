"""What can be imported: each kind of record, its command, and the handler that carries many of them out."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..posting.command.batch import Batch, one_by_one
from ..posting.commands import CreateProduct, CreateProjectContract, CreateReturnOrder
from ..posting.imports.entries import ImportEntry, import_entries
from ..posting.imports.parties import ImportCustomer, import_customers
from ..posting.imports.returns import import_returns
from ..posting.imports.sales_orders import ImportSalesOrder, import_sales_orders
from ..posting.projects.contracts import create_project_contract
from ..posting.setup.parties import create_products


@dataclass(frozen=True)
class Kind:
    """A kind of record.

    `key` is the column that says in a CSV file which rows make up one record; its lines' columns begin with "line.".
    `numbered` records may bear a number of the user's own.
    """

    name: str
    command: type
    handler: Batch[Any, Any]  # of its own command and answer
    key: str | None = None
    numbered: bool = False


KINDS = {
    one.name: one
    for one in (
        Kind("customers", ImportCustomer, import_customers, numbered=True),
        Kind("products", CreateProduct, create_products, numbered=True),
        Kind("orders", ImportSalesOrder, import_sales_orders, key="order"),
        Kind("returns", CreateReturnOrder, import_returns, key="return"),
        Kind("contracts", CreateProjectContract, one_by_one(create_project_contract), key="contract"),
        Kind("entries", ImportEntry, import_entries),
    )
}


def kind_of(path: Path) -> Kind | None:
    """The kind that a file's name begins with: customers.csv, entries-2026-01.jsonl; None where it is none.

    >>> kind_of(Path("in/Entries 2026.csv")).name
    'entries'
    """
    word = re.match(r"[a-z]+", path.name.lower())
    return KINDS.get(word.group()) if word else None
