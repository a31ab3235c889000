"""Whatever the schema declares as stored is compiled, at the root and in records, without another line for any of it."""

import pytest
from sqlalchemy import Table

from rebill.models.database import Database
from rebill.resolvers.compiled.coverage import reason
from rebill.resolvers.compiled.making import declaration_of
from rebill.resolvers.compiled.survey import NOWHERE, survey
from rebill.resolvers.reading.catalogue import CATALOGUE
from rebill.resolvers.reading.declarations import Parent, RootDeclaration
from tests.compiled_reads.comparing import CORE, by_statements


@pytest.mark.both_engines
def test_every_stored_field_is_compiled(books: Database, capsys: pytest.CaptureFixture[str]) -> None:
    fields = survey(CORE, books.engine.dialect)
    stored = [one for one in fields if one.is_stored]
    left = [one for one in stored if one.reason not in (None, NOWHERE)]
    with capsys.disabled():
        print(f"\n{len(stored) - len(left)} of {len(stored)} stored fields are compiled on {books.dialect}")
    assert not left


def test_every_declared_root_field_is_compiled() -> None:
    query = CORE.query_type
    assert query is not None
    declared = [name for name, said in query.fields.items() if isinstance(declaration_of(said), RootDeclaration)]
    assert [name for name in declared if reason(query, name)] == []
    assert len(declared) >= 19


def test_a_parent_is_found_by_what_only_one_record_has() -> None:
    for family in CATALOGUE.values():
        for entity in family.entities.values():
            for name, field in entity.fields.items():
                if isinstance(field, Parent) and field.owner is not None:
                    table = field.owner.table
                    assert isinstance(table, Table)
                    unique = [set(one.columns) for one in table.constraints if type(one).__name__ == "UniqueConstraint"]
                    assert field.owner.unique or {field.owner} in unique, f"{entity.name}.{name}"


def test_what_a_function_answers_is_said_in_words() -> None:
    query, invoice = CORE.query_type, CORE.type_map["Invoice"]
    assert reason(query, "checkLedger") == "Query.checkLedger is answered by a function"
    assert reason(query, "__schema") == "__schema asks about the schema"
    assert reason(invoice, "effective") is None  # it stands among what statements answer


def test_a_query_may_be_too_intricate_for_an_engine(opened_books: object) -> None:
    books: Database = opened_books("sqlite")  # type: ignore[operator]  # the fixture says so
    lines = "number"
    for _ in range(4):
        lines = f"number lines {{ creditsLine {{ id }} }} orders {{ invoices {{ nodes {{ {lines} }} }} }}"
    with pytest.raises(AssertionError, match="graphql-core"):
        by_statements(books, f"{{ invoices {{ nodes {{ {lines} }} }} }}", {})
