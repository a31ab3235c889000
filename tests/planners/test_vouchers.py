"""The journal entries of a posting: amounts of one posting type together, zeros left out, always balanced (returns 3.7)."""

from decimal import Decimal

import pytest

from rebill.models.vocabulary import DispositionAction, PostingType
from rebill.posting.planners.vouchers import customer_part, moved, receiving_type, voucher
from tests.planners.sales.trade import booked

AMOUNTS = [Decimal(one) for one in ("1000", "49", "262.25", "-600")]


def test_what_a_customer_owes_by_an_invoice_and_by_a_credit_note() -> None:
    assert booked(voucher(*customer_part(*AMOUNTS))) == [
        "Cr FEES 49.00",
        "Cr REVENUE 1000.00",
        "Cr SALES_TAX 262.25",
        "Dr ADVANCES 600.00",
        "Dr RECEIVABLES 711.25",
    ]
    credit = voucher(*customer_part(*(-one for one in AMOUNTS)))
    assert [one[:2] for one in booked(credit)] == ["Cr", "Cr", "Dr", "Dr", "Dr"]


def test_a_correction_shows_in_the_other_column_negated() -> None:
    entries = voucher(*moved(PostingType.REVENUE, PostingType.RECEIVABLES, Decimal(8)), correction=True)
    assert booked(entries) == ["Cr REVENUE -8.00 storno", "Dr RECEIVABLES -8.00 storno"]


def test_one_type_stands_once_and_what_comes_to_nothing_not_at_all() -> None:
    there = moved(PostingType.SCRAP, PostingType.INVENTORY, Decimal(5))
    assert voucher(*there, *moved(PostingType.INVENTORY, PostingType.SCRAP, Decimal(5))) == ()
    assert booked(voucher(*there, *there)) == ["Cr INVENTORY 10.00", "Dr SCRAP 10.00"]


def test_what_does_not_balance_is_no_voucher() -> None:
    with pytest.raises(AssertionError, match="does not balance"):
        voucher((PostingType.REVENUE, Decimal(8)))


@pytest.mark.parametrize(
    ("action", "kind"),
    [(DispositionAction.CREDIT, "INVENTORY"), (DispositionAction.SCRAP, "SCRAP"), (None, "INVENTORY")],
)
def test_where_the_cost_of_goods_that_came_back_goes(action: DispositionAction | None, kind: str) -> None:
    assert receiving_type(action) == kind
