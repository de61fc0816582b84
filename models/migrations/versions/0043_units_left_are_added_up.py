"""What is left of a pack is added up with each entry: what can pay is found among all that was ever bought."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

LEFT = sa.text("units_left > 0")
VALID = {"sqlite": sa.text("has_expired IS 0"), "postgresql": sa.text("has_expired IS false")}
ADD_UP = "UPDATE pack SET units_left = units_left + NEW.units WHERE id = NEW.pack_id"
TRIGGER = "CREATE TRIGGER ledger_entry_adds_up AFTER INSERT ON ledger_entry FOR EACH ROW WHEN (NEW.units <> 0)"
POSTGRES_FUNCTION = f"""
CREATE FUNCTION guichet_add_up() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {ADD_UP}; RETURN NULL; END $$
"""


def upgrade() -> None:
    op.add_column("pack", sa.Column("units_left", sa.Integer(), server_default="0", nullable=False))
    op.execute(
        "UPDATE pack SET units_left = (SELECT coalesce(sum(units), 0) FROM ledger_entry WHERE pack_id = pack.id)"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION)
        op.execute(f"{TRIGGER} EXECUTE FUNCTION guichet_add_up()")
    else:
        op.execute(f"{TRIGGER} BEGIN {ADD_UP}; END")
    op.drop_index("ix_pack_account_id", "pack")
    op.create_index("ix_pack_account_id", "pack", ["account_id", "expires_at", "id"])
    op.create_index(
        "ix_pack_not_used_up", "pack", ["account_id", "expires_at", "id"], sqlite_where=LEFT, postgresql_where=LEFT
    )
    op.create_index(
        "ix_pack_balance",
        "pack",
        ["low_balance_notified", "units_left"],
        sqlite_where=VALID["sqlite"],
        postgresql_where=VALID["postgresql"],
    )


def downgrade() -> None:
    op.drop_index("ix_pack_balance", "pack")
    op.drop_index("ix_pack_not_used_up", "pack")
    op.drop_index("ix_pack_account_id", "pack")
    op.create_index("ix_pack_account_id", "pack", ["account_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER ledger_entry_adds_up ON ledger_entry")
        op.execute("DROP FUNCTION guichet_add_up()")
    else:
        op.execute("DROP TRIGGER ledger_entry_adds_up")
    op.drop_column("pack", "units_left")
