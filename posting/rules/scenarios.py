"""Every scenario by its key, the stem of `Actual.rule`."""

from .corrections import CORRECTIONS
from .first_confirmation import FIRST_CONFIRMATIONS
from .further_corrections import FURTHER_CORRECTIONS
from .grammar import Scenario

SCENARIOS: dict[str, Scenario] = {
    scenario.key: scenario for scenario in (*CORRECTIONS, *FURTHER_CORRECTIONS, *FIRST_CONFIRMATIONS)
}
