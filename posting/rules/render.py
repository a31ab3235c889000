"""Renders the rule tables as the page docs/posting-rules.md, which `make pages` writes."""

from collections.abc import Iterator

from ...models.vocabulary import TransactionType
from .cancellations import CANCELLATION
from .corrections import CORRECTIONS
from .entries import ENTRIES
from .first_confirmation import FIRST_CONFIRMATIONS
from .further_corrections import FURTHER_CORRECTIONS
from .goods_corrections import GOODS_CORRECTIONS
from .grammar import Row, Scenario
from .render_vouchers import rendered_vouchers
from .returns import RETURNS, RULINGS
from .sales import SALES

INTRODUCTION = """# Posting rules

What every posting writes, rendered from the tables in `posting/rules`: first the rows of the ledger of actuals, then
the entries of the vouchers. `Actual.rule` names the scenario and the row.

The customer's two documents can be laid beside it: [the table of corrections](#corrections-the-customers-table), in the
customer's order and words, and [the document on returns](#returns-the-customers-document), with the
[account table](#goods-that-come-back) of its credit notes.

US is unbilled sales, BS billed sales. A reversal negates quantity, amount and tax of its target. "open" rows wait in
the backlog for a person to decide, or are what is available of a retainer. Rows without a quantity, and reversals of
something that does not exist, are left out.
"""
SIDES = {TransactionType.UNBILLED_SALES: "US", TransactionType.BILLED_SALES: "BS", TransactionType.COST: "cost"}


def rendered() -> str:
    """The whole page."""
    parts = [
        INTRODUCTION,
        "## Corrections: the customer's table\n",
        *(_scenario(one) for one in CORRECTIONS),
        "## Corrections that the table leaves out\n",
        *(_scenario(one) for one in FURTHER_CORRECTIONS),
        "## Goods and charges corrected\n",
        *(_scenario(one) for one in GOODS_CORRECTIONS),
        "## Documents canceled\n",
        _scenario(CANCELLATION),
        "## First-time confirmation\n",
        *(_scenario(one) for one in FIRST_CONFIRMATIONS),
        "## Approved work\n",
        *(_scenario(one) for one in ENTRIES),
        "## Returns: the customer's document\n",
        _rulings(),
        *(_scenario(one) for one in RETURNS),
        "## Sales orders\n",
        *(_scenario(one) for one in SALES),
        "## Vouchers\n",
        *rendered_vouchers(),
    ]
    return "\n".join(parts)


def _scenario(scenario: Scenario) -> str:
    title = f"### {scenario.label}\n\n`{scenario.key}` ({scenario.source})\n"
    if not scenario.supported:
        return f"{title}\nUnsupported.\n"
    sentences = "".join(f"- {cell.text}\n" for cell in scenario.cells)
    head = "| # | row | type | figures | billing type | connection | |\n|---|---|---|---|---|---|---|\n"
    status = f"\nThe source becomes {scenario.source_status}.\n" if scenario.source_status else ""
    return f"{title}\n{sentences}\n{head}{''.join(_rows(scenario.rows))}{status}"


def _rows(rows: tuple[Row, ...]) -> Iterator[str]:
    for number, row in enumerate(rows, 1):
        sign = "− " if row.sign < 0 else ""
        figures = sign + row.basis.value
        cells = (f"`{row.name}`", SIDES[row.type], figures, row.billing.value, _link(row), "open" if row.open else "")
        yield f"| {number} | {' | '.join(cells)} |\n"


def _link(row: Row) -> str:
    links = {"reverses": row.reverses, "bills": row.bills, "replaces": row.replaces, "credits": row.credits}
    return next((f"{verb} {other}" for verb, other in (links | {"sells": row.sells}).items() if other), "")


def _rulings() -> str:
    head = "| what the document says | what is made of it | |\n|---|---|---|\n"
    return head + "".join(f"| {one.said} | {one.ruled} | {one.source} |\n" for one in RULINGS)
