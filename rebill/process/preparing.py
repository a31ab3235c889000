"""Makes ready, while a server begins to answer, what the first posting would have to wait for: the rules of documents.

Compiling them takes a second or two. A book without a company has no documents that could be sent, and is spared it.
"""

import threading

from sqlalchemy import exists, select

from ..documents.electronic.engine import prepare
from ..models import tables
from ..models.database import Database, Unavailable


def prepare_rules(database: Database) -> None:
    """Begin to compile the rules where there is a company; returns at once."""
    threading.Thread(target=_prepare, args=(database,), name="document-rules", daemon=True).start()


def _prepare(database: Database) -> None:
    try:
        with database.read() as connection:
            if connection.scalar(select(exists(select(tables.company.c.id)))):
                prepare()
    except Unavailable:  # whoever posts first waits for them then
        return
