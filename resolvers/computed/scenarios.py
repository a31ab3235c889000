"""What a scenario of the ledger is called: as the rule tables have it, else in plain words."""

from dataclasses import dataclass

from ...posting.rules.scenarios import SCENARIOS


@dataclass(frozen=True)
class Title:
    """The label of a scenario, and where its rule comes from."""

    label: str
    source: str


BESIDE_THE_TABLES = {
    "entry": Title("Work that was approved, or whose approval was withdrawn.", "project-invoicing K1"),
    "sales.invoice": Title("Invoicing a sales order.", "returns 3.3"),
    "return.credit": Title("Crediting a return order.", "returns 3.4"),
    "return.charge": Title("Posting a charge of a return order.", "returns 1.8"),
}
APPROVED = ("entry.unbilled", "entry.cost")


def scenario_key(rule: str) -> str:
    """The scenario of a rule: all but its last part.

    >>> scenario_key("time.partial_credit.remainder"), scenario_key("entry.cost")
    ('time.partial_credit', 'entry')
    """
    return rule.rpartition(".")[0] or rule


def title(key: str) -> Title:
    """The title of a scenario; a key that nothing describes is shown as words.

    >>> title("time.full_credit").source, title("gift.first_card").label
    ('project-invoicing C1', 'Gift: first card.')
    """
    scenario = SCENARIOS.get(key)
    if scenario is not None:
        return Title(scenario.label, scenario.source)
    words = key.replace("_", " ").replace(".", ": ")
    return BESIDE_THE_TABLES.get(key) or Title(f"{words[:1].upper()}{words[1:]}.", key)


def title_of_rule(rule: str) -> Title:
    """The title of the scenario that wrote a row; approving and withdrawing are told apart.

    >>> title_of_rule("entry.cost").label, title_of_rule("entry.canceled_cost").label
    ('Approving work.', 'Withdrawing an approval.')
    """
    key = scenario_key(rule)
    if key == "entry":
        label = "Approving work." if rule in APPROVED else "Withdrawing an approval."
        return Title(label, BESIDE_THE_TABLES[key].source)
    return title(key)
