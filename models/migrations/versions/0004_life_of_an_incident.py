"""Assignment, segments, scopes, splits, surveys."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ASSIGNED = "status <> 'acknowledged' OR assigned_to IS NOT NULL"
FIRST_SEGMENTS = (
    "INSERT INTO segment (incident_id, severity, cover, terms, deadline_at, begun_at, begun_by, reason)"
    " SELECT id, severity, cover, terms, deadline_at, opened_at, opened_by, '' FROM incident"
)
"""What was promised to the incidents that are there already."""


def upgrade() -> None:
    op.create_table(
        "scope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("side", AutoString(), nullable=False),
        sa.Column("proposed_by", AutoString(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("agreed_by", AutoString(), nullable=True),
        sa.Column("agreed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("side IN ('customer', 'technician')", name=op.f("ck_scope_side")),
        sa.CheckConstraint("(agreed_at IS NULL) = (agreed_by IS NULL)", name=op.f("ck_scope_agreed_by_somebody")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_scope_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope")),
        sa.UniqueConstraint("incident_id", "version", name=op.f("uq_scope_incident_id_version")),
    )
    with op.batch_alter_table("scope", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scope_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("severity", AutoString(), nullable=False),
        sa.Column("cover", AutoString(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("deadline_at", UTCDateTime(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("begun_by", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.CheckConstraint("cover IN ('business', '24x7')", name=op.f("ck_segment_cover")),
        sa.CheckConstraint("severity IN ('A', 'B', 'C')", name=op.f("ck_segment_severity")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_segment_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
    )
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_segment_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "split",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("children", sa.JSON(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("proposed_by", AutoString(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by", AutoString(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('agreed', 'declined')) = (decided_by IS NOT NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_split_decided_by_somebody"),
        ),
        sa.CheckConstraint("state IN ('proposed', 'agreed', 'declined', 'replaced')", name=op.f("ck_split_state")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_split_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_split")),
    )
    with op.batch_alter_table("split", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_split_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("member", AutoString(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("is_useful", sa.Boolean(), nullable=True),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.Column("language", sa.Integer(), nullable=True),
        sa.Column("remarks", AutoString(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (is_useful IS NULL) AND (answered_at IS NULL) = (quality IS NULL) AND (answered_at IS NULL) = (language IS NULL)",
            name=op.f("ck_survey_answered_in_full"),
        ),
        sa.CheckConstraint("language BETWEEN 1 AND 5", name=op.f("ck_survey_language")),
        sa.CheckConstraint("quality BETWEEN 1 AND 5", name=op.f("ck_survey_quality")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_survey_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_survey_incident_id")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assigned_to", AutoString(), nullable=True))
        batch_op.add_column(sa.Column("told_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("unreachable_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("duplicate_of", sa.Integer(), nullable=True))
    op.execute("UPDATE incident SET assigned_to = acknowledged_by, told_at = acknowledged_at")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_check_constraint("assigned_once_acknowledged", ASSIGNED)
        batch_op.create_index(batch_op.f("ix_incident_duplicate_of"), ["duplicate_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_incident_duplicate_of"), "incident", ["duplicate_of"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_incident_parent_id"), "incident", ["parent_id"], ["id"])
    op.execute(FIRST_SEGMENTS)


def downgrade() -> None:
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_incident_assigned_once_acknowledged"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_incident_parent_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_incident_duplicate_of"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_incident_parent_id"))
        batch_op.drop_index(batch_op.f("ix_incident_duplicate_of"))
        batch_op.drop_column("duplicate_of")
        batch_op.drop_column("parent_id")
        batch_op.drop_column("unreachable_at")
        batch_op.drop_column("told_at")
        batch_op.drop_column("assigned_to")

    op.drop_table("survey")
    with op.batch_alter_table("split", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_split_incident_id"))

    op.drop_table("split")
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_segment_incident_id"))

    op.drop_table("segment")
    with op.batch_alter_table("scope", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scope_incident_id"))

    op.drop_table("scope")
