"""Accounts, packs and their ledger, claims, tax certificates."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEPT = ("event", "ledger_entry")
"""Tables to which rows are only ever added: the database itself refuses anything else."""
CHANGES = {"postgresql": ("UPDATE", "DELETE", "TRUNCATE"), "sqlite": ("UPDATE", "DELETE", "INSERT")}
"""What is refused: emptying a table fires no trigger of a row, and INSERT OR REPLACE none of those for DELETE."""
REPLACES = {
    "event": "EXISTS (SELECT 1 FROM event WHERE id = NEW.id)",
    "ledger_entry": (
        "EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id"
        " OR kind = 'granted' AND NEW.kind = 'granted' AND pack_id = NEW.pack_id)"
    ),
}
"""When an INSERT on SQLite meets a row that it could replace."""
POSTGRES_FUNCTION = """
CREATE FUNCTION guichet_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$
"""


def _trigger(table: str, change: str) -> str:
    return f"{table}_refuses_{change.lower()}"


def _on(table: str, dialect: str) -> str:
    return f" ON {table}" if dialect == "postgresql" else ""


def _forbidding(table: str, dialect: str) -> list[str]:
    if dialect == "postgresql":
        does = "EXECUTE FUNCTION guichet_refuse_change()"
    else:
        does = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
    each = {"TRUNCATE": "STATEMENT", "INSERT": f"ROW WHEN {REPLACES[table]}"}
    return [
        f"CREATE TRIGGER {_trigger(table, one)} BEFORE {one} ON {table} FOR EACH {each.get(one, 'ROW')} {does}"
        for one in CHANGES[dialect]
    ]


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("calendar", AutoString(), nullable=True),
        sa.Column("locale", AutoString(), nullable=True),
        sa.CheckConstraint("locale IN ('en', 'fr')", name=op.f("ck_account_locale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("code", name=op.f("uq_account_code")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("value", AutoString(), nullable=False),
        sa.Column("is_buyer", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind = 'user' OR NOT is_buyer", name=op.f("ck_membership_buyer_is_person")),
        sa.CheckConstraint("kind IN ('user', 'domain', 'channel')", name=op.f("ck_membership_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("account_id", "kind", "value", name=op.f("uq_membership_account_id_kind_value")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_value", ["kind", "value"], unique=False)
        batch_op.create_index(
            "uq_membership_channel",
            ["value"],
            unique=True,
            sqlite_where=sa.text("kind = 'channel'"),
            postgresql_where=sa.text("kind = 'channel'"),
        )

    op.create_table(
        "pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("confirmation", AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("bought_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("expiry_counts", AutoString(), nullable=False),
        sa.Column("has_expired", sa.Boolean(), nullable=False),
        sa.Column("told_low", sa.Boolean(), nullable=False),
        sa.Column("told_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("expiry_counts IN ('filing', 'closing')", name=op.f("ck_pack_expiry_counts")),
        sa.CheckConstraint("expires_on > bought_on", name=op.f("ck_pack_lasts")),
        sa.CheckConstraint("size > 0", name=op.f("ck_pack_size")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pack_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
        sa.UniqueConstraint("confirmation", name=op.f("uq_pack_confirmation")),
    )
    with op.batch_alter_table("pack", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pack_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pack_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "tax_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("country", AutoString(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("file_reference", AutoString(), nullable=False),
        sa.Column("registered_by", AutoString(), nullable=False),
        sa.Column("registered_at", UTCDateTime(), nullable=False),
        sa.Column("has_warned", sa.Boolean(), nullable=False),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_tax_certificate_valid")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_tax_certificate_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_certificate")),
        sa.UniqueConstraint(
            "account_id", "country", "number", name=op.f("uq_tax_certificate_account_id_country_number")
        ),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", AutoString(), nullable=False),
        sa.Column("confirmation", AutoString(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("decided_by", AutoString(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("reason", AutoString(), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (decided_by IS NULL)", name=op.f("ck_claim_decided_by_somebody")),
        sa.CheckConstraint("state <> 'approved' OR pack_id IS NOT NULL", name=op.f("ck_claim_approved_pack")),
        sa.CheckConstraint("state <> 'refused' OR reason <> ''", name=op.f("ck_claim_refused_with_reason")),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'refused')", name=op.f("ck_claim_state")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_claim_pack_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index("ix_claim_user_id", ["user_id", "made_at"], unique=False)

    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('reserved', 'settled', 'released')) = (incident_id IS NOT NULL)",
            name=op.f("ck_ledger_entry_incident_of_unit"),
        ),
        sa.CheckConstraint("kind <> 'adjusted' OR reason <> ''", name=op.f("ck_ledger_entry_adjusted_with_reason")),
        sa.CheckConstraint(
            "kind = 'granted' AND units > 0 OR kind = 'reserved' AND units = -1 OR kind = 'settled' AND units = 0 OR kind = 'released' AND units = 1 OR kind = 'expired' AND units < 0 OR kind = 'adjusted' AND units <> 0",
            name=op.f("ck_ledger_entry_units"),
        ),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_ledger_entry_incident_id")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_ledger_entry_pack_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_entry_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index("ix_ledger_entry_pack_id", ["pack_id", "id"], unique=False)
        batch_op.create_index(
            "uq_ledger_entry_grant",
            ["pack_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'granted'"),
            postgresql_where=sa.text("kind = 'granted'"),
        )

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.alter_column("incident_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_event_account_id"), ["account_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_event_account_id"), "account", ["account_id"], ["id"])

    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("pack_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("billing", AutoString(), nullable=False, server_default="pay_per_incident"))
        batch_op.add_column(sa.Column("request", AutoString(), nullable=False, server_default="incident"))
        batch_op.add_column(sa.Column("exception_reason", AutoString(), nullable=False, server_default=""))
        batch_op.create_check_constraint(
            "billing",
            "billing IN ('reserved', 'billed', 'waived', 'pending_verdict', 'pay_per_incident')",
        )
        batch_op.create_check_constraint("reserved_of_pack", "billing <> 'reserved' OR pack_id IS NOT NULL")
        batch_op.create_check_constraint("pack_of_account", "pack_id IS NULL OR account_id IS NOT NULL")
        batch_op.create_index("ix_incident_account_id", ["account_id", "id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_incident_pack_id"), "pack", ["pack_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_incident_account_id"), "account", ["account_id"], ["id"])

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_message_held_up",
            ["state"],
            unique=False,
            sqlite_where=sa.text("state IN ('parked', 'refused')"),
            postgresql_where=sa.text("state IN ('parked', 'refused')"),
        )

    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mainstream_end", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("extended_end", sa.Date(), nullable=True))
        batch_op.create_check_constraint("lifecycle", "extended_end >= mainstream_end")

    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION)
    for table in KEPT:
        for statement in _forbidding(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for table in KEPT:
        for change in CHANGES[op.get_bind().dialect.name]:
            op.execute(f"DROP TRIGGER {_trigger(table, change)}{_on(table, op.get_bind().dialect.name)}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION guichet_refuse_change()")
    op.execute("DELETE FROM event WHERE incident_id IS NULL")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_product_lifecycle"), type_="check")
        batch_op.drop_column("extended_end")
        batch_op.drop_column("mainstream_end")

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_message_held_up",
            sqlite_where=sa.text("state IN ('parked', 'refused')"),
            postgresql_where=sa.text("state IN ('parked', 'refused')"),
        )

    with op.batch_alter_table("incident", schema=None) as batch_op:
        for name in ("billing", "reserved_of_pack", "pack_of_account"):
            batch_op.drop_constraint(batch_op.f(f"ck_incident_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_incident_account_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_incident_pack_id"), type_="foreignkey")
        batch_op.drop_index("ix_incident_account_id")
        batch_op.drop_column("exception_reason")
        batch_op.drop_column("request")
        batch_op.drop_column("billing")
        batch_op.drop_column("pack_id")
        batch_op.drop_column("account_id")

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_event_account_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_event_account_id"))
        batch_op.alter_column("incident_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("account_id")

    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ledger_entry_grant",
            sqlite_where=sa.text("kind = 'granted'"),
            postgresql_where=sa.text("kind = 'granted'"),
        )
        batch_op.drop_index("ix_ledger_entry_pack_id")
        batch_op.drop_index(batch_op.f("ix_ledger_entry_incident_id"))

    op.drop_table("ledger_entry")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_user_id")

    op.drop_table("claim")
    op.drop_table("tax_certificate")
    with op.batch_alter_table("pack", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pack_expires_at"))
        batch_op.drop_index(batch_op.f("ix_pack_account_id"))

    op.drop_table("pack")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_channel",
            sqlite_where=sa.text("kind = 'channel'"),
            postgresql_where=sa.text("kind = 'channel'"),
        )
        batch_op.drop_index("ix_membership_value")

    op.drop_table("membership")
    op.drop_table("account")
