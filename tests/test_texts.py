"""Texts come in in one form, through one place, in files as in the API (access 6.9)."""

import dataclasses
import inspect
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.texts import INVISIBLE, as_key, canonical, folded
from rebill.models.vocabulary import ProblemCode
from rebill.posting import commands
from rebill.posting.command.batch import once_each
from rebill.posting.command.transaction import Service, Transaction
from rebill.posting.commands import CreateCustomer, UpdateCustomer
from rebill.posting.imports.entries import ImportEntry
from rebill.posting.imports.parties import ImportCustomer, import_customers
from rebill.posting.imports.sales_orders import ImportSalesOrder
from rebill.posting.problems import Refused
from rebill.posting.setup import parties
from rebill.posting.texts import in_one_form, parts
from tests.api import Api, Rejected, StillClock
from tests.wording.catalogues import silent_inputs

pytestmark = pytest.mark.both_engines

CUSTOMER = "... on CustomerSuccess { replayed customer { number name taxRegistrationNumber } }"
PRODUCT = "... on ProductSuccess { product { number unit } }"
INPUTS = [
    one
    for _, one in inspect.getmembers(commands, inspect.isclass)
    if dataclasses.is_dataclass(one) and one.__module__.startswith(commands.__name__)
]


def refusal(api: Api, mutation: str, **values: Any) -> list[tuple[str, list[str], str]]:
    """What a mutation is refused with."""
    with pytest.raises(Rejected) as refused:
        api.do(mutation, "", **values)
    return [(one["code"], one["path"], one["message"]) for one in refused.value.problems]


def test_every_text_of_every_command_says_what_it_may_be() -> None:
    for one in (*INPUTS, ImportEntry, ImportCustomer, ImportSalesOrder):
        assert parts(one) is not None  # a TypeError names the field that does not


@pytest.mark.parametrize("given_number", ["A-1 ", "\u00a0A-1", "\tA-1\u3000\n"])
def test_blanks_at_the_ends_are_no_part_of_a_number(sqlite_database: Database, given_number: str) -> None:
    api = Api(sqlite_database)
    made = api.do("createCustomer", CUSTOMER, number=given_number, name=" Nor ", currency="NOK")["customer"]
    assert (made["number"], made["name"]) == ("A-1", "Nor")
    named = api.do("updateCustomer", CUSTOMER, customer={"number": f" {given_number}"}, name="New")["customer"]
    assert named["number"] == "A-1"
    query = "query($n: String!) { customer(ref: {number: $n}) { name } }"
    assert api.run(query, n=given_number) == {"customer": {"name": "New"}}
    assert refusal(api, "createCustomer", number="A-1", name="B", currency="NOK")[0][1] == ["number"]


def test_a_letter_in_one_part_or_in_two_is_one_number(api: Api) -> None:
    api.do("createProduct", PRODUCT, number="Cafe\u0301", name="A", salesPrice="1")
    assert refusal(api, "createProduct", number="Caf\u00e9", name="A", salesPrice="1")[0][1] == ["number"]
    query = "query($n: String) { products(filter: {search: $n}) { nodes { number } } }"
    order = "... on SalesOrderSuccess { order { number } }"
    customer = {"number": api.customer()}
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, "Café")  # type: ignore[arg-type]  # a form
        assert api.run(query, n=typed) == {"products": {"nodes": [{"number": "Caf\u00e9"}]}}
        bought = {"product": {"number": typed}, "quantity": "1"}
        api.do("createSalesOrder", order, customer=customer, lines=[bought])


@pytest.mark.parametrize(
    ("about", "number"),
    [
        ("no character at all", "\u200b"),
        ("a zero-width space", "A\u200b1"),
        ("a mark of direction", "A\u202e1"),
        ("an isolate", "A\u20661"),
        ("a byte order mark", "A\ufeff1"),
        ("a soft hyphen", "A\u00ad1"),
        ("a line break", "A\n1"),
        ("a line separator", "A\u20281"),
        ("a tab", "A\t1"),
        ("an escape", "A\x1b1"),
        ("NUL", "A\x001"),
        ("half a character", "A\ud8001"),
    ],
)
def test_a_number_has_no_invisible_characters(sqlite_database: Database, about: str, number: str) -> None:
    service = Service(sqlite_database, StillClock())
    bad = next(one for one in number if unicodedata.category(one) in INVISIBLE)
    with pytest.raises(Refused) as refused:
        command = CreateCustomer(number=number, name="A", currency="NOK")
        service.execute(command, parties.create_customer)
    (problem,) = refused.value.problems
    assert (problem.code, problem.path) == (ProblemCode.INVALID_INPUT, ("number",)), about
    assert f"U+{ord(bad):04X}" in problem.message
    assert as_key(number) is None


