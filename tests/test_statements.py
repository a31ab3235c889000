"""How many statements a posting takes, which is most of what it costs: few, and no more for more lines."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from difflib import ndiff

import pytest

from rebill.models.vocabulary import QuantitySelection
from rebill.posting import commands as c
from rebill.posting.command.transaction import Service
from rebill.posting.projects.drafts.confirmation import confirm_invoice
from rebill.posting.returns.credit_notes import post_return_invoice
from rebill.posting.returns.packing_slips import post_packing_slip
from rebill.posting.runs.document_execution import execute_documents
from rebill.posting.runs.execution import _taken_up
from rebill.posting.runs.runs import start_posting
from rebill.posting.sales.payments import record_payment
from tests.api import Api
from tests.statements import recorded_statements

pytestmark = pytest.mark.both_engines

Act = Callable[[], object]
MOST = {"postgresql": 15, "sqlite": 39}
AROUND = {"postgresql": 2, "sqlite": 1}  # that are not recorded: BEGIN with what comes first, COMMIT
KINDS = ["credit note", "direct credit note", "packing slip", "payment", "confirmation", "document of a run"]


def posting(api: Api, kind: str, lines: int) -> Act:
    """A posting that is ready to be carried out."""
    service, key = Service(api.database, api.clock), f"{kind} {lines}"
    if kind == "confirmation":
        contract = api.contract()
        for _ in range(lines):
            api.work(contract, "1", "10")
        confirmed = c.ConfirmInvoice(invoice=c.InvoiceRef(id=api.draft(contract)["id"]), idempotency_key=key)
        return lambda: service.execute(confirmed, confirm_invoice)
    customer = api.customer()
    sold = [{"product": {"number": api.product("100", cost="60")}, "quantity": "3"} for _ in range(lines)]
    if kind in ("packing slip", "document of a run"):
        ordered = "... on SalesOrderSuccess { order { number } }"
        made = api.do("createSalesOrder", ordered, customer={"number": customer}, lines=sold)
        ref = c.OrderRef(number=made["order"]["number"])
        slip = c.PostPackingSlip(order=ref)
        if kind == "packing slip":
            return lambda: service.execute(replace(slip, idempotency_key=key), post_packing_slip)
        service.execute(slip, post_packing_slip)
        return document_of_a_run(api, service, ref)
    invoice = api.invoiced(customer, *sold)
    if kind == "payment":
        number = c.InvoiceRef(number=invoice["number"])
        paid = c.RecordPayment(invoice=number, amount=Decimal(10), idempotency_key=key)
        return lambda: service.execute(paid, record_payment)
    order = api.return_order(*[(line["id"], "1") for line in invoice["lines"]])
    api.arrive(order, *[(place, "1") for place in range(1, lines + 1)])
    if kind == "credit note":
        api.receive(order)
    credited = c.PostReturnInvoice(
        order=c.OrderRef(id=order["id"]),
        allow_direct_invoice=True,
        quantity=QuantitySelection.ALL,
        idempotency_key=key,
    )
    return lambda: service.execute(credited, post_return_invoice)


def document_of_a_run(api: Api, service: Service, order: c.OrderRef) -> Act:
    """The only document of a run that has been taken up."""
    begun = service.execute(c.PostInvoices(orders=[order], invoice_date=api.clock.today()), start_posting)
    run = _taken_up(service, begun.result.run)
    assert run is not None, "it waits"
    return lambda: execute_documents(service, run, [0])


def _shapes(said: list[str]) -> list[str]:
    """Statements without how many rows they are given, so that those of few lines and of many can be compared."""
    return [re.sub(r"(, )?\([?%s, ]+\)", "", one) for one in said]


@pytest.mark.parametrize("kind", KINDS)
def test_a_posting_takes_few_statements_however_many_lines_it_has(api: Api, kind: str) -> None:
    counts = {}
    for lines in (10, 100):
        act = posting(api, kind, lines)
        with recorded_statements(api.database) as said:
            act()
        counts[lines] = len(said) + AROUND[api.database.dialect], said
    (few, said), (many, of_many) = counts.values()
    assert few == many, "\n".join(ndiff(_shapes(said), _shapes(of_many)))
    assert few <= MOST[api.database.dialect], "\n".join(said)


def test_the_books_settings_are_read_once(api: Api) -> None:
    act = posting(api, "credit note", 2)
    with recorded_statements(api.database) as said:
        act()
    assert len([one for one in said if "fiscal_period" in one]) == 1
    assert len([one for one in said if one.startswith("SELECT (SELECT")]) <= 4


def test_the_series_are_drawn_when_everything_else_is_known(api: Api) -> None:
    """Between the row that everybody waits for and the commit nothing is looked at that could have been before."""
    act = posting(api, "direct credit note", 2)
    with recorded_statements(api.database) as said:
        act()
    (drawn,) = [place for place, one in enumerate(said) if "UPDATE number_series" in one]
    looked = [one for one in said[drawn + 1 :] if one.lstrip().startswith("SELECT")]
    assert all("recorded_at" in one or "sqlite_sequence" in one for one in looked), looked
