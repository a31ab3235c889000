"""Statements of account, as they are asked for (documents 4.2)."""

from typing import Any

from graphql import execute_sync

from rebill.resolvers.context import Context
from tests.api import SCHEMA, Api, document
from tests.papers.sent import buyer, seller, sold

STATEMENT = """query($n: String!, $from: Date!, $to: Date!) {
  customer(ref: {number: $n}) { statementOfAccount(from: $from, to: $to, format: HTML) { content } }
}"""


def asked(api: Api, customer: str, first: str, last: str) -> Any:
    """What is answered, with its errors."""
    days = {"n": customer, "from": first, "to": last}
    context = Context(api.database, clock=api.clock)
    try:
        return execute_sync(SCHEMA._schema, document(STATEMENT), variable_values=days, context_value=context)
    finally:
        context.fresh()


def test_a_statement_ends_no_earlier_than_it_begins(api: Api) -> None:
    """Its closing balance would be that of a day before, under the date of another."""
    seller(api)
    customer = buyer(api)
    sold(api, customer)
    [error] = asked(api, customer, "2026-12-01", "2026-01-01").errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert error.extensions["path"] == ["to"]
    assert error.message == "to is 2026-01-01, which is before 2026-12-01; give a day from then on."
    one_day = asked(api, customer, "2026-09-01", "2026-09-01")
    assert not one_day.errors
    assert "1,698.63" in one_day.data["customer"]["statementOfAccount"]["content"]
