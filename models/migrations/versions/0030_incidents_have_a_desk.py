"""An incident names the desk in the policy whose technicians look after it; those that are there are the first one's."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("desk", AutoString(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("incident", "desk")
