"""What fails in a compiled read that is no outage is told by graphql-core, at the field where it fails."""

import pytest
from structlog.testing import capture_logs

from rebill.models.database import Database
from tests.api import SCHEMA
from tests.fuzz.answering import executors, told
from tests.fuzz.writing import Drawn

pytestmark = pytest.mark.both_engines
MISSING = "{ invoices { nodes { number } } reasonCodes { code } }"
THERE = "{ customers { nodes { number } } }"


def test_a_failure_is_told_at_its_field_and_leaves_the_connection_good(database: Database) -> None:
    asked = [Drawn(query, None, {}, 0) for query in (THERE, MISSING, THERE)]
    compiling, walking = executors(SCHEMA, database)
    assert [one.is_compiled for one in told(compiling, asked)] == [True, True, True]
    with database.migrate() as connection:
        connection.exec_driver_sql("ALTER TABLE reason_code RENAME TO reason_code_elsewhere")
    with capture_logs() as logs:
        whole, field_by_field = told(compiling, asked), told(walking, asked)
    assert [one.response for one in whole] == [one.response for one in field_by_field]
    assert '"path":["reasonCodes"]' in whole[1].text
    assert "a compiled query failed, and graphql-core answers it" in [one["event"] for one in logs]
