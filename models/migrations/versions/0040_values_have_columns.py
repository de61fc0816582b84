"""What was read out of keys has columns: who wrote a message where, which heartbeats are replicas', which step it is."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

KEYS = sa.table("idempotency_key", sa.column("key"), sa.column("channel"), sa.column("person"))


def upgrade() -> None:
    op.add_column("idempotency_key", sa.Column("channel", AutoString(), nullable=True))
    op.add_column("idempotency_key", sa.Column("person", AutoString(), nullable=True))
    _fill_mentions()
    op.add_column("heartbeat", sa.Column("is_replica", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE heartbeat SET is_replica = true WHERE name LIKE 'replica %'")
    _fill_steps()


def downgrade() -> None:
    op.drop_column("heartbeat", "is_replica")
    op.drop_column("idempotency_key", "person")
    op.drop_column("idempotency_key", "channel")


def _fill_mentions() -> None:
    """Read channel and person out of keys such as "mention C0ACME U0ALICE 1700000000.000100"."""
    connection = op.get_bind()
    for key in connection.execute(sa.select(KEYS.c.key).where(KEYS.c.key.like("mention %"))).scalars().all():
        parts = key.split(" ")
        if len(parts) == len(
            ("mention", "channel", "person", "ts")
        ):  # One that is not ours must not keep us from starting.
            connection.execute(sa.update(KEYS).where(KEYS.c.key == key).values(channel=parts[1], person=parts[2]))


def _fill_steps() -> None:
    """Give escalations that were posted before version 0007 their step, which is their dedup_key."""
    if op.get_bind().dialect.name == "postgresql":
        parameters = "(parameters::jsonb || jsonb_build_object('step', dedup_key))::json"
        is_missing = "parameters ->> 'step' IS NULL"
    else:
        parameters = "json_set(parameters, '$.step', dedup_key)"
        is_missing = "json_extract(parameters, '$.step') IS NULL"
    op.execute(f"UPDATE outbox_message SET parameters = {parameters} WHERE kind = 'escalation' AND {is_missing}")  # noqa: S608 - our own names
