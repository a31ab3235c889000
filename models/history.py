"""Who did what: one entry for each thing that was done, and which entries each record is in.

Entries are facts from the moment they are written, and so is the index by records; the head is where both stand. Keys
of new rows follow each other, so that a posting of ten thousand rows has a few ranges of subjects, and not as many rows
of an index as it wrote of the ledger: see `posting.history.places`.
"""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import JSON, Field, Index, SQLModel

from . import columns
from .facts import Since, facts


class HistoryHead(SQLModel, table=True):
    """The position and the instant of the last entry: one row, which whoever adds entries has until they commit.

    On PostgreSQL alone: SQLite has one writer, to whom the last entry says both.
    """

    __tablename__ = "history_head"
    id: int | None = columns.key()
    sequence: int
    at: datetime = columns.instant()


class HistoryEntry(SQLModel, table=True):
    """Something that was done; its key is its position in the history, in order of commit and without a gap."""

    __tablename__ = "history_entry"
    __table_args__ = (
        Index("ix_history_entry_actor", "actor_id", "id"),
        Index("ix_history_entry_operation", "operation", "id"),
        Index("ix_history_entry_at", "at", "id"),
        facts(Since.WRITTEN),
    )
    id: int | None = columns.key()
    at: datetime = columns.instant()
    actor_id: int = columns.reference("actor.id")
    operation: str
    reason: str | None = columns.optional_text()
    request_id: str
    run_id: int | None = columns.optional_reference("posting_run.id")
    approval_id: int | None = columns.optional_reference("approval.id")  # that it used
    subjects: list[str] = Field(sa_type=JSON)  # global ids, that of the record that was asked about first
    changes: list[dict[str, object]] = Field(sa_type=JSON)  # of each its record, the field, and it before and after


class HistorySubject(SQLModel, table=True):
    """What an entry did to the records at a place among those of their type.

    Nobody looks for the subjects of an entry, which lists them: there is one index, and on SQLite it is the table.
    """

    __tablename__ = "history_subject"
    __table_args__ = (facts(Since.WRITTEN, sqlite_with_rowid=False),)
    type: str = Field(primary_key=True)
    place: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    entry_id: int = columns.part_of_key("history_entry.id")
    act: str
