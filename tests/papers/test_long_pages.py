"""Documents of more rows than a PDF takes: refused where they are asked for, so that nobody else waits for one."""

from pathlib import Path
from typing import Any

import pytest
from graphql import execute_sync

from rebill.documents.printed.pdf import MOST_ROWS, TooLongError, pdf_of
from rebill.documents.printed.rendering import render, sheet_of
from rebill.models.database import Database
from rebill.models.vocabulary import Language, PrintFormat
from rebill.resolvers.context import Context
from tests.api import SCHEMA, Api, Rejected
from tests.api import document as document_of
from tests.documents.printed.models import document, statement
from tests.papers.sent import buyer, issued, printed, seller, shown
from tests.shell import Rebill

DAYS = ("--from", "2026-09-01", "--to", "2026-09-01")
PDF = '{ invoice(ref: {number: "%s"}) { printedDocument(format: PDF) { pages } } }'


def long_invoice(api: Api) -> str:
    """The one invoice of several orders, with a row more than a page has."""
    seller(api)
    customer, product = buyer(api, language="EN"), {"product": {"number": api.product("9.90")}, "quantity": "1"}
    orders = []
    for count in (1000, 1000, 1000, 1):
        lines = [product | {"taxCode": "S25"}] * count
        made = api.do(
            "createSalesOrder",
            "... on SalesOrderSuccess { order { number } }",
            customer={"number": customer},
            lines=lines,
        )
        orders.append({"number": made["order"]["number"]})
        api.do("postPackingSlip", "... on PackingSlipSuccess { packingSlip { number } }", order=orders[-1])
    (posted,) = {one["invoice"]["number"] for one in api.post_orders(*orders, summaryUpdate="INVOICE_ACCOUNT")}
    return str(posted)


def answered(api: Api, query: str) -> Any:
    """What is answered, with its errors."""
    context = Context(api.database, clock=api.clock)
    try:
        return execute_sync(SCHEMA._schema, document_of(query), context_value=context)
    finally:
        context.fresh()


@pytest.mark.slow
def test_a_document_of_too_many_rows_has_a_page_as_html_and_is_refused_as_pdf(
    sqlite_database: Database, rebill: Rebill, tmp_path: Path
) -> None:
    api = Api(sqlite_database)
    number = long_invoice(api)
    (error,) = answered(api, PDF % number).errors
    assert (error.extensions["code"], error.extensions["path"]) == ("BAD_USER_INPUT", ["format"])
    assert error.message.startswith("A PDF has 3000 rows at most, and this one would have 3001;")
    with pytest.raises(Rejected) as found:
        issued(api, number, print=["PDF", "HTML"])
    assert [(one["code"], one["path"]) for one in found.value.problems] == [("INVALID_INPUT", ["print"])]
    assert shown(api, number, "files { id }") == {"files": []}
    assert printed(api, number, "HTML")["pages"] is None
    ended = rebill("documents", *DAYS, "--out", str(tmp_path / "out"), "--database", str(api.database.engine.url))
    told = f"rebill: {number} has 3001 rows, and a PDF 3000 at most: take html"
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (1, told)


def test_pages_of_every_kind_have_an_end() -> None:
    for model in (document(MOST_ROWS + 1), statement(MOST_ROWS)):  # and its opening balance
        with pytest.raises(TooLongError):
            pdf_of(sheet_of(model, Language.EN), None)
        assert render(model, PrintFormat.HTML, Language.EN).content
