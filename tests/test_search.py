"""Searches find what people type, whatever their keyboard makes of it, and alike on both engines."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.texts import folded
from tests.api import SCHEMA, Api, Context

pytestmark = pytest.mark.both_engines

FOUND = [  # what it is about, the name, what is typed
    ("capitals", "Nordic Pumps AS", "PUMPS"),
    ("blanks at the ends", "Nordic Pumps AS", "  pumps\u00a0"),
    ("a blank that does not break", "Nordic\u00a0Pumps", "nordic pumps"),
    ("Norwegian capitals", "Ås Bærekraft", "ÅS BÆREK"),
    ("letters in two parts", "A\u030as", "ås"),
    ("letters in one part", "Ås", "A\u030aS"),
    ("German ss", "Straßenbau", "STRASSEN"),
    ("German capital ß", "STRAẞENBAU", "straße"),
    ("Greek sigma at the end", "ΣΙΣΥΦΟΣ", "σισυφοσ"),
    ("Greek with accents", "Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ("Turkish dotted I", "İstanbul Pompa", "istanbul"),
    ("Turkish dotted I, typed", "Istanbul Pompa", "İSTANBUL"),
    ("Turkish dotless i", "Isparta", "ısparta"),
    ("Cyrillic", "Насосы Ёлка", "НАСОСЫ ё"),
    ("Armenian ligature", "Մեծ և փոքր", "ԵՒ"),
    ("wide letters", "ＡＢＣ", "abc"),
    ("ligatures", "Office ﬁlm", "FILM"),
    ("soft hyphens", "Büro\u00admöbel", "büromöbel"),
    ("a per cent sign is itself", "50 % off", "0 % o"),
    ("an underline is itself", "A_B", "a_b"),
    ("a backslash is itself", "A\\B", "a\\b"),
    ("a slash is itself", "A/B", "a/b"),
]
NOT_FOUND = [("per cent", "Nordic", "n%c"), ("underline", "Nordic", "n_rdic"), ("another letter", "Ås", "as")]


@pytest.mark.parametrize(("about", "name", "typed"), FOUND)
def test_what_people_type_is_found(about: str, name: str, typed: str) -> None:
    assert folded(typed) in folded(name), about


@pytest.mark.parametrize(("about", "name", "typed"), NOT_FOUND)
def test_what_is_something_else_is_not_found(about: str, name: str, typed: str) -> None:
    assert folded(typed) not in folded(name), about


@given(st.text())
def test_a_text_in_capitals_or_in_another_form_is_the_same_to_a_search(text: str) -> None:
    wanted = folded(text)
    assert folded(wanted) == wanted
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded(unicodedata.normalize(form, text)) == wanted  # type: ignore[arg-type]  # a form
    assert {folded(text.upper()), folded(text.lower()), folded(text.casefold())} == {wanted}


def _names(api: Api, search: str) -> set[str]:
    nodes = api.run("query($s: String) { customers(filter: {search: $s}) { nodes { name } } }", s=search)
    return {one["name"] for one in nodes["customers"]["nodes"]}


def test_customers_products_contracts_and_invoices_are_found_by_what_people_type(api: Api) -> None:
    made = "... on CustomerSuccess { customer { id } }"
    for number, (_, name, _) in enumerate([*FOUND, *NOT_FOUND]):
        api.do("createCustomer", made, name=name, currency="NOK", number=f"Å-{number}")
    for _, name, typed in FOUND:
        assert unicodedata.normalize("NFC", name) in _names(api, typed), typed
    for _, name, typed in NOT_FOUND:
        assert name not in _names(api, typed), typed
    assert _names(api, "a\u030a-0") == {FOUND[0][1]}
    customer = {"number": "Å-0"}
    line = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}
    selection = "... on ProjectContractSuccess { contract { number } }"
    api.do("createProjectContract", selection, customer=customer, name="Ærø Færge", lines=[line])
    api.product("10", name="Ölpumpe")
    found = api.run(
        '{ orders(filter: {search: "ÆRØ"}) { nodes { name: number } } products(filter: {search: "öLP"}) '
        "{ nodes { name } } }"
    )
    assert found == {"orders": {"nodes": [{"name": "PC-000001"}]}, "products": {"nodes": [{"name": "Ölpumpe"}]}}


def test_an_invoice_is_found_by_its_customers_name_and_by_its_number_in_small_letters(api: Api) -> None:
    customer, product = api.customer(), api.product("10")
    rename = "... on CustomerSuccess { customer { name } }"
    api.do("updateCustomer", rename, customer={"number": customer}, name="Ærø Smedje")
    number = api.invoiced(customer, {"product": {"number": product}, "quantity": "1"})["number"]
    query = "query($s: String) { invoices(filter: {search: $s}) { nodes { number } } }"
    for typed in ("ÆRØ S", number.lower(), " inv-"):
        assert api.run(query, s=typed) == {"invoices": {"nodes": [{"number": number}]}}
    assert api.run(query, s="nor") == {"invoices": {"nodes": []}}
    sought = api.run('{ orders(filter: {search: "so-0"}) { totalCount } }')
    assert sought == {"orders": {"totalCount": 1}}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12), data=st.data())
def test_both_engines_find_what_python_finds(database: Database, name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name)))
    part = name[start : start + 3]
    typed = data.draw(st.sampled_from([part, part.upper(), part.lower(), unicodedata.normalize("NFD", part), "%", "_"]))
    table = tables.customer
    with database.write() as connection:
        values = {"number": "C", "name": name, "currency": "NOK", "balance": 0}
        if connection.execute(update(table).values(name=name, folded_name=folded(name))).rowcount == 0:
            connection.execute(insert(table).values(payment_terms_days=30, blocked="NO", **values))
    assert (name in _names(Api(database), typed)) == (folded(typed) in folded(name) or folded(typed) in "c")


def test_a_search_of_more_than_200_characters_is_refused(sqlite_database: Database) -> None:
    query = "query($s: String) { customers(filter: {search: $s}) { nodes { id } } }"
    context = Context(sqlite_database)
    assert not SCHEMA.execute_sync(query, {"s": "a" * 200}, context).errors
    (error,) = SCHEMA.execute_sync(query, {"s": "a" * 201}, context).errors or ()
    assert error.message == "search has at most 200 characters, not 201."
    assert error.extensions is not None
    assert (error.extensions["code"], error.extensions["path"]) == ("BAD_USER_INPUT", ["filter", "search"])


def test_a_search_for_blanks_filters_nothing(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    api.customer()
    assert _names(api, " \u3000") == {"Nor"}
