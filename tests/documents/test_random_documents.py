"""Documents of every kind, at random: whatever the books can hold passes every rule in both syntaxes (law documents 15)."""

import os
from random import Random

import pytest

from rebill.models.vocabulary import ElectronicFormat
from tests.documents.checking import checked
from tests.documents.random_papers import any_document
from tests.length import usually

FIRST = int(os.environ.get("REBILL_FIRST_SEED", "0"))
MANY = int(os.environ.get("REBILL_RANDOM_DOCUMENTS", usually(40, long=400, quick=6)))


@pytest.mark.slow
def test_any_document_passes_every_rule_in_both_syntaxes() -> None:
    wrong = []
    for seed in range(FIRST, FIRST + MANY):
        about, facts = any_document(Random(seed))
        for format in ElectronicFormat:
            found = checked(facts, format)
            if not found.valid:
                wrong.append((seed, about, format.value, [one.rule for one in found.problems if one.is_fatal]))
    assert wrong == []
