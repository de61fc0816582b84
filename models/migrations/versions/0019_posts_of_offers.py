"""Where an offer stands is found among all messages that were ever posted."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OFFERS = sa.text("kind = 'offer'")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_message_offer", "outbox_message", ["lane", "id"], sqlite_where=OFFERS, postgresql_where=OFFERS
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_message_offer", table_name="outbox_message")
