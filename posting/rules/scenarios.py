"""All scenarios, and every value that `Actual.rule` can have with the row that it names."""

from collections.abc import Mapping

from ...models.vocabulary import TransactionClass
from .cancellations import CANCELLATION
from .corrections import CORRECTIONS
from .entries import ENTRIES
from .first_confirmation import FIRST_CONFIRMATIONS
from .further_corrections import FURTHER_CORRECTIONS
from .goods_corrections import GOODS_CORRECTIONS
from .grammar import Row, Scenario
from .names import Occasion, Stem
from .returns import RETURNS
from .sales import SALES

PROJECT_SCENARIOS: Mapping[tuple[TransactionClass | None, Occasion | Stem], Scenario] = {
    (scenario.transaction_class, scenario.occasion): scenario
    for scenario in (*CORRECTIONS, *FURTHER_CORRECTIONS, *FIRST_CONFIRMATIONS)
}
SCENARIOS: tuple[Scenario, ...] = (
    *PROJECT_SCENARIOS.values(),
    *ENTRIES,
    *SALES,
    *RETURNS,
    *GOODS_CORRECTIONS,
    CANCELLATION,
)
RULES: Mapping[str, tuple[Scenario, Row]] = {
    scenario.rules[row.name]: (scenario, row) for scenario in SCENARIOS for row in scenario.rows
}


def project_scenario(transaction_class: TransactionClass, occasion: Occasion) -> Scenario:
    """What confirming an invoice writes for something of a class on an occasion.

    >>> project_scenario(TransactionClass.TIME, Occasion.FULL_CREDIT).source
    'project-invoicing C1'
    """
    return PROJECT_SCENARIOS[transaction_class, occasion]
