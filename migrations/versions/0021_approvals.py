"""Approvals: policies, requests, and what was posted under them; nothing needs approval to begin with."""

import sqlalchemy as sa
from alembic import op

from rebill.migrations import columns

revision = "0021"
down_revision = "0020"

GUARDS = {  # statements, with a blank line between them
    "sqlite": """\
DROP TRIGGER IF EXISTS approval_update_guard

DROP TRIGGER IF EXISTS approval_delete_guard

DROP TRIGGER IF EXISTS approval_insert_guard

CREATE TRIGGER approval_update_guard BEFORE UPDATE ON approval
WHEN (
OLD.id, OLD.posting, OLD.operation, OLD.subjects, OLD.request, OLD.plan_hash, OLD.plans,
OLD.policies, OLD.requested_by_id, OLD.requester_person, OLD.requester_issuer, OLD.requested_at,
OLD.reason, OLD.expires_at
) IS NOT (
NEW.id, NEW.posting, NEW.operation, NEW.subjects, NEW.request, NEW.plan_hash, NEW.plans,
NEW.policies, NEW.requested_by_id, NEW.requester_person, NEW.requester_issuer, NEW.requested_at,
NEW.reason, NEW.expires_at
)
OR (OLD.status IS NOT NEW.status AND NOT (
  (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PENDING', 'APPROVED')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PENDING', 'DECLINED')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PENDING', 'EXPIRED')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PENDING', 'VOID')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('APPROVED', 'EXPIRED')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('APPROVED', 'VOID')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('APPROVED', 'USED')))
OR (OLD.decided_by_id IS NOT NULL AND OLD.decided_by_id IS NOT NEW.decided_by_id)
OR (OLD.decider_person IS NOT NULL AND OLD.decider_person IS NOT NEW.decider_person)
OR (OLD.decider_issuer IS NOT NULL AND OLD.decider_issuer IS NOT NEW.decider_issuer)
OR (OLD.decided_at IS NOT NULL AND OLD.decided_at IS NOT NEW.decided_at)
OR (OLD.decision_reason IS NOT NULL AND OLD.decision_reason IS NOT NEW.decision_reason)
BEGIN SELECT RAISE(ABORT, 'approval is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER approval_delete_guard BEFORE DELETE ON approval
WHEN 1
BEGIN SELECT RAISE(ABORT, 'approval is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER approval_insert_guard BEFORE INSERT ON approval
WHEN EXISTS (SELECT 1 FROM approval WHERE id = NEW.id OR living = NEW.living)
BEGIN SELECT RAISE(ABORT, 'approval is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS approval_policy_version_update_guard

DROP TRIGGER IF EXISTS approval_policy_version_delete_guard

DROP TRIGGER IF EXISTS approval_policy_version_insert_guard

CREATE TRIGGER approval_policy_version_update_guard BEFORE UPDATE ON approval_policy_version
WHEN 1
BEGIN SELECT RAISE(ABORT, 'approval_policy_version is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER approval_policy_version_delete_guard BEFORE DELETE ON approval_policy_version
WHEN 1
BEGIN SELECT RAISE(ABORT, 'approval_policy_version is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER approval_policy_version_insert_guard BEFORE INSERT ON approval_policy_version
WHEN EXISTS (SELECT 1 FROM approval_policy_version WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'approval_policy_version is append-only: posted facts are never changed or deleted'); END

DROP TRIGGER IF EXISTS approval_use_update_guard

DROP TRIGGER IF EXISTS approval_use_delete_guard

DROP TRIGGER IF EXISTS approval_use_insert_guard

CREATE TRIGGER approval_use_update_guard BEFORE UPDATE ON approval_use
WHEN 1
BEGIN SELECT RAISE(ABORT, 'approval_use is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER approval_use_delete_guard BEFORE DELETE ON approval_use
WHEN 1
BEGIN SELECT RAISE(ABORT, 'approval_use is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER approval_use_insert_guard BEFORE INSERT ON approval_use
WHEN EXISTS (SELECT 1 FROM approval_use WHERE id = NEW.id OR invoice_id = NEW.invoice_id)
BEGIN SELECT RAISE(ABORT, 'approval_use is append-only: posted facts are never changed or deleted'); END
""",
    "postgresql": """\
DROP TRIGGER IF EXISTS approval_update_guard ON approval

DROP TRIGGER IF EXISTS approval_delete_guard ON approval

DROP TRIGGER IF EXISTS approval_truncate_guard ON approval

CREATE TRIGGER approval_update_guard BEFORE UPDATE ON approval FOR EACH ROW
WHEN ((
OLD.id, OLD.posting, OLD.operation, OLD.subjects::text, OLD.request::text, OLD.plan_hash,
OLD.plans::text, OLD.policies::text, OLD.requested_by_id, OLD.requester_person,
OLD.requester_issuer, OLD.requested_at, OLD.reason, OLD.expires_at
) IS DISTINCT FROM (
NEW.id, NEW.posting, NEW.operation, NEW.subjects::text, NEW.request::text, NEW.plan_hash,
NEW.plans::text, NEW.policies::text, NEW.requested_by_id, NEW.requester_person,
NEW.requester_issuer, NEW.requested_at, NEW.reason, NEW.expires_at
)
OR (OLD.status IS DISTINCT FROM NEW.status AND NOT (
  (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PENDING', 'APPROVED')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PENDING', 'DECLINED')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PENDING', 'EXPIRED')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('PENDING', 'VOID')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('APPROVED', 'EXPIRED')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('APPROVED', 'VOID')
  OR (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('APPROVED', 'USED')))
OR (OLD.decided_by_id IS NOT NULL AND OLD.decided_by_id IS DISTINCT FROM NEW.decided_by_id)
OR (OLD.decider_person IS NOT NULL AND OLD.decider_person IS DISTINCT FROM NEW.decider_person)
OR (OLD.decider_issuer IS NOT NULL AND OLD.decider_issuer IS DISTINCT FROM NEW.decider_issuer)
OR (OLD.decided_at IS NOT NULL AND OLD.decided_at IS DISTINCT FROM NEW.decided_at)
OR (OLD.decision_reason IS NOT NULL AND OLD.decision_reason IS DISTINCT FROM NEW.decision_reason))
EXECUTE FUNCTION append_only()

CREATE TRIGGER approval_delete_guard BEFORE DELETE ON approval FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER approval_truncate_guard BEFORE TRUNCATE ON approval FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS approval_policy_version_update_guard ON approval_policy_version

DROP TRIGGER IF EXISTS approval_policy_version_delete_guard ON approval_policy_version

DROP TRIGGER IF EXISTS approval_policy_version_truncate_guard ON approval_policy_version

CREATE TRIGGER approval_policy_version_update_guard BEFORE UPDATE ON approval_policy_version FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER approval_policy_version_delete_guard BEFORE DELETE ON approval_policy_version FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER approval_policy_version_truncate_guard BEFORE TRUNCATE ON approval_policy_version FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

DROP TRIGGER IF EXISTS approval_use_update_guard ON approval_use

DROP TRIGGER IF EXISTS approval_use_delete_guard ON approval_use

DROP TRIGGER IF EXISTS approval_use_truncate_guard ON approval_use

CREATE TRIGGER approval_use_update_guard BEFORE UPDATE ON approval_use FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER approval_use_delete_guard BEFORE DELETE ON approval_use FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER approval_use_truncate_guard BEFORE TRUNCATE ON approval_use FOR EACH STATEMENT
EXECUTE FUNCTION append_only()
""",
}


