"""A repeated call is answered with the first success, though its record keeps only what the books do not say."""

import json
from dataclasses import MISSING, fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Text, cast, func, select

from rebill.files.importing import ImportedFile
from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.command.plan_records import PlanRecord
from rebill.posting.command.results import ReturnOrderResult, RunResult, as_kept, restored, result_of
from rebill.posting.planned.settlements import PlannedSettlement
from rebill.posting.planned.warnings import Warned
from rebill.schema.mutation import MUTATIONS
from rebill.schema.mutation_declarations import Mutation
from tests.api import Api
from tests.projects import Project

KINDS = {result_of(one.handler) for one in MUTATIONS if isinstance(one, Mutation)} | {RunResult, ImportedFile}
AMOUNTS = st.decimals(0, 10**12, places=2)
SETTLEMENTS = st.builds(PlannedSettlement, amount=AMOUNTS)
WARNINGS = st.lists(st.builds(Warned, path=...)).map(tuple)
RECORDS = st.builds(PlanRecord, moves=..., settlements=st.lists(SETTLEMENTS).map(tuple), warnings=WARNINGS)
ENTRY = "postingType debit credit isCorrection"
ROW = (
    "position transactionType transactionClass billingType quantity unitPrice amount taxAmount reverses { sequence } "
    "reversesPosition rule"
)
PLAN = (
    "plan { hash documentType netAmount taxAmount totalAmount currency dueDate "
    "charges { orderLineNumber description amount taxAmount } settlements { invoice { number } amount } "
    f"voucher {{ {ENTRY} }} packingSlipVoucher {{ {ENTRY} }} actuals {{ {ROW} }} "
    "lines { orderLineNumber description quantity unitPrice netAmount taxAmount } "
    "statusChanges { subject field from to } warnings { code message path } }"
)
CREDITED = (
    f"... on PostReturnInvoiceSuccess {{ replayed invoice {{ number }} warnings {{ code message }} {PLAN} "
    "skippedLines { line { lineNumber } code message } }"
)
ORDER = "query($i: ID!) { node(id: $i) { ... on ReturnOrder { id lines { id lineNumber } } } }"
CONFIRMED = f"... on ConfirmInvoiceSuccess {{ replayed invoice {{ number }} actuals {{ sequence }} {PLAN} }}"


@pytest.mark.parametrize("kind", sorted(KINDS, key=str), ids=lambda one: str(one.__qualname__))
@given(data=st.data())
def test_whatever_a_command_answers_is_read_back_from_its_record(kind: type[object], data: st.DataObject) -> None:
    """What has a default, too; a plan that is shown, but not part of the answer, is not kept."""
    values: dict[str, Any] = {}
    for one in fields(kind):  # type: ignore[arg-type]  # a dataclass
        values[one.name] = WARNINGS if one.name == "warnings" else ...
        if one.name == "secret":  # of a key, which is shown once and never kept
            values["secret"] = st.none()
        if one.name == "plan":
            values["plan"] = RECORDS if one.default is MISSING else st.none()
    answer = data.draw(st.builds(kind, **values))
    assert restored(kind, json.loads(json.dumps(as_kept(answer)))) == answer


def test_an_answer_may_grow_by_a_field_that_has_a_default() -> None:
    assert as_kept(ReturnOrderResult(7)) == {"order": 7}
    assert restored(ReturnOrderResult, {"order": 7, "of_a_newer_version": True}) == ReturnOrderResult(7)


def test_the_record_of_a_long_confirmation_is_short(sqlite_database: Database) -> None:
    project = Project.of(Api(sqlite_database))
    work = {"contractLine": project.lines[0], "transactionClass": "TIME", "transactionDate": "2026-08-31"}
    entry = work | {"description": "Work", "quantity": "2", "unitPrice": "100", "readyToInvoice": True}
    project.api.do("postEntryJournal", "", entries=[entry] * 200)
    invoice = confirmed(project, project.draft(), "first")
    confirmed(project, project.correct(invoice), "correction")
    table = tables.idempotency_record
    with sqlite_database.read() as connection:
        size = func.length(cast(table.c.result, Text)).label("size")
        kept = {row.key: row.size for row in connection.execute(select(table.c.key, size))}
    assert kept.keys() == {"first", "correction"}
    assert max(kept.values()) < 2000


def test_a_credit_note_is_answered_again_with_its_plan_though_the_books_have_moved_on(api: Api) -> None:
    product = api.product("80", cost="45")
    invoice = api.invoiced(api.customer(), {"product": {"number": product}, "quantity": "5"})
    fee = {"description": "Inspection", "category": "FIXED", "value": "20", "taxRate": "25"}
    lines = [{"invoiceLine": invoice["lines"][0]["id"], "quantity": "3", "charges": [fee]}]
    order = api.returned(lines=lines)
    api.arrive(order, (1, "2"))
    credit = {"order": {"id": order["id"]}, "allowDirectInvoice": True, "idempotencyKey": "k"}
    first = api.do("postReturnInvoice", CREDITED, **credit)
    assert first["plan"]["packingSlipVoucher"]
    assert first["plan"]["charges"]
    assert [one["invoice"] for one in first["plan"]["settlements"]] == [{"number": "INV-000001"}]
    assert [one["line"]["lineNumber"] for one in first["skippedLines"]] == [2]
    api.arrive(api.run(ORDER, i=order["id"])["node"], (2, "1"))
    api.credit(order, allowDirectInvoice=True)
    api.pay("INV-000001", "100")
    assert api.do("postReturnInvoice", CREDITED, **credit) == first | {"replayed": True}


def test_a_return_that_needed_no_document_is_answered_again_with_its_plan(api: Api) -> None:
    product = api.product("80", cost="45")
    invoice = api.invoiced(api.customer(), {"product": {"number": product}, "quantity": "3"})
    order = api.return_order((invoice["lines"][0]["id"], "3"))
    api.arrive(order, (1, "3"), code="RETURN_TO_CUSTOMER")
    api.receive(order)
    credit = {"order": {"id": order["id"]}, "idempotencyKey": "k"}
    first = api.do("postReturnInvoice", CREDITED, **credit)
    assert (first["invoice"], first["plan"]["documentType"], first["plan"]["currency"]) == (None, None, "NOK")
    assert first["plan"]["statusChanges"]
    assert api.do("postReturnInvoice", CREDITED, **credit) == first | {"replayed": True}


def test_confirmations_are_answered_again_with_their_plans_though_what_they_billed_was_corrected(api: Api) -> None:
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "100"}])
    project.retained()
    project.work("10", "100", taxAmount="250")
    project.work("2", "50")
    draft = project.draft()
    project.bill(draft, 1, billingType="COMPLIMENTARY")
    answers = [again(project, draft, "first")]
    partial = project.correct(answers[0][1]["invoice"] | {"id": draft["id"]})
    project.bill(partial, quantity="4", taxAmount="100")
    answers.append(again(project, partial, "second"))
    assert any(one["reverses"] for one in answers[1][1]["plan"]["actuals"])
    for values, first in answers:
        assert api.do("confirmInvoice", CONFIRMED, **values) == first | {"replayed": True}


def again(project: Project, draft: dict[str, Any], key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A confirmation that can be repeated: what was asked for, and its answer."""
    values = {"invoice": {"id": draft["id"]}, "idempotencyKey": key}
    return values, project.api.do("confirmInvoice", CONFIRMED, **values)


def confirmed(project: Project, draft: dict[str, Any], key: str) -> dict[str, Any]:
    """A confirmed invoice."""
    again(project, draft, key)
    return draft
