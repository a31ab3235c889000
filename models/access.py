"""Who acts, and the keys by which programs say who they are.

An actor stays for as long as anything that they did, which is for ever: no row is changed but its name, and none goes.
Of a key there is its beginning and a digest. What it may do, until when and who made it are facts; it is revoked once.
"""

from datetime import datetime

from sqlmodel import JSON, Field, SQLModel

from . import columns
from .facts import Moving, Since, facts, may


class Actor(SQLModel, table=True):
    """Somebody who acts; `known_by` is what makes two of them one, and the name only what they were last called."""

    __tablename__ = "actor"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    kind: str
    known_by: str = columns.unique_text()  # see `posting.command.actors`
    name: str = Field(sa_column_kwargs=may(Moving.FREELY))
    issuer: str | None = None
    person: str | None = None  # whom they stand for where two people have to agree
    seen_at: datetime | None = columns.optional_instant()  # for the first time; none for anybody


class ApiKey(SQLModel, table=True):
    """A key; `digest` is SHA-256 of the whole of it, in hex."""

    __tablename__ = "api_key"
    __table_args__ = (facts(Since.WRITTEN),)
    id: int | None = columns.key()
    name: str
    prefix: str = columns.unique_text()
    digest: str
    scopes: list[str] = Field(sa_type=JSON)
    owner: str | None = None
    actor_id: int = columns.reference("actor.id")
    created_at: datetime = columns.instant()
    created_by_id: int | None = columns.optional_reference("actor.id")
    expires_at: datetime | None = columns.optional_instant()
    last_used_at: datetime | None = columns.optional_instant(Moving.FREELY)
    revoked_at: datetime | None = columns.optional_instant(Moving.ONCE)
