"""What answers a claim says in its parameters which claim that is; its dedup_key is parsed no longer."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ANSWERS = "kind LIKE 'claim_%' AND kind NOT IN ('claim_made', 'claim_decided') AND dedup_key LIKE 'claim %'"
"""What is posted of a decision; its dedup_key is "claim 12"."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        claim = "jsonb_build_object('claim', CAST(substr(dedup_key, 7) AS INTEGER))"
        _set(f"(parameters::jsonb || {claim})::json")
    else:
        _set("json_set(parameters, '$.claim', CAST(substr(dedup_key, 7) AS INTEGER))")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _set("(parameters::jsonb - 'claim')::json")
    else:
        _set("json_remove(parameters, '$.claim')")


def _set(parameters: str) -> None:
    op.execute(f"UPDATE outbox_message SET parameters = {parameters} WHERE {ANSWERS}")  # noqa: S608 - our own names
