"""What of a draft's detail can be changed, by what it bills, and between what bounds."""

from decimal import Decimal

from rebill.models.vocabulary import DetailField
from rebill.posting.planners.projects.editing import Editable, accepted_fields, editable, editable_fields
from tests.planners.projects.contract import Contract

F = DetailField


def test_of_work_all_but_its_price_can_be_changed_when_it_is_billed_first() -> None:
    contract = Contract.of()
    contract.work("10", "100")
    (detail,) = contract.facts(contract.draft()).details
    assert list(editable(detail, 2, None)) == [
        Editable(F.QUANTITY, Decimal(0), None, 6),
        Editable(F.TAX_AMOUNT, Decimal(0), None, 2),
        Editable(F.BILLING_TYPE),
        Editable(F.DESCRIPTION),
    ]
    assert accepted_fields(detail) == editable_fields(detail)


def test_what_was_credited_is_bounded_from_above() -> None:
    contract = Contract.of()
    contract.work("-4", "100")
    (detail,) = contract.facts(contract.draft()).details
    quantity, tax, *_ = editable(detail, 0, None)
    assert (quantity.smallest, quantity.largest) == (None, 0)
    assert (tax.largest, tax.scale) == (0, 0)


def test_a_correction_has_its_price_and_no_billing_type() -> None:
    contract = Contract.of()
    (detail,) = contract.facts(contract.correct(contract.billed("10", "100"))).details
    assert editable_fields(detail) == {F.QUANTITY, F.UNIT_PRICE, F.TAX_AMOUNT, F.DESCRIPTION}
