"""The laws of issued files, each of which finds an error that is planted (documents 8)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select, text, update

from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked
from tests.api import Api
from tests.laws.tampering import broken_into, missed
from tests.papers.parties import changed
from tests.papers.sent import buyer, issued, seller, sold

pytestmark = pytest.mark.both_engines

FILE = tables.document_file
BY_ID = {law.id: law for law in LAWS}
FIRST, NOTE = "(SELECT min(id) FROM invoice)", "(SELECT max(id) FROM invoice)"
PLANTED = [
    ("documents 9 required", "DELETE FROM document_file WHERE rendition = 'UBL/EN16931'"),
    ("documents 9 required", "UPDATE document_file SET rendition = 'UBL/PEPPOL_BIS_3' WHERE rendition = 'UBL/EN16931'"),
    ("documents 9 required", "UPDATE document_file SET validated_by = '[]'"),
    ("documents 9 required", """UPDATE document_file SET problems = '[{"severity": "FATAL"}]'"""),
    *(
        ("documents 10 figures", f"UPDATE invoice SET {column} = {column} + 100 WHERE id = {key}")
        for column in ("net_amount", "tax_amount", "total_amount")
        for key in (FIRST, NOTE)
    ),
    ("documents 10 figures", f"UPDATE invoice SET number = 'INV-9' WHERE id = {FIRST}"),
    ("documents 10 figures", f"DELETE FROM invoice_preceding WHERE invoice_id = {NOTE}"),
    ("documents 10 figures", f"UPDATE document_copy SET kind = 'INVOICE' WHERE invoice_id = {NOTE}"),
    ("documents 12 bytes", "UPDATE document_file SET sha256 = 'x' WHERE rendition = 'HTML/EN'"),
    ("documents 12 bytes", "UPDATE document_file SET size = size + 1 WHERE rendition = 'PDF/EN'"),
]
ENTITY = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Invoice>&e;</Invoice>'


@pytest.fixture
def intruder(database: Database) -> Iterator[Connection]:
    """Somebody with the database of a sale and its credit note, whose files were sent; its guards off."""
    api = Api(database)
    seller(api)
    customer = buyer(api)
    invoice = sold(api, customer)
    issued(api, invoice["number"], electronic=["CII"], print=["PDF", "HTML"])
    changed(api, customer, requireElectronicDocument=True)
    order = api.return_order((invoice["lines"][0]["id"], "1"))
    api.arrive(order, (1, "1"))
    api.receive(order)
    api.credit(order)
    assert api.broken_laws() == []
    with broken_into(database) as connection:
        yield connection


def test_each_planted_error_is_found(intruder: Connection) -> None:
    assert missed(intruder, PLANTED) == []
    for content in (ENTITY, b"no document", b""):
        with intruder.begin_nested() as savepoint:
            intruder.execute(update(FILE).values(content=content))
            for law in ("documents 10 figures", "documents 12 bytes"):
                found = checked(intruder, BY_ID[law])
                assert not found.holds
                assert any("INV-000001.cii.xml" in one for one in found.violations), found.violations
            savepoint.rollback()
    kept = intruder.execute(select(FILE.c.content)).first()
    assert kept is not None
    assert kept.content != ENTITY


def test_an_error_is_told_by_the_name_of_its_file(intruder: Connection) -> None:
    with intruder.begin_nested() as savepoint:
        intruder.execute(text("UPDATE document_file SET size = 1 WHERE rendition = 'HTML/EN'"))
        found = checked(intruder, BY_ID["documents 12 bytes"]).violations
        savepoint.rollback()
    assert list(found) == ["documents 12 bytes: INV-000001.en.html"]
