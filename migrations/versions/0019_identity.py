"""Actors, API keys, and in whose name runs post.

The first actor is whoever acts on an open server. Nobody is known of what runs and schedules there are.
"""

import sqlalchemy as sa
from alembic import op

from rebill.migrations import columns

revision = "0019"
down_revision = "0018"

GUARDS = {  # statements, with a blank line between them
    "sqlite": """\
DROP TRIGGER IF EXISTS actor_update_guard

DROP TRIGGER IF EXISTS actor_delete_guard

DROP TRIGGER IF EXISTS actor_insert_guard

CREATE TRIGGER actor_update_guard BEFORE UPDATE ON actor
WHEN (
OLD.id, OLD.kind, OLD.known_by, OLD.issuer, OLD.person, OLD.seen_at
) IS NOT (
NEW.id, NEW.kind, NEW.known_by, NEW.issuer, NEW.person, NEW.seen_at
)
BEGIN SELECT RAISE(ABORT, 'actor is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER actor_delete_guard BEFORE DELETE ON actor
WHEN 1
BEGIN SELECT RAISE(ABORT, 'actor is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER actor_insert_guard BEFORE INSERT ON actor
WHEN EXISTS (SELECT 1 FROM actor WHERE id = NEW.id OR known_by = NEW.known_by)
BEGIN SELECT RAISE(ABORT, 'actor is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS api_key_update_guard

DROP TRIGGER IF EXISTS api_key_delete_guard

DROP TRIGGER IF EXISTS api_key_insert_guard

CREATE TRIGGER api_key_update_guard BEFORE UPDATE ON api_key
WHEN (
OLD.id, OLD.name, OLD.prefix, OLD.digest, OLD.scopes, OLD.owner, OLD.actor_id, OLD.created_at,
OLD.created_by_id, OLD.expires_at
) IS NOT (
NEW.id, NEW.name, NEW.prefix, NEW.digest, NEW.scopes, NEW.owner, NEW.actor_id, NEW.created_at,
NEW.created_by_id, NEW.expires_at
)
OR (OLD.revoked_at IS NOT NULL AND OLD.revoked_at IS NOT NEW.revoked_at)
BEGIN SELECT RAISE(ABORT, 'api_key is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER api_key_delete_guard BEFORE DELETE ON api_key
WHEN 1
BEGIN SELECT RAISE(ABORT, 'api_key is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER api_key_insert_guard BEFORE INSERT ON api_key
WHEN EXISTS (SELECT 1 FROM api_key WHERE id = NEW.id OR prefix = NEW.prefix)
BEGIN SELECT RAISE(ABORT, 'api_key is append-only: posted facts are never changed or deleted'); END
""",
    "postgresql": """\
DROP TRIGGER IF EXISTS actor_update_guard ON actor

DROP TRIGGER IF EXISTS actor_delete_guard ON actor

DROP TRIGGER IF EXISTS actor_truncate_guard ON actor

CREATE TRIGGER actor_update_guard BEFORE UPDATE ON actor FOR EACH ROW
WHEN ((
OLD.id, OLD.kind, OLD.known_by, OLD.issuer, OLD.person, OLD.seen_at
) IS DISTINCT FROM (
NEW.id, NEW.kind, NEW.known_by, NEW.issuer, NEW.person, NEW.seen_at
))
EXECUTE FUNCTION append_only()

CREATE TRIGGER actor_delete_guard BEFORE DELETE ON actor FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER actor_truncate_guard BEFORE TRUNCATE ON actor FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS api_key_update_guard ON api_key

DROP TRIGGER IF EXISTS api_key_delete_guard ON api_key

DROP TRIGGER IF EXISTS api_key_truncate_guard ON api_key

CREATE TRIGGER api_key_update_guard BEFORE UPDATE ON api_key FOR EACH ROW
WHEN ((
OLD.id, OLD.name, OLD.prefix, OLD.digest, OLD.scopes::text, OLD.owner, OLD.actor_id, OLD.created_at,
OLD.created_by_id, OLD.expires_at
) IS DISTINCT FROM (
NEW.id, NEW.name, NEW.prefix, NEW.digest, NEW.scopes::text, NEW.owner, NEW.actor_id, NEW.created_at,
NEW.created_by_id, NEW.expires_at
)
OR (OLD.revoked_at IS NOT NULL AND OLD.revoked_at IS DISTINCT FROM NEW.revoked_at))
EXECUTE FUNCTION append_only()

CREATE TRIGGER api_key_delete_guard BEFORE DELETE ON api_key FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER api_key_truncate_guard BEFORE TRUNCATE ON api_key FOR EACH STATEMENT
EXECUTE FUNCTION append_only()
""",
}


def upgrade() -> None:
    """Make the tables, the actor that anybody is, the columns of runs and schedules, and the guards."""
    actor = op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("known_by", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("seen_at", columns.Instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("known_by"),
    )
    assert actor is not None
    connection = op.get_bind()
    op.bulk_insert(actor, [{"kind": "ANONYMOUS", "known_by": "ANONYMOUS", "name": "anyone"}])
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.Instant, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", columns.Instant, nullable=True),
        sa.Column("last_used_at", columns.Instant, nullable=True),
        sa.Column("revoked_at", columns.Instant, nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["actor.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("prefix"),
    )
    for table in ("posting_run", "run_schedule"):
        op.add_column(
            table,
            sa.Column("actor_id", sa.Integer(), sa.ForeignKey("actor.id"), nullable=True),
            inline_references=True,
        )
        op.add_column(table, sa.Column("actor_scopes", sa.JSON(none_as_null=True), nullable=True))
    for statement in GUARDS[connection.dialect.name].split("\n\n"):
        connection.exec_driver_sql(statement)
