"""Documents of every kind, at random: whatever the books can hold passes every rule in both syntaxes (law documents 15)."""

import os
from random import Random

import pytest

from rebill.documents.electronic.reading import read
from tests.documents.checking import FA3, SYNTAXES, checked
from tests.documents.polish import any_polish
from tests.documents.random_papers import any_document
from tests.length import usually

FIRST = int(os.environ.get("REBILL_FIRST_SEED", "0"))
MANY = int(os.environ.get("REBILL_RANDOM_DOCUMENTS", usually(40, long=400, quick=6)))


@pytest.mark.slow
def test_any_document_passes_every_rule_in_both_syntaxes() -> None:
    wrong = []
    for seed in range(FIRST, FIRST + MANY):
        about, facts = any_document(Random(seed))
        for format in SYNTAXES:
            found = checked(facts, format)
            if not found.valid:
                wrong.append((seed, about, format.value, [one.rule for one in found.problems if one.is_fatal]))
    assert wrong == []


@pytest.mark.slow
def test_any_document_of_a_polish_seller_is_valid_in_fa3_or_refused_as_a_kind_that_it_is_not_told_of() -> None:
    wrong = []
    for seed in range(FIRST, FIRST + 3 * MANY):
        facts, is_told = any_polish(Random(seed))
        found = checked(facts, FA3)
        failed = sorted({one.rule for one in found.problems if one.is_fatal})
        said = read(found.xml, FA3)
        figures = (said.net_amount, said.tax_amount, said.total_amount)
        if failed != ([] if is_told else ["KSEF-08"]):
            wrong.append((seed, facts.kind.value, failed))
        if figures != (facts.net_amount, facts.tax_amount, facts.total_amount):
            wrong.append((seed, facts.kind.value, [str(one) for one in figures]))
    assert wrong == []
