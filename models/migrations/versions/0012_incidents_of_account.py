"""The open incidents of an account, or of somebody of no account, are found without reading those that are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OF_NO_ACCOUNT = sa.text("account_id IS NULL")


def upgrade() -> None:
    op.drop_index("ix_incident_opened_by", table_name="incident")
    op.drop_index("ix_incident_account_id", table_name="incident")
    op.create_index("ix_incident_account_id", "incident", ["account_id", "status", "deadline_at"])
    op.create_index(
        "ix_incident_opened_by",
        "incident",
        ["opened_by", "status", "deadline_at"],
        sqlite_where=OF_NO_ACCOUNT,
        postgresql_where=OF_NO_ACCOUNT,
    )


def downgrade() -> None:
    op.drop_index("ix_incident_opened_by", table_name="incident")
    op.drop_index("ix_incident_account_id", table_name="incident")
    op.create_index("ix_incident_account_id", "incident", ["account_id", "id"])
    op.create_index("ix_incident_opened_by", "incident", ["opened_by", "id"])