@pytest.mark.parametrize(
    ("about", "bad"),
    [
        ("a variation selector", "\ufe0f"),
        ("a joiner of graphemes", "\u034f"),
        ("a filler of Hangul", "\u3164"),
        ("a separator of Mongolian", "\u180b"),
        ("a selector of ideographs", "\U000e0100"),
    ],
)
def test_a_number_has_nothing_that_is_not_drawn_and_a_search_passes_it_over(about: str, bad: str) -> None:
    assert as_key(f"A{bad}1") is None, about
    (problem,) = in_one_form(CreateCustomer(number=f"A{bad}1", name=f"A{bad}1", currency="NOK")).problems
    assert problem.path == ("number",), "a name may have it"
    assert f"U+{ord(bad):04X}" in problem.message
    assert folded(f"A{bad}1") == "a1"


def test_names_have_one_line_and_descriptions_may_have_several(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    assert refusal(api, "createCustomer", name="A\nB", currency="NOK") == [
        ("INVALID_INPUT", ["name"], "A customer's name is one line without control characters; character 2 is U+000A.")
    ]
    emoji = "Æ 👩\u200d🔧"  # joined by a character without width, which is part of the name
    assert api.do("createCustomer", CUSTOMER, name=emoji, currency="NOK")["customer"]["name"] == emoji
    text = "First line\nsecond\tline"
    shown = "... on ReasonCodeGroupSuccess { reasonCodeGroup { description } }"
    made = api.do("setReasonCodeGroup", shown, code="G", description=f"{text}\n")
    assert made["reasonCodeGroup"] == {"description": text}
    assert refusal(api, "setReasonCodeGroup", code="G", description="A\x07")[0][2].endswith("character 2 is U+0007.")


def test_an_empty_text_is_left_out_where_it_may_be_and_refused_where_it_is_needed(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    made = api.do("createProduct", PRODUCT, number=" ", unit="", name="A", salesPrice="1")["product"]
    assert made == {"number": "P-000001", "unit": "ea"}
    assert refusal(api, "createProduct", name=" \u00a0", salesPrice="1") == [
        ("INVALID_INPUT", ["name"], "A product's name must not be empty.")
    ]
    assert refusal(api, "updateCustomer", customer={"number": " "}, name="A") == [
        ("INVALID_INPUT", ["customer", "number"], "A number must not be empty.")
    ]
    guard, _ = refusal(api, "confirmInvoice", invoice={"number": "x"}, expectedPlan=" ")
    assert guard == ("INVALID_INPUT", ["expectedPlan"], "The hash of a plan must not be empty.")
    order = {"customer": {"number": api.customer()}, "lines": [{"product": {"number": "\t"}, "quantity": "1"}]}
    assert [one[1] for one in refusal(api, "createSalesOrder", **order)] == [["lines", "0", "product", "number"]]


def test_an_empty_tax_number_takes_it_away(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    api.do("createCustomer", CUSTOMER, name="A", currency="NOK", taxRegistrationNumber="NO 1")
    ref = {"number": "C-000001"}
    kept = api.do("updateCustomer", CUSTOMER, customer=ref, name="B")["customer"]
    assert kept["taxRegistrationNumber"] == "NO 1"
    taken = api.do("updateCustomer", CUSTOMER, customer=ref, taxRegistrationNumber=" ")["customer"]
    assert taken["taxRegistrationNumber"] is None


def test_an_empty_code_is_missing_not_unknown(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    customer, product = api.customer(), api.product("10")
    line = {"product": {"number": product}, "unitPrice": "10", "quantity": "1"}
    order = api.returned(customer={"number": customer}, lines=[line], reasonCode=" ")
    arrived = {"line": order["lines"][0]["id"], "quantity": "1", "dispositionCode": ""}
    (problem,) = refusal(api, "registerArrival", order={"id": order["id"]}, lines=[arrived])
    assert problem[:2] == ("DISPOSITION_CODE_MISSING", ["lines", "0", "dispositionCode"])
    quarantined = {"line": order["lines"][0]["id"], "quantity": "1", "quarantine": True}
    api.do(
        "registerArrival", "... on ReturnOrderSuccess { order { id } }", order={"id": order["id"]}, lines=[quarantined]
    )
    inspected = {"line": order["lines"][0]["id"], "dispositionCode": " "}
    (problem,) = refusal(api, "endQuarantine", order={"id": order["id"]}, lines=[inspected])
    assert problem[:2] == ("DISPOSITION_CODE_MISSING", ["lines", "0", "dispositionCode"])
    parameters = "... on ParametersSuccess { parameters { reasonCodeRequired } }"
    api.do("setParameters", parameters, reasonCodeRequired=True)
    (problem,) = refusal(api, "createReturnOrder", customer={"number": customer}, lines=[line], reasonCode="")
    assert problem[0] == "REASON_CODE_REQUIRED"


def test_every_text_has_a_longest_length_that_is_told_with_what_else_is_wrong(api: Api) -> None:
    problems = refusal(api, "createProduct", number="9" * 51, name="A" * 501, unit=" ", salesPrice="-1")
    assert problems == [
        ("INVALID_INPUT", ["number"], "A number has at most 50 characters, not 51."),
        ("INVALID_INPUT", ["name"], "A product's name has at most 500 characters, not 501."),
        ("INVALID_INPUT", ["salesPrice"], "A sales price must not be negative, not -1."),
    ]
    widest = "\U0001f9fe"  # four bytes a character: what is looked up by fits into an index of PostgreSQL
    api.do("createProduct", PRODUCT, number=widest * 50, name=widest * 500, unit=widest * 20, salesPrice="1")
    api.do("createProduct", PRODUCT, name="A", salesPrice="1", idempotencyKey=widest * 200)


@pytest.mark.parametrize("key", ["", " ", "\u00a0\u3000", "a\n", "\x00", "a" * 201])
def test_a_key_that_is_unfit_to_repeat_a_call_is_refused(sqlite_database: Database, key: str) -> None:
    service = Service(sqlite_database, StillClock())
    with pytest.raises(Refused) as refused:
        command = CreateCustomer(name="A", currency="NOK", idempotency_key=key)
        service.execute(command, parties.create_customer)
    assert [one.path for one in refused.value.problems] == [("idempotencyKey",)]


def test_idempotency_keys_are_told_apart_byte_for_byte(api: Api) -> None:
    for key in ("k", "k ", " k", "K", "\u00e9", "e\u0301"):
        assert api.do("createCustomer", CUSTOMER, name="A", currency="NOK", idempotencyKey=key)["replayed"] is False
        assert api.do("createCustomer", CUSTOMER, name="A", currency="NOK", idempotencyKey=key)["replayed"] is True


def test_a_call_with_other_blanks_is_the_same_call(api: Api) -> None:
    made = {"name": "A", "currency": "NOK", "idempotencyKey": "k"}
    assert api.do("createCustomer", CUSTOMER, **made)["replayed"] is False
    assert api.do("createCustomer", CUSTOMER, **made | {"name": " A\u00a0", "number": ""})["replayed"] is True
    assert refusal(api, "createCustomer", **made | {"name": "B"})[0][0] == "IDEMPOTENCY_KEY_REUSED"


def test_many_commands_are_held_to_the_same_rule_and_told_everything(database: Database) -> None:
    good, bad = (CreateCustomer(number=" A-1", name="A\u0301 ", currency="NOK"),
                 CreateCustomer(number="A\u200b", name="B", currency="kr", payment_terms_days=-1))  # fmt: skip
    with database.write() as connection:
        clock = StillClock()
        transaction = Transaction(connection, clock.now(), clock.today())
        same = ImportCustomer(number="A-1", name="C", currency="NOK")
        wanted = [ImportCustomer(**vars(one)) for one in (bad, good)]
        answers = once_each(transaction, [*wanted, same], import_customers)
        rows = connection.execute(select(tables.customer.c.number, tables.customer.c.name)).all()
    assert [tuple(row) for row in rows] == [("A-1", "\u00c1")]
    assert isinstance(answers[1], parties.CustomerResult)
    told = [[one.path for one in each.problems] for each in answers if isinstance(each, Refused)]
    assert told == [[("number",), ("currency",), ("paymentTermsDays",)], [("number",)]]


@given(st.text())
def test_a_text_in_its_one_form_stays_as_it_is(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert canonical(f"\u00a0{text} \n") == once
    meant = in_one_form(UpdateCustomer(customer=commands.CustomerRef(number="x"), name=text))
    assert in_one_form(meant.command) == dataclasses.replace(meant, problems=())


def test_whoever_enters_something_wrong_is_told_what_to_enter() -> None:
    """Every INVALID_INPUT of the posting service names a way out; what is wrong with the form of a file is told with it."""
    of_files = {
        "object",
        "value-needed",
        "no-field",
        "text",
        "unstorable",
        "number-or-id",
        "list",
        "number-or-key",
        "key-needed",
    }
    silent = [key for key in silent_inputs() if key.partition("-")[2] not in of_files]
    assert silent == ["INVALID_INPUT-other-order"]  # names what it is, and what it would have to be
