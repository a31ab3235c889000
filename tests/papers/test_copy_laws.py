"""Copies that somebody changed who has the database itself are found by their laws (documents 8)."""

import pytest
from sqlalchemy import text

from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked
from tests.api import Api
from tests.goods import base_sale
from tests.laws.tampering import broken_into
from tests.papers.parties import FJORD, company

pytestmark = pytest.mark.both_engines
LATE = "(SELECT max(id) FROM invoice)"
PLANTED = [
    ("documents 7 parties", f"DELETE FROM document_copy WHERE invoice_id = {LATE}"),
    ("documents 7 parties", f"UPDATE document_copy SET seller = NULL WHERE invoice_id = {LATE}"),
    ("documents 8 copies", "UPDATE document_copy SET kind = 'INVOICE' WHERE kind = 'CREDIT_NOTE'"),
    ("documents 8 copies", "UPDATE document_copy SET purchase_order_number = 'x'"),
    ("documents 8 copies", """UPDATE party_copy SET content = '{"name":"Another AS"}'"""),
    ("documents 11 preceding", "DELETE FROM invoice_preceding"),
]


def test_each_law_finds_what_it_is_about(api: Api, database: Database) -> None:
    company(api, **FJORD)
    of = base_sale(api)
    api.clock.instant = api.clock.instant.replace(hour=13)
    of.returned("1")
    of.put_right(unitPrice="18")
    assert api.broken_laws() == []
    for law_id, planted in PLANTED:
        (law,) = (one for one in LAWS if one.id == law_id)
        with broken_into(database) as connection:
            assert checked(connection, law).holds, law_id
            connection.execute(text(planted))
            assert not checked(connection, law).holds, planted
