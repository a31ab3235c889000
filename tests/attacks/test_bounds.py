"""What is told of a document that is wrong in many or in long ways is bounded, too."""

import pytest
from graphql import validate

from rebill.resolvers.errors import LONGEST_MESSAGE, RequestError
from rebill.transport.coercion import MOST_ERRORS, Places
from rebill.transport.graphql_document import FEW_ERRORS, LONG_DOCUMENT, invalid
from tests.measuring.measuring import METER, measured


def test_names_that_stand_too_often_in_one_place_are_told_in_plain_words() -> None:
    (error,) = invalid(METER, measured("{ invoices { nodes { " + "customer { name } " * 480 + "} } }"), {})
    assert error.message.startswith(
        "The document cannot be checked: the same names or fragments stand in too many places"
    )
    assert (error.extensions or {})["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_a_hundred_fields_of_one_name_are_no_mistake() -> None:
    assert invalid(METER, measured("{ invoices { nodes { " + "customer { name } " * 100 + "} } }"), {}) == []


def test_of_many_mistakes_the_first_twenty_are_told() -> None:
    found = invalid(METER, measured("{ parameters { " + " ".join(f"f{i}" for i in range(100)) + " } }"), {})
    assert len(found) == MOST_ERRORS + 1
    assert found[-1].message == "Too many validation errors, error limit reached. Validation aborted."
    assert (
        len(invalid(METER, measured("{ parameters { a b c d e f g h } }" + " " * LONG_DOCUMENT), {})) == FEW_ERRORS + 1
    )


def test_no_more_wrong_values_are_looked_for_than_are_told() -> None:
    document = measured("{ orders(filter: {type: [" + "SALES_ORDEX " * 950 + "]}) { totalCount } }")
    places = Places()
    validate(METER.schema, document.node, [places.rule])  # type: ignore[list-item]  # makes a rule
    assert len(places.wrong) == MOST_ERRORS
    assert len(invalid(METER, document, {})) == MOST_ERRORS


def test_a_message_does_not_repeat_all_that_was_sent() -> None:
    (error,) = invalid(METER, measured("{ " + "x" * 100_000 + " }"), {})
    assert len(error.message) == LONGEST_MESSAGE + 1
    with pytest.raises(RequestError) as refused:
        measured("{ __typename }", name="x" * 100_000)
    assert len(refused.value.message) == LONGEST_MESSAGE + 1


@pytest.mark.parametrize(("lines", "has_places"), [(4_000, True), (6_000, False)])
def test_places_are_told_where_finding_them_is_cheap(lines: int, has_places: bool) -> None:
    (error,) = invalid(METER, measured("\n" * lines + "{ nothing }"), {})
    assert (error.locations is not None) == has_places
