"""Margins are kept on the clock of the promise as well; those of before are counted when they are read."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("margin_on_clock", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("incident", "margin_on_clock")
