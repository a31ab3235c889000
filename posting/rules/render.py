"""Renders the rule tables as the page docs/posting-rules.md; a test holds the page to it.

`python -m rebill.posting.rules.render > docs/posting-rules.md` writes it anew.
"""

from collections.abc import Iterator

from .corrections import CORRECTIONS
from .first_confirmation import FIRST_CONFIRMATIONS
from .further_corrections import FURTHER_CORRECTIONS
from .grammar import Row, Scenario

INTRODUCTION = """# Posting rules

Which ledger rows a confirmation writes, rendered from the tables in `posting/rules`. The first part is the customer's
table of corrections, in the customer's order and words. `Actual.rule` names the scenario and the row.

US is unbilled sales, BS billed sales. A reversal negates quantity, amount and tax of its target. "open" rows wait in
the backlog for a person to decide, or are what is available of a retainer. Rows without a quantity, and reversals of
something that does not exist, are left out.
"""


def rendered() -> str:
    """The whole page."""
    parts = [
        INTRODUCTION,
        "## Corrections: the customer's table\n",
        *(_scenario(one) for one in CORRECTIONS),
        "## Corrections that the table leaves out\n",
        *(_scenario(one) for one in FURTHER_CORRECTIONS),
        "## First-time confirmation\n",
        *(_scenario(one) for one in FIRST_CONFIRMATIONS),
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
        kind = "US" if row.type == "UNBILLED_SALES" else "BS"
        sign = "− " if row.sign < 0 else ""
        link = (
            f"reverses {row.reverses}"
            if row.reverses
            else f"bills {row.bills}"
            if row.bills
            else f"replaces {row.replaces}"
            if row.replaces
            else ""
        )
        cells = (f"`{row.name}`", kind, sign + row.basis.value, row.billing.value, link, "open" if row.open else "")
        yield f"| {number} | {' | '.join(cells)} |\n"


if __name__ == "__main__":
    print(rendered(), end="")
