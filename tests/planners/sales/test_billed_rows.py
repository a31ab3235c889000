"""The ledger rows of sales documents: one of billed sales for each line and charge, new or in the lineage of a sale."""

from rebill.posting.plan import Plan
from tests.planners.sales.trade import Trade


def table(plan: Plan) -> list[str]:
    """Rows as text: rule, class, quantity, amount, tax, line of the document, root."""
    return [
        f"{row.rule} {row.transaction_class.lower()} {row.quantity:f} {row.amount:.2f} {row.tax_amount:.2f} "
        f"line {row.document_line} root {row.root or f'own {row.root_position}'}"
        for row in plan.actuals
    ]


def test_a_sale_its_credit_and_the_charges_on_it() -> None:
    trade = Trade()
    a, b = trade.product("100"), trade.product("40")
    order = trade.order((a, "10"), (b, "5"))
    trade.deliver(order)
    assert table(trade.invoice(order)) == [
        "sales.invoice.billed product 10 1000.00 250.00 line 0 root own 0",
        "sales.invoice.billed product 5 200.00 50.00 line 1 root own 1",
    ]
    returned = trade.returns((2, "5"), (1, "4"))
    trade.charge(returned, "FIXED", "50", line=1)
    for place, quantity in enumerate(("5", "4")):
        trade.arrive(returned, place, quantity)
    trade.receive(returned)
    plan = trade.credit(returned).plan
    assert table(plan) == [
        "return.credit.billed product -5 -200.00 -50.00 line 0 root 2",
        "return.credit.billed product -4 -400.00 -100.00 line 1 root 1",
        "return.charge.billed fee 1 50.00 12.50 line 1 root own 2",
    ]
    assert [row.root_position for row in plan.actuals] == [None, None, 2]
    assert [(one.position, one.role, one.other, one.other_role) for one in plan.links] == [
        (0, "BILLED_SALES", 2, "ORIGINAL"),
        (1, "BILLED_SALES", 1, "ORIGINAL"),
    ]


def test_a_charge_that_credits_more_is_one_piece_taken_back() -> None:
    trade = Trade()
    (line,) = trade.sold((trade.product("100"), "10"))
    order = trade.returns((line, "4"))
    trade.charge(order, "FIXED", "-50")
    trade.arrive(order, 0, "4")
    trade.receive(order)
    charge = trade.credit(order).plan.actuals[-1]
    assert (charge.quantity, charge.unit_price, charge.amount) == (-1, 50, -50)
