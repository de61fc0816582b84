"""An incident can follow up on a closed one.

The number has no foreign key: SQLite would have to build the whole table anew, and incidents are never deleted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("follows_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("incident", "follows_id")
