"""States of fallbacks and reasons of messages that were not posted are stored by the words that the code uses."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

STATES = (("armed", "scheduled"), ("spoken", "posted"), ("withdrawn", "deleted"))
"""Old and new words for the state of a fallback."""
REASONS = (("fallback_spoke", "fallback_posted"), ("told_in_channel", "posted_in_channel"), ("said", "breach_posted"))
"""Old and new words for why a message was not posted."""


def upgrade() -> None:
    _rename_states(STATES)
    _rename_reasons(REASONS)


def downgrade() -> None:
    _rename_reasons([(new, old) for old, new in REASONS])
    _rename_states([(new, old) for old, new in STATES])


def _rename_states(words: Sequence[tuple[str, str]]) -> None:
    first, new_first = words[0]
    op.drop_index(f"ix_fallback_{first}", table_name="fallback")
    with op.batch_alter_table("fallback") as batch:
        batch.drop_constraint("state", type_="check")
    for old, new in words:
        op.execute(f"UPDATE fallback SET state = '{new}' WHERE state = '{old}'")  # noqa: S608 - our own words
    with op.batch_alter_table("fallback") as batch:
        batch.create_check_constraint("state", f"state IN ({', '.join(repr(new) for _, new in words)})")
    which = sa.text(f"state = '{new_first}'")
    op.create_index(f"ix_fallback_{new_first}", "fallback", ["post_at"], sqlite_where=which, postgresql_where=which)


def _rename_reasons(words: Sequence[tuple[str, str]]) -> None:
    for old, new in words:
        op.execute(f"UPDATE outbox_message SET ended_because = '{new}' WHERE ended_because = '{old}'")  # noqa: S608 - our own words
