"""The column with the instant at which a remark was written is called so."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE remark RENAME COLUMN said_at TO written_at")


def downgrade() -> None:
    op.execute("ALTER TABLE remark RENAME COLUMN written_at TO said_at")
