"""What a scenario of the ledger is called: as the rule tables have it, else in plain words."""

from dataclasses import dataclass

from ...posting.rules.entries import APPROVAL
from ...posting.rules.names import Stem
from ...posting.rules.scenarios import RULES, SCENARIOS


@dataclass(frozen=True)
class Title:
    """The label of a scenario, and where its rule comes from."""

    label: str
    source: str


TITLES = {scenario.key: Title(scenario.label, scenario.source) for scenario in SCENARIOS} | {
    str(Stem.ENTRY): Title("Work that was approved, or whose approval was withdrawn.", APPROVAL.source)
}


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
    words = key.replace("_", " ").replace(".", ": ")
    return TITLES.get(key) or Title(f"{words[:1].upper()}{words[1:]}.", key)


def title_of_rule(rule: str) -> Title:
    """The title of the scenario that wrote a row; approving and withdrawing are told apart.

    >>> title_of_rule("entry.cost").label, title_of_rule("entry.canceled_cost").label
    ('Approving work.', 'Withdrawing an approval.')
    """
    known = title(scenario_key(rule))
    return Title(RULES[rule][0].label, known.source) if rule in RULES else known
