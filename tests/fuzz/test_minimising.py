"""A document that fails is made shorter for as long as it still fails."""

from tests.fuzz.minimising import minimised
from tests.fuzz.writing import Drawn

LONG = """query Asked($n: Int, $s: Boolean!) {
  invoices(first: $n, filter: {search: "x", status: [DRAFT]}) { nodes { number ...A lines { id } } totalCount }
  orders @skip(if: $s) { nodes { id } }
}
query Other { orders { totalCount } }
fragment A on Invoice { customer { ...B name } voucher { entries { debit } } }
fragment B on Customer { balance number }"""


def test_what_does_not_matter_is_left_out() -> None:
    found = minimised(Drawn(LONG, "Asked", {"n": 1, "s": True}), lambda one: "debit" in one.text)
    words = "query Asked { invoices { nodes { voucher { entries { debit } } } } }"
    assert (" ".join(found.text.split()), found.variables) == (words, {})


def test_fragments_and_variables_go_with_what_used_them() -> None:
    found = minimised(Drawn(LONG, "Asked", {"n": 1, "s": True}), lambda one: "$n" in one.text and "name" in one.text)
    words = "query Asked($n: Int) { invoices(first: $n) { nodes { customer { name } } } }"
    assert " ".join(found.text.split()) == words


def test_it_gives_up_after_so_many_tries() -> None:
    tries: list[Drawn] = []

    def fails(one: Drawn) -> bool:
        tries.append(one)
        return False

    minimised(Drawn(LONG, "Asked", {}), fails, most=3)
    assert len(tries) == 3
