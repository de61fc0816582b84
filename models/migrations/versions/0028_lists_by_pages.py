"""Lists of incidents are read page by page, in the order of an index that ends with their number."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NOT_CLOSED, CLOSED = "status <> 'closed'", "outcome IS NOT NULL"
OF_NO_ACCOUNT = "account_id IS NULL"
BY_DEADLINE = {
    "ix_incident_account_id": ("account_id", None),
    "ix_incident_opened_by": ("opened_by", OF_NO_ACCOUNT),
    "ix_incident_not_closed": (None, NOT_CLOSED),
}
NEW = {
    "ix_incident_assigned_to": (["assigned_to", "status", "deadline_at", "id"], NOT_CLOSED),
    "ix_incident_closed": (["closed_at", "id"], CLOSED),
    "ix_incident_closed_of_account": (["account_id", "closed_at", "id"], CLOSED),
    "ix_incident_closed_of_nobody": (["opened_by", "closed_at", "id"], f"{CLOSED} AND {OF_NO_ACCOUNT}"),
}


def upgrade() -> None:
    _by_deadline("id")
    for name, (columns, rows) in NEW.items():
        _create(name, "incident", columns, rows)
    _create("ix_split_proposed", "split", ["incident_id"], "state = 'proposed'")


def downgrade() -> None:
    op.drop_index("ix_split_proposed", table_name="split")
    for name in NEW:
        op.drop_index(name, table_name="incident")
    _by_deadline()


def _by_deadline(*last: str) -> None:
    """Make the indexes by deadline anew, with these columns at the end."""
    for name, (first, rows) in BY_DEADLINE.items():
        op.drop_index(name, table_name="incident")
        _create(name, "incident", [*([first] if first else []), "status", "deadline_at", *last], rows)


def _create(name: str, table: str, columns: list[str], rows: str | None) -> None:
    where = sa.text(rows) if rows else None
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
