"""The laws of issued files hold for FA(3), whose amounts bear the books' own signs, and find an error planted there."""

import pytest
from sqlalchemy import select, update

from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked
from tests.api import Api
from tests.laws.tampering import broken_into, missed
from tests.papers.sent import sold
from tests.papers.test_ksef import LAMPS, back, noted, requiring, seller

FILE = tables.document_file
(FIGURES,) = (law for law in LAWS if law.id == "documents 10 figures")
NOTE = "(SELECT max(id) FROM invoice)"
PLANTED = [
    ("documents 9 required", "UPDATE document_file SET rendition = 'UBL/EN16931' WHERE rendition = 'KSEF_FA3/EN16931'"),
    *(
        ("documents 10 figures", f"UPDATE invoice SET {column} = -{column} WHERE id = {NOTE}")
        for column in ("net_amount", "tax_amount", "total_amount")
    ),
    ("documents 10 figures", f"UPDATE invoice SET number = 'INV-9' WHERE id = {NOTE}"),
    ("documents 10 figures", f"DELETE FROM invoice_preceding WHERE invoice_id = {NOTE}"),
]


@pytest.mark.both_engines
def test_each_error_planted_beside_a_file_of_ksef_is_found(database: Database) -> None:
    api = Api(database)
    seller(api)
    invoice = sold(api, requiring(api), LAMPS)
    noted(api, invoice["number"])
    note = api.credit(back(api, invoice, reasonCode="Zwrot"))["invoice"]["number"]
    assert api.broken_laws() == []
    with broken_into(database) as connection:
        assert missed(connection, PLANTED) == []
        content = connection.scalar(select(FILE.c.content).where(FILE.c.file_name == f"{note}.fa3.xml"))
        assert content is not None
        for other in (content.replace(b"-100.00</P_13_1>", b"100.00</P_13_1>"), content[:-20], b""):
            assert other != content
            with connection.begin_nested() as savepoint:
                connection.execute(update(FILE).values(content=other).where(FILE.c.file_name == f"{note}.fa3.xml"))
                assert list(checked(connection, FIGURES).violations) == [f"documents 10 figures: {note}.fa3.xml"]
                savepoint.rollback()
