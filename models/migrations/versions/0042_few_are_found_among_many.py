"""What is looked for again and again is found by an index: the newest offer of a place, what waits, what was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")
OPEN = sa.text("state = 'open'")
ENDED_BY_ERROR = sa.text("ended_because IS NOT NULL AND last_error IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_claim_waiting", "claim", ["id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.drop_index("ix_offer_thread", "offer")
    op.create_index("ix_offer_thread", "offer", ["channel", "thread_ts", "id"])
    op.create_index("ix_offer_channel", "offer", ["channel", "id"])
    op.create_index("ix_offer_open", "offer", ["channel", "thread_ts", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(
        "ix_outbox_message_ended_by_error",
        "outbox_message",
        ["kind", "due_at"],
        sqlite_where=ENDED_BY_ERROR,
        postgresql_where=ENDED_BY_ERROR,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_message_ended_by_error", "outbox_message")
    for name in ("ix_offer_open", "ix_offer_channel", "ix_offer_thread"):
        op.drop_index(name, "offer")
    op.create_index("ix_offer_thread", "offer", ["channel", "thread_ts"])
    op.drop_index("ix_claim_waiting", "claim")
