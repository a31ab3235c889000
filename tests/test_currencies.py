"""Only currencies that are money in use are taken, by ISO's own table; what is stored stays readable."""

import pytest
from sqlalchemy import update
from sqlmodel import SQLModel

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.money import in_use, minor_unit
from rebill.models.places import AMOUNT_PLACES
from rebill.posting.ledger_check import check_connection
from tests.api import SCHEMA, Api, Context, Rejected
from tests.laws.tampering import broken_into

CREATED = "... on CustomerSuccess { customer { currency } }"


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ("no currency", "XXX"),
        ("testing", "XTS"),
        ("gold", "XAU"),
        ("silver", "XAG"),
        ("drawing rights", "XDR"),
        ("a bond market unit", "XBA"),
        ("a fund", "CHE"),
        ("a unit of account", "CLF"),
        ("replaced by the euro", "DEM"),
        ("replaced by the euro in 2023", "HRK"),
        ("replaced by the euro in 2026", "BGN"),
        ("no code", "kroner"),
        ("a sign", "€"),
    ],
)
def test_a_code_that_is_no_money_in_use_is_refused(sqlite_database: Database, about: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        Api(sqlite_database).do("createCustomer", CREATED, name=about, currency=code)
    (problem,) = refused.value.problems
    assert problem["message"] == f"{code} is not the ISO 4217 code of a currency in use."
    assert (problem["code"], problem["path"]) == ("INVALID_INPUT", ["currency"])


def test_a_code_in_small_letters_is_told_the_right_one(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    with pytest.raises(Rejected) as refused:
        api.do("createCustomer", CREATED, name="A", currency="nok")
    assert refused.value.problems[0]["remedy"] == "Write NOK."
    assert api.do("createCustomer", CREATED, name="A", currency=" NOK ")["customer"] == {"currency": "NOK"}
    code = {"code": "LATE", "description": "Late"}
    charge = {"description": "Fee", "category": "FIXED", "value": "5", "currency": "eur"}
    with pytest.raises(Rejected) as refused:
        api.do("setReasonCode", "... on ReasonCodeSuccess { reasonCode { code } }", **code, charges=[charge])
    assert refused.value.problems[0]["remedy"] == "Write EUR."
    query = "{ customers(filter: {currency: [%s]}) { totalCount } }"
    (error,) = SCHEMA.execute_sync(query % '"EUR", "nok"', context_value=Context(sqlite_database)).errors or ()
    assert error.message == "filter.currency: 'nok' is not an ISO 4217 currency code; write NOK."
    assert error.extensions is not None
    assert (error.extensions["code"], error.extensions["path"]) == ("BAD_USER_INPUT", ["filter", "currency", "1"])
    assert api.run(query % '" NOK "') == {"customers": {"totalCount": 1}}


def test_minor_units_are_those_of_iso() -> None:
    wanted = {"NOK": 2, "JPY": 0, "ISK": 0, "HUF": 2, "KWD": 3, "IQD": 3, "RSD": 2, "MGA": 2, "UGX": 0, "XOF": 0}
    assert {code: minor_unit(code) for code in wanted} == wanted
    assert max(in_use().values()) <= AMOUNT_PLACES
    assert len(in_use()) > 150


def test_a_customer_in_a_currency_of_the_past_goes_on(api: Api) -> None:
    customer, product = api.customer(), api.product("10.25")
    with api.database.write() as connection:
        connection.execute(update(tables.customer).values(currency="HRK"))
    assert api.invoiced(customer, {"product": {"number": product}, "quantity": "1"})["totalAmount"] == "12.81"
    assert api.run('{ customers(filter: {currency: ["HRK"]}) { totalCount } }') == {"customers": {"totalCount": 1}}


def test_what_was_posted_with_the_decimals_of_before_breaks_no_law(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    customer, product = api.customer("JPY"), api.product("33.37", cost="20.11", tax="17.5")
    invoice = api.invoiced(customer, {"product": {"number": product}, "quantity": "7", "discountPercent": "12.5"})
    handling = {"description": "Handling", "category": "PERCENT", "value": "-10", "taxRate": "17.5"}
    line = {"invoiceLine": invoice["lines"][0]["id"], "quantity": "2", "charges": [handling]}
    order = api.returned(lines=[line])
    api.receive(api.arrive(order, (1, "2")))
    api.credit(order)
    contract = api.contract(customer)
    api.work(contract, "2.5", "33.37", unitCost="7.77")
    api.confirm(api.bill(api.draft(contract), "1.7")["invoice"])
    with broken_into(sqlite_database) as connection:  # dinars had no decimals then, as yen have none
        for table in SQLModel.metadata.sorted_tables:
            if "currency" in table.c:
                connection.execute(update(table).where(table.c.currency == "JPY").values(currency="RSD"))
        assert [law.violations for law in check_connection(connection) if not law.holds] == []
        net = tables.sales_order_line.c.net_amount
        connection.execute(update(tables.sales_order_line).values(net_amount=net + 1))
        assert "returns 3.3 order lines" in {law.id for law in check_connection(connection) if not law.holds}
