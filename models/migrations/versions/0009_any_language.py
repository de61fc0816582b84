"""An account may have any language that bot/texts has a file for."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as batch:
        batch.drop_constraint("locale", type_="check")


def downgrade() -> None:
    op.execute("UPDATE account SET locale = NULL WHERE locale NOT IN ('en', 'fr')")
    with op.batch_alter_table("account") as batch:
        batch.create_check_constraint("locale", "locale IN ('en', 'fr')")
