"""What buyers have been notified of is called so."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAMES = (("told_low", "low_balance_notified"), ("told_days", "expiry_notified_days"))
"""Old and new names of the columns of packs."""


def upgrade() -> None:
    for old, new in NAMES:
        op.execute(f"ALTER TABLE pack RENAME COLUMN {old} TO {new}")


def downgrade() -> None:
    for old, new in NAMES:
        op.execute(f"ALTER TABLE pack RENAME COLUMN {new} TO {old}")
