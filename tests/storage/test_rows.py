"""Rows have the types that their classes say: a class and a statement that do not agree are an error at once."""

import ast
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_type_hints

import pytest
from sqlalchemy import Select, Table, func, insert, literal, select

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.rows import build_of, read_all, read_one, read_one_or_none, read_pairs, read_value
from rebill.models.vocabulary import CustomerBlock
from rebill.posting.command import records as named
from rebill.posting.ledger import records as ledger
from rebill.posting.planners.projects.facts import LedgerRow
from rebill.posting.projects import records as projects
from rebill.posting.projects.drafts import records as drafts
from rebill.posting.returns import records as returns
from rebill.posting.runs import records as runs
from rebill.posting.runs.schedules import ScheduleRow
from rebill.posting.sales.loading import SalesLineRow

CUSTOMER, INVOICE = tables.customer, tables.invoice
ROWS: list[tuple[type, Table]] = [
    (named.CustomerRow, tables.customer),
    (named.ProductRow, tables.product),
    (named.OrderRow, tables.order),
    (named.InvoiceRow, tables.invoice),
    (named.ParametersRow, tables.parameters),
    (ledger.PeriodRow, tables.fiscal_period),
    (ledger.AccountRow, tables.posting_account),
    (ledger.DetailRow, tables.invoice_line_detail),
    (ledger.ActualRow, tables.actual),
    (ledger.ChargeRow, tables.invoice_charge),
    (ledger.SlipRow, tables.packing_slip),
    (SalesLineRow, tables.sales_order_line),
    (returns.DispositionRow, tables.disposition_code),
    (returns.ChargeRow, tables.return_charge),
    (returns.SlipRow, tables.packing_slip),
    (LedgerRow, tables.actual),
    (projects.SalesRow, tables.actual),
    (projects.ContractLineRow, tables.contract_line),
    (projects.MilestoneRow, tables.milestone),
    (projects.RetainerRow, tables.retainer),
    (drafts.PostedDetail, tables.invoice_line_detail),
    (runs.RunRow, tables.posting_run),
    (runs.ItemRow, tables.posting_run_item),
    (ScheduleRow, tables.run_schedule),
]
MAY_BE_NULL = {
    (returns.SoldLineRow, "quantity"),
    (returns.SoldLineRow, "unit_price"),
}  # what is no line of goods has none; every row is looked at
POSTING = Path(__file__).resolve().parents[2] / "posting"
UNTYPED = {"scalar", "scalars", "scalar_one", "scalar_one_or_none", "one", "one_or_none", "first", "mappings"}


@dataclass(frozen=True)
class Blocked:
    """A customer, and whether it is blocked."""

    number: str
    blocked: CustomerBlock


@dataclass(frozen=True)
class Dated:
    """A document, and its date, which a draft has not."""

    id: int
    invoice_date: date


@dataclass(frozen=True)
class Misspelt:
    """A field that no column has."""

    nummber: str


@dataclass(frozen=True)
class Mistaken:
    """An amount that is taken for text."""

    balance: str


@pytest.mark.parametrize(("kind", "table"), ROWS, ids=[f"{kind.__module__}.{kind.__name__}" for kind, _ in ROWS])
def test_a_class_agrees_with_its_table_and_is_optional_where_the_column_is_nullable(kind: type, table: Table) -> None:
    build_of(select(table), kind)
    for name, hint in get_type_hints(kind).items():
        assert ("None" in str(hint)) == bool(table.c[name].nullable), name


@pytest.mark.parametrize(
    ("statement", "kinds", "why"),
    [
        (select(CUSTOMER), [Misspelt], "nummber is not selected"),
        (select(CUSTOMER), [Mistaken], "balance is Decimal, not str"),
        (select(CUSTOMER, tables.product), [Blocked], "number is selected twice"),
        (select(CUSTOMER.c.id), [str], "0 is int, not str"),
        (select(CUSTOMER.c.id, CUSTOMER.c.number), [int], "2 columns are selected, not 1"),
        (select(CUSTOMER.c.id, CUSTOMER.c.number), [int, Decimal], "1 is str, not Decimal"),
        (select(func.no_type_is_known(CUSTOMER.c.id)), [int], "0 is object, not int"),
    ],
)
def test_a_class_that_does_not_agree_with_its_statement_is_an_error(
    statement: Select[*tuple[object, ...]], kinds: list[type], why: str
) -> None:
    with pytest.raises(TypeError, match=why):
        build_of(statement, *kinds)


@pytest.mark.both_engines
def test_rows_hold_decimals_days_and_members_of_the_vocabulary(database: Database) -> None:
    with database.write() as connection:
        customer = {"number": "C-1", "name": "One", "currency": "NOK", "balance": Decimal("1.25")}
        added = insert(CUSTOMER).returning(CUSTOMER.c.id)
        (key,) = read_all(connection, added, int, [customer])
        assert read_all(connection, select(CUSTOMER), Blocked) == [Blocked("C-1", CustomerBlock.NO)]
        assert read_pairs(connection, select(CUSTOMER.c.number, CUSTOMER.c.balance), str, Decimal) == [
            ("C-1", Decimal("1.25"))
        ]
        assert read_value(connection, select(CUSTOMER.c.tax_registration_number), str) is None
        assert read_value(connection, select(CUSTOMER.c.blocked).where(CUSTOMER.c.id == key), CustomerBlock) is (
            CustomerBlock.NO
        )
        assert read_one_or_none(connection, select(CUSTOMER).where(CUSTOMER.c.id != key), Blocked) is None


@pytest.mark.both_engines
def test_what_may_be_null_but_is_not_said_to_be_is_looked_at_in_every_row(database: Database) -> None:
    """By itself, or because an outer join finds nothing."""
    invoice = select(literal(1).label("id"), CUSTOMER.c.number, INVOICE.c.customer_id)
    joined = invoice.outerjoin(INVOICE, INVOICE.c.customer_id == CUSTOMER.c.id)
    with database.write() as connection:
        connection.execute(insert(CUSTOMER).values(number="C-1", name="One", currency="NOK"))
        with pytest.raises(ValueError, match="0 is null, which int cannot be"):
            read_one(connection, joined.with_only_columns(INVOICE.c.customer_id), int)
        with pytest.raises(ValueError, match="invoice_date is null"):
            none = select(literal(1).label("id"), literal(None, INVOICE.c.invoice_date.type).label("invoice_date"))
            read_one(connection, none, Dated)


@pytest.mark.both_engines
def test_a_word_that_the_vocabulary_has_not_is_an_error(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(CUSTOMER).values(number="C-1", name="One", currency="NOK", blocked="PERHAPS"))
        with pytest.raises(ValueError, match=re.escape("'PERHAPS' is stored where only NO, INVOICE, ALL can be")):
            read_all(connection, select(CUSTOMER), Blocked)


def test_no_room_reads_rows_without_their_types() -> None:
    """The laws, and the numbers they count, read as little as they can of what they doubt, and are left alone."""
    untyped = []
    for path in sorted(POSTING.rglob("*.py")):
        if "laws" in path.parts or path.name in {"ledger_check.py", "number_gaps.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            looped = node.iter if isinstance(node, ast.For | ast.comprehension) else None
            called = node if isinstance(node, ast.Call) else looped
            name = called.func.attr if isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute) else ""
            if name in UNTYPED or (called is looped and name == "execute"):
                untyped.append(f"{path.relative_to(POSTING)}:{called.lineno}" if called is not None else str(path))
    assert untyped == []
