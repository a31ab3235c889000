"""What a server loads to begin with: not what only some of its work takes, and others never do.

Loading was most of the time to the first answer, and what is loaded is most of an idle server's memory. No time is
measured here: a module that is not loaded takes none.
"""

import subprocess
import sys

import pytest
from alembic.script import ScriptDirectory

from rebill.models import migrate
from rebill.models.database import Database
from rebill.models.migrating import alembic_config
from rebill.models.revisions import newest_revision
from tests.api import Api
from tests.test_killed_runs import address

pytestmark = pytest.mark.slow

LATER = {
    "alembic": "a migration is due",
    "dbos": "there is a run to carry on, or a schedule comes near",
    "psycopg": "the books are in PostgreSQL",
    "rebill.demo": "demo data are asked for",
    "rebill.posting.ledger_check": "somebody checks the ledger",
    "rich.console": "a command is to be explained",
    "pygments": "a command is to be explained",
    "httpx2": "never",
    "pytest": "never",
}
SERVE = """
import sys, threading
import rebill.process.log
from rebill.cli import main
from rebill.process import draining

async def serve(self, sockets=None):
    self.config.load()
    seen.wait(30)
    print(*(name for name in later if name in sys.modules), "|", flush=True)

from rebill.process import duties
seen, later, asked = threading.Event(), sys.argv.pop().split(), duties.ask
duties.ask = lambda service: (asked(service), seen.set())[0]
draining.Server.serve = serve
main()
"""


def test_a_server_at_its_database_has_loaded_nothing_that_only_some_need(sqlite_database: Database) -> None:
    command = ["serve", "--port", "0", "--database", address(Api(sqlite_database)), " ".join(LATER)]
    done = subprocess.run([sys.executable, "-c", SERVE, *command], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1].rstrip("| ").split()
    assert {name: LATER[name] for name in loaded} == {}, done.stdout


def test_the_newest_migration_is_the_one_that_its_file_says(sqlite_database: Database) -> None:
    with sqlite_database.read() as connection:
        assert ScriptDirectory.from_config(alembic_config(connection)).get_current_head() == newest_revision()
    assert migrate.at_head(sqlite_database)
