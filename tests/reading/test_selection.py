"""What is asked for below a field is found in one look, however fragments are spread."""

import time

from tests.reading.asking import Ask


def test_thirty_doubling_fragments_below_a_list_are_opened_once_each(ask: Ask) -> None:
    """Straight to the schema, past every limit: whoever asks for columns follows no spread twice."""
    chain = " ".join(f"fragment f{i} on Order {{ ...f{i + 1} ...f{i + 1} }}" for i in range(30))
    query = f"{{ orders {{ nodes {{ ...f0 }} }} }} {chain} fragment f30 on Order {{ number customer {{ name }} }}"
    began = time.process_time()
    answer = ask(query)
    assert time.process_time() - began < 10  # and not 2**30 looks
    assert answer.errors == []
    assert {"number", "customer"} == set(answer.data["orders"]["nodes"][0])
