"""An account's buyers are found by an index, among however many members."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

BUYER = sa.text("is_buyer")


def upgrade() -> None:
    op.create_index(
        "ix_membership_buyer", "membership", ["account_id", "value"], sqlite_where=BUYER, postgresql_where=BUYER
    )


def downgrade() -> None:
    op.drop_index("ix_membership_buyer", "membership")
