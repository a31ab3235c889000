"""The same document is the same bytes, also where another process renders it (law documents 13)."""

import json
import subprocess
import sys
from hashlib import sha256

from sqlalchemy import select

from rebill.models import tables
from rebill.models.database import Database
from tests.api import Api
from tests.papers.sent import buyer, electronic, printed, seller, sold
from tests.projects import Project

ELSEWHERE = """
import json, sys
from datetime import date
from hashlib import sha256
from rebill.models.database import Database
from rebill.posting.issuing.facts import facts_of
from rebill.posting.papers.renditions import made, rendition_of
with Database.open(sys.argv[1], read_only=True).read() as connection:
    found = facts_of(connection, json.loads(sys.argv[2]), date(2026, 9, 1))
files = [made(facts, rendition_of(one)) for facts in found.values() for one in json.loads(sys.argv[3])]
print(json.dumps([sha256(one.content).hexdigest() for one in files]))
"""
RENDITIONS = ["UBL/EN16931", "CII/EN16931", "KSEF_FA3/EN16931", "PDF/NB", "HTML/DE"]


def test_a_document_is_rendered_the_same_twice_and_in_another_process(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    seller(api)
    customer = buyer(api)
    invoice = sold(api, customer)
    project = Project.of(
        api, {"name": "Work", "billingMethod": "TIME_AND_MATERIAL", "taxCode": "S25"}, customer=customer
    )
    billed = project.billed("10", "200")
    numbers = [invoice["number"], project.confirm(project.bill(project.correct(billed), quantity="7"))["number"]]
    here = [rendered(api, one) for one in numbers]
    assert [rendered(api, one) for one in numbers] == here
    with sqlite_database.read() as connection:
        keyed = select(tables.invoice.c.id).where(tables.invoice.c.number.in_(numbers)).order_by(tables.invoice.c.id)
        keys = list(connection.scalars(keyed))
    given = (str(sqlite_database.engine.url), json.dumps(keys), json.dumps(RENDITIONS))
    ended = subprocess.run([sys.executable, "-c", ELSEWHERE, *given], capture_output=True, text=True, check=True)
    assert json.loads(ended.stdout) == [one for files in here for one in files]


def rendered(api: Api, number: str) -> list[str]:
    """SHA-256 of each file."""
    files = [electronic(api, number, one)["xml"].encode() for one in ("UBL", "CII", "KSEF_FA3")]
    files += [printed(api, number, language="NB")["bytes"], printed(api, number, "HTML", language="DE")["bytes"]]
    return [sha256(one).hexdigest() for one in files]
