"""What is looked for again and again gets an index of just that."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_incident_not_closed": ("incident", ["status", "deadline_at"], "status <> 'closed'"),
    "ix_incident_verdict_wanted": (
        "incident",
        ["closed_at", "id"],
        "billing = 'pending_verdict' AND status = 'closed'",
    ),
    "ix_incident_unreachable": ("incident", ["id"], "unreachable_at IS NOT NULL"),
    "ix_outbox_message_done_at": ("outbox_message", ["done_at"], "state = 'done'"),
    "ix_fallback_armed": ("fallback", ["post_at"], "state = 'armed'"),
    "ix_pack_valid": ("pack", ["expires_at"], "has_expired IS {false}"),
    "ix_tax_certificate_not_warned": ("tax_certificate", ["valid_to"], "has_warned IS {false}"),
    "ix_account_calendar": ("account", ["calendar"], "calendar IS NOT NULL"),
}
"""By name: table, columns, and the rows that are in it."""


def upgrade() -> None:
    false = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    for name, (table, columns, rows) in INDEXES.items():
        where = sa.text(rows.format(false=false))
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, (table, *_) in INDEXES.items():
        op.drop_index(name, table_name=table)
