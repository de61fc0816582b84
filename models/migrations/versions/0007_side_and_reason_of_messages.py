"""A message has its side in a column, and says why it was not posted; what its words need stands in its parameters."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FROM_DEDUP_KEY = (("warning", "share"), ("escalation", "step"))
"""Kinds whose dedup_key was read for their words, and the parameter that holds it now."""


def upgrade() -> None:
    with op.batch_alter_table("outbox_message") as batch:
        batch.add_column(sa.Column("side", AutoString(), nullable=True))
        batch.add_column(sa.Column("ended_because", AutoString(), nullable=True))
    for side in ("customer", "triage"):
        op.execute(f"UPDATE outbox_message SET side = '{side}' WHERE lane = incident_id || ' {side}'")  # noqa: S608 - our own names
    op.execute(
        "UPDATE outbox_message SET channel = (SELECT opened_in FROM incident WHERE incident.id = incident_id)"
        " WHERE side = 'customer' AND state IN ('pending', 'parked')"
    )
    with op.batch_alter_table("outbox_message") as batch:
        batch.create_check_constraint("side", "side IN ('customer', 'triage')")
        batch.create_check_constraint(
            "ended_with_reason", "ended_because IS NULL OR state IN ('cancelled', 'superseded', 'refused')"
        )
    for kind, name in FROM_DEDUP_KEY:
        op.execute(_with_parameter(name, kind))


def downgrade() -> None:
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_constraint("ended_with_reason", type_="check")
        batch.drop_constraint("side", type_="check")
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_column("ended_because")
        batch.drop_column("side")


def _with_parameter(name: str, kind: str) -> str:
    """Return the statement that copies the dedup_key into this parameter of what is not posted yet."""
    if op.get_bind().dialect.name == "postgresql":
        value = f"(parameters::jsonb || jsonb_build_object('{name}', dedup_key))::json"
    else:
        value = f"json_set(parameters, '$.{name}', dedup_key)"
    return f"UPDATE outbox_message SET parameters = {value} WHERE kind = '{kind}' AND state <> 'done'"  # noqa: S608 - our own names
