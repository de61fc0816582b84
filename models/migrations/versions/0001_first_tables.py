"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
    )
    op.create_table(
        "receipt",
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_receipt")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_received_at"), ["received_at"], unique=False)

    op.create_table(
        "vital_sign",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_vital_sign")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", AutoString(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("description", AutoString(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("severity", AutoString(), nullable=False),
        sa.Column("cover", AutoString(), nullable=False),
        sa.Column("contacts", AutoString(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("opened_by", AutoString(), nullable=False),
        sa.Column("opened_in", AutoString(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("deadline_at", UTCDateTime(), nullable=False),
        sa.Column("acknowledged_at", UTCDateTime(), nullable=True),
        sa.Column("acknowledged_by", AutoString(), nullable=True),
        sa.Column("acknowledged_how", AutoString(), nullable=True),
        sa.Column("acknowledged_margin", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'open') = (acknowledged_at IS NULL) AND (acknowledged_at IS NULL) = (acknowledged_by IS NULL) AND (acknowledged_at IS NULL) = (acknowledged_how IS NULL)",
            name=op.f("ck_incident_acknowledged_once"),
        ),
        sa.CheckConstraint("cover = 'business' OR contacts <> ''", name=op.f("ck_incident_contacts_for_24x7")),
        sa.CheckConstraint("cover IN ('business', '24x7')", name=op.f("ck_incident_cover")),
        sa.CheckConstraint("severity IN ('A', 'B', 'C')", name=op.f("ck_incident_severity")),
        sa.CheckConstraint("status IN ('open', 'acknowledged')", name=op.f("ck_incident_status")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_incident_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("form_id", name=op.f("uq_incident_form_id")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index("ix_incident_opened_by", ["opened_by", "id"], unique=False)

    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("side", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("ts", AutoString(), nullable=False),
        sa.CheckConstraint("side IN ('customer', 'triage')", name=op.f("ck_card_side")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_card_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("channel", "ts", name=op.f("uq_card_channel_ts")),
        sa.UniqueConstraint("incident_id", "side", name=op.f("uq_card_incident_id_side")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("actor", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_event_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "fallback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("scheduled_message_id", AutoString(), nullable=False),
        sa.Column("post_at", UTCDateTime(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.CheckConstraint("state IN ('armed', 'spoken', 'withdrawn')", name=op.f("ck_fallback_state")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_fallback_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fallback")),
        sa.UniqueConstraint("incident_id", "post_at", name=op.f("uq_fallback_incident_id_post_at")),
    )
    with op.batch_alter_table("fallback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fallback_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("slot", AutoString(), nullable=False),
        sa.Column("thread", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("run_at", UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_token", AutoString(), nullable=True),
        sa.Column("maybe_sent_at", UTCDateTime(), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("sent_channel", AutoString(), nullable=True),
        sa.Column("sent_ts", AutoString(), nullable=True),
        sa.Column("last_error", AutoString(), nullable=True),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_outbox_message_done_has_time")),
        sa.CheckConstraint(
            "state IN ('pending', 'parked', 'done', 'cancelled', 'superseded', 'refused')",
            name=op.f("ck_outbox_message_state"),
        ),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_outbox_message_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint(
            "incident_id", "kind", "slot", "due_at", name=op.f("uq_outbox_message_incident_id_kind_slot_due_at")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_outbox_message_reference")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_message_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_message_run_at",
            ["run_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'parked')"),
            postgresql_where=sa.text("state IN ('pending', 'parked')"),
        )
        batch_op.create_index(
            "ix_outbox_message_thread",
            ["thread", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'parked')"),
            postgresql_where=sa.text("state IN ('pending', 'parked')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_message_thread",
            sqlite_where=sa.text("state IN ('pending', 'parked')"),
            postgresql_where=sa.text("state IN ('pending', 'parked')"),
        )
        batch_op.drop_index(
            "ix_outbox_message_run_at",
            sqlite_where=sa.text("state IN ('pending', 'parked')"),
            postgresql_where=sa.text("state IN ('pending', 'parked')"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_message_incident_id"))

    op.drop_table("outbox_message")
    with op.batch_alter_table("fallback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fallback_incident_id"))

    op.drop_table("fallback")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_incident_id"))

    op.drop_table("event")
    op.drop_table("card")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index("ix_incident_opened_by")

    op.drop_table("incident")
    op.drop_table("vital_sign")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_received_at"))

    op.drop_table("receipt")
    op.drop_table("product")
