"""Products and accounts are found whatever the accents and case; their names and codes lose what nobody sees."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("product", "account")
AT_ONCE = 1000
LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "\u2010": "-", "\u2011": "-", "\u2019": "'"}
)
HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def upgrade() -> None:
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("search_text", text, nullable=True))
        _fill(table)
        with op.batch_alter_table(table) as batch:
            batch.alter_column("search_text", existing_type=text, nullable=False)
        op.create_index(f"ix_{table}_search_text", table, ["search_text", "id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_search_text", table_name=table)
        with op.batch_alter_table(table) as batch:
            batch.drop_column("search_text")


def _fill(table: str) -> None:
    """Clean each name and code, and add the text to search; a code stays as it is where another row has the clean one."""
    rows = sa.table(table, *map(sa.column, ("id", "code", "name", "search_text")))
    change = (
        sa.update(rows)
        .where(rows.c.id == sa.bindparam("row"))
        .values(code=sa.bindparam("new_code"), name=sa.bindparam("new_name"), search_text=sa.bindparam("new_text"))
    )
    connection = op.get_bind()
    stored = connection.execute(sa.select(rows.c.id, rows.c.code, rows.c.name).order_by(rows.c.id)).all()
    taken = {_compared(one.code) for one in stored if _clean(one.code) == one.code}
    changes = []
    for one in stored:
        code, name = _clean(one.code), _clean(one.name)
        if code != one.code and _compared(code) in taken:
            code = one.code
        taken.add(_compared(code))
        text = f"{_folded(name)[:400]}\n{_folded(code)[:200]}"
        changes.append({"row": one.id, "new_code": code, "new_name": name, "new_text": text})
    for start in range(0, len(changes), AT_ONCE):
        connection.execute(change, changes[start : start + AT_ONCE])


def _compared(code: str) -> str:
    return code.lower()


def _clean(text: str) -> str:
    clean = " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(HYPHENS).split())
    return clean or text


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(LETTERS)
    return " ".join("".join(one for one in plain if unicodedata.category(one) not in {"Mn", "Cf"}).split())
