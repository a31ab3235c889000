"""Laws of returns over random invoices that come back in random parts (returns 6: 1, 3, 5, 8–12, 14–17)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebill.models.database import Database
from rebill.posting.amounts import allocated, line_net, rounded, tax_on
from tests.api import Api, Rejected
from tests.length import usually

QUIET = settings(
    max_examples=usually(4, long=40),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LINE = st.tuples(
    st.sampled_from(["33.35", "0.019999", "249.9", "100", "7.777777"]),
    st.sampled_from(["3", "7", "2.5", "10"]),
    st.sampled_from(["0", "10", "12.5", "33.333333"]),
)
PARTS = st.lists(st.integers(1, 4), min_size=1, max_size=4)
MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


def split(quantity: Decimal, parts: list[int]) -> list[Decimal]:
    """A quantity in parts of these weights that add up to it."""
    made = [(quantity * part / sum(parts)).quantize(Decimal("0.000001")) for part in parts[:-1]]
    return [*made, quantity - sum(made, Decimal(0))]


def part_returned(api: Api, line: str, quantity: Decimal, expected: Decimal) -> dict[str, Any]:
    """Credit one part: of a return order that expected more, what arrived; every refusal on the way writes nothing."""
    order = api.return_order((line, f"{expected:f}"))
    unready = api.fingerprint()
    with pytest.raises(Rejected):
        api.credit(order)
    assert api.fingerprint() == unready
    arrived = api.arrive(order, (1, f"{quantity:f}"))
    family = sum((Decimal(one["expectedQuantity"]) for one in arrived["lines"]), Decimal(0))
    assert family == expected
    api.receive(order)
    before = api.fingerprint()
    pro_forma = api.credit(order, posting=False)
    assert api.fingerprint() == before
    posted = api.credit(order, idempotencyKey=order["id"], expectedPlan=pro_forma["plan"]["hash"])
    after = api.fingerprint()
    again = api.credit(order, idempotencyKey=order["id"], expectedPlan=pro_forma["plan"]["hash"])
    assert (again["replayed"], again["invoice"]) == (True, posted["invoice"])
    with pytest.raises(Rejected) as refused:
        api.credit(order)
    assert set(refused.value.codes) <= {"ALREADY_INVOICED", "RETURN_LINE_NOT_RECEIVED"}
    assert api.fingerprint() == after
    statuses = {one["returnStatus"] for one in posted["order"]["lines"]}
    assert posted["order"]["returnStatus"] == ("CLOSED" if statuses == {"INVOICED"} else "OPEN")
    assert (posted["order"]["status"] == "INVOICED") == (statuses == {"INVOICED"})
    return posted


@given(line=LINE, parts=PARTS)
@QUIET
def test_a_sale_that_comes_back_in_any_parts_is_reversed_to_the_cent(
    new_database: Callable[[], Database], engine_name: str, line: tuple[str, str, str], parts: list[int]
) -> None:
    price, sold, discount = line
    api = Api(new_database())
    try:
        customer = api.customer()
        api.product(price)
        wanted = {"product": {"number": "P-000001"}, "quantity": sold, "discountPercent": discount}
        invoice = api.invoiced(customer, wanted)
        original = invoice["lines"][0]
        net = tax = Decimal(0)
        pieces = split(Decimal(sold), parts)
        for number, piece in enumerate(pieces, 1):
            note = part_returned(api, original["id"], piece, piece)["invoice"]
            assert note["number"] == f"CN-{number:06d}"
            assert note["documentType"] == "CREDIT_NOTE"
            net += Decimal(note["netAmount"])
            tax += Decimal(note["taxAmount"])
        assert (net, tax) == (-Decimal(original["netAmount"]), -Decimal(original["taxAmount"]))
        with pytest.raises(Rejected) as refused:
            api.return_order((original["id"], "0.000001"))
        assert refused.value.codes == ["RETURN_QTY_EXCEEDS_INVOICED"]
        assert api.run('{ customer(ref: {number: "C-000001"}) { balance } }')["customer"]["balance"] == "0.00"
        assert api.broken_laws() == []
    finally:
        api.database.dispose()


@given(line=LINE)
@QUIET
def test_a_part_that_arrives_early_is_credited_and_the_rest_stays_claimed(
    new_database: Callable[[], Database], engine_name: str, line: tuple[str, str, str]
) -> None:
    price, sold, _ = line
    api = Api(new_database())
    try:
        customer = api.customer()
        api.product(price)
        invoice = api.invoiced(customer, {"product": {"number": "P-000001"}, "quantity": sold})
        posted = part_returned(api, invoice["lines"][0]["id"], Decimal("1"), Decimal(sold))
        assert [one["code"] for one in posted["skippedLines"]] == ["RETURN_LINE_NOT_RECEIVED"]
        with pytest.raises(Rejected) as refused:
            api.return_order((invoice["lines"][0]["id"], "1"))
        assert refused.value.codes == ["RETURN_QTY_EXCEEDS_INVOICED"]
        assert api.broken_laws() == []
    finally:
        api.database.dispose()


@given(value=MONEY, places=st.integers(0, 4))
def test_rounding_is_odd(value: Decimal, places: int) -> None:
    assert rounded(-value, places) == -rounded(value, places)


@given(original=MONEY, parts=st.lists(st.integers(1, 1000), min_size=1, max_size=30), places=st.integers(0, 4))
def test_an_allocation_loses_nothing_however_it_is_split(original: Decimal, parts: list[int], places: int) -> None:
    whole, before, taken = Decimal(sum(parts)), Decimal(0), Decimal(0)
    for part in parts:
        taken += allocated(original, before, Decimal(part), whole, places)
        before += part
    assert taken == rounded(original, places)


@given(quantity=MONEY, price=MONEY, discount=st.decimals(0, 100, places=3), places=st.integers(0, 4))
def test_a_negated_line_is_the_negated_amount(
    quantity: Decimal, price: Decimal, discount: Decimal, places: int
) -> None:
    net = line_net(quantity, price, discount, places)
    assert line_net(-quantity, price, discount, places) == -net
    assert tax_on(-net, Decimal(25), places) == -tax_on(net, Decimal(25), places)
