"""A record of a file is refused for the very reasons for which the mutation refuses it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, is_required_input_field
from hypothesis import given
from hypothesis import strategies as st

from rebill.files.cells import guarded, unguarded
from rebill.files.values import fields_of
from rebill.models.identity import encode
from rebill.posting import commands as c
from rebill.posting.command.batch import once_each
from rebill.posting.command.transaction import Service, Transaction
from rebill.posting.imports.entries import ImportEntry, import_entries
from rebill.posting.problems import Refused
from rebill.posting.projects import entries as work
from rebill.posting.sales import orders as sales_orders
from rebill.posting.setup import parties
from tests.api import SCHEMA
from tests.exchange.files import Desk

D = Decimal
LAMP = c.ProductRef(number="P")
BAD_CUSTOMERS = [
    c.CreateCustomer(name=" ", currency="XXY", payment_terms_days=400, tax_registration_number=""),
    c.CreateCustomer(number="A", name="N", currency="NOK"),
    c.CreateCustomer(number="x" * 51, name="n" * 501, currency="nok"),
]
BAD_PRODUCTS = [
    c.CreateProduct(name="", unit="x" * 21, sales_price=D("-1"), cost_price=D("1.1234567"), tax_rate=D(101)),
    c.CreateProduct(number="P", name="L", sales_price=D(10) ** 9),
]
BAD_ORDERS = [
    c.CreateSalesOrder(customer=c.CustomerRef(number="nobody"), lines=[]),
    c.CreateSalesOrder(
        customer=c.CustomerRef(id=encode("Product", 1)),
        lines=[c.SalesOrderLineInput(product=c.ProductRef(number="?"), quantity=D(0), discount_percent=D(101))],
    ),
    c.CreateSalesOrder(
        customer=c.CustomerRef(number="A"),
        lines=[c.SalesOrderLineInput(product=LAMP, quantity=D(10) ** 8, unit_price=D(10) ** 8, tax_rate=D(-1))],
    ),
    c.CreateSalesOrder(customer=c.CustomerRef(id=encode("Customer", 99)), lines=[]),
]


def refusals(desk: Desk, commands: list[Any], single: Callable[..., Any]) -> list[Any]:
    found = []
    for command in commands:
        with pytest.raises(Refused) as refused:
            Service(desk.database, desk.api.clock).execute(command, single)
        found.append(refused.value.problems)
    return found


@pytest.mark.parametrize(
    ("bad", "good", "single", "several"),
    [
        (BAD_CUSTOMERS, c.CreateCustomer(name="B", currency="EUR"), parties.create_customer, parties.create_customers),
        (BAD_PRODUCTS, c.CreateProduct(name="B", sales_price=D(1)), parties.create_product, parties.create_products),
        (
            BAD_ORDERS,
            c.CreateSalesOrder(
                customer=c.CustomerRef(number="A"), lines=[c.SalesOrderLineInput(product=LAMP, quantity=D(1))]
            ),
            sales_orders.create_sales_order,
            sales_orders.create_sales_orders,
        ),
    ],
    ids=["customers", "products", "orders"],
)
def test_several_commands_are_refused_like_single_ones_and_only_the_bad_ones(
    desk: Desk, bad: list[Any], good: Any, single: Callable[..., Any], several: Callable[..., Any]
) -> None:
    desk.accept("customers.csv", "number,name,currency\nA,Nor,NOK\n")
    desk.accept("products.csv", "number,name,salesPrice\nP,Lamp,1\n")
    alone = refusals(desk, bad, single)
    with desk.database.write() as connection:
        transaction = Transaction(connection, desk.api.clock.now(), desk.api.clock.today())
        first, *answers, last = once_each(transaction, [good, *bad, good], several)
    assert not isinstance(first, Refused)
    assert not isinstance(last, Refused)
    assert first != last
    assert [one.problems for one in answers if isinstance(one, Refused)] == alone


def test_entries_are_refused_like_those_of_a_journal(desk: Desk) -> None:
    desk.accept("customers.csv", "number,name,currency\nA,Nor,NOK\n")
    contract = desk.api.contract("A")
    values: dict[str, Any] = {
        "contract_line": contract["lines"][0]["id"],
        "transaction_class": "MILESTONE",
        "description": "",
        "transaction_date": desk.api.clock.today(),
        "quantity": D(0),
        "unit_price": D(-1),
        "tax_amount": D("0.001"),
    }
    journal = c.PostEntryJournal(entries=[c.JournalEntryInput(**values)])
    (alone,) = refusals(desk, [journal], work.post_entry_journal)
    with desk.database.write() as connection:
        transaction = Transaction(connection, desk.api.clock.now(), desk.api.clock.today())
        (answer,) = once_each(transaction, [ImportEntry(**values)], import_entries)
    assert isinstance(answer, Refused)
    assert len(alone) == 6
    assert [(one.code, one.message) for one in answer.problems] == [(one.code, one.message) for one in alone]
    assert [("entries", "0", *one.path) for one in answer.problems] == [one.path for one in alone]


@given(st.text(alphabet=st.sampled_from("'=+-@\t\rab ,\n\""), max_size=6))
def test_a_text_comes_back_from_its_cell_and_no_cell_is_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@pytest.mark.parametrize("command", [c.CreateProduct, c.CreateProjectContract, c.CreateReturnOrder, c.MilestoneInput])
def test_a_record_has_the_fields_of_the_mutations_input(command: type) -> None:
    name = f"{command.__name__}Input" if issubclass(command, c.Command) else command.__name__
    kind = SCHEMA._schema.type_map[name]
    assert isinstance(kind, GraphQLInputObjectType)
    of_api = {one: is_required_input_field(field) for one, field in kind.fields.items()}
    assert {one.name: one.required for one in fields_of(command)} == of_api