def upgrade() -> None:
    """The tables of approval, and the columns that say what was signed."""
    op.create_table(
        "approval_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("document_type", sa.JSON(), nullable=False),
        sa.Column("corrections_only", sa.Boolean(), nullable=False),
        sa.Column("customers", sa.JSON(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index(op.f("ix_approval_policy_active"), "approval_policy", ["active"], unique=False)
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting", sa.String(), nullable=False),
        sa.Column("living", sa.String(), nullable=True),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("plan_hash", sa.String(), nullable=False),
        sa.Column("plans", sa.JSON(), nullable=False),
        sa.Column("policies", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requester_person", sa.String(), nullable=True),
        sa.Column("requester_issuer", sa.String(), nullable=True),
        sa.Column("requested_at", columns.Instant, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("expires_at", columns.Instant, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decider_person", sa.String(), nullable=True),
        sa.Column("decider_issuer", sa.String(), nullable=True),
        sa.Column("decided_at", columns.Instant, nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status IN ('PENDING', 'APPROVED')) = (living IS NOT NULL) AND (living IS NULL OR living = posting)",
            name="ck_approval_one_living",
        ),
        sa.CheckConstraint(
            "status NOT IN ('APPROVED', 'DECLINED', 'USED') OR (decided_by_id IS NOT NULL AND decided_at IS NOT NULL)",
            name="ck_approval_decided",
        ),
        sa.CheckConstraint(
            "status NOT IN ('APPROVED', 'USED') OR (decided_by_id IS NOT NULL AND decided_by_id <> requested_by_id AND (\nrequester_person IS NULL OR decider_person IS NULL OR requester_person <> decider_person\nOR coalesce(requester_issuer, decider_issuer, '') <> coalesce(decider_issuer, requester_issuer, '')))",
            name="ck_approval_two_persons",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["actor.id"],
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"],
            ["actor.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("living"),
    )
    op.create_index(op.f("ix_approval_decided_by_id"), "approval", ["decided_by_id"], unique=False)
    op.create_index(op.f("ix_approval_posting"), "approval", ["posting"], unique=False)
    op.create_index(op.f("ix_approval_status"), "approval", ["status"], unique=False)
    op.create_table(
        "approval_policy_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("since", columns.Instant, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("document_type", sa.JSON(), nullable=False),
        sa.Column("corrections_only", sa.Boolean(), nullable=False),
        sa.Column("customers", sa.JSON(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["approval_policy.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_approval_policy_version_policy_id"), "approval_policy_version", ["policy_id"], unique=False
    )
    op.create_table(
        "approval_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("plan_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"],
            ["approval.id"],
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id"),
    )
    op.create_index(op.f("ix_approval_use_approval_id"), "approval_use", ["approval_id"], unique=False)
    op.add_column(
        "history_entry",
        sa.Column("approval_id", sa.Integer(), sa.ForeignKey("approval.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "posting_run",
        sa.Column("approval_id", sa.Integer(), sa.ForeignKey("approval.id"), nullable=True),
        inline_references=True,
    )
    connection = op.get_bind()
    for statement in GUARDS[connection.dialect.name].split("\n\n"):
        connection.exec_driver_sql(statement)
