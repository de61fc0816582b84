"""Incidents are found by their words. Whoever rebuilds `incident_text` on SQLite must make its triggers anew."""

import html
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

AT_ONCE = 500
COLUMNS = ("owner", "title", "description", "messages")
LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "\u2010": "-", "\u2011": "-", "\u2019": "'"}
)
WORD = re.compile(r"[^\W_]+")
ELISION = re.compile(r"(?<![^\W_])(?:[cdjlmnst]|qu)'(?=[^\W_])")
MENTION = re.compile(r"<[@#!][^<>]*>")


def upgrade() -> None:
    op.create_table(
        "incident_text",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        *(sa.Column(name, AutoString(), nullable=False) for name in COLUMNS),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_text_incident_id")),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incident_text")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _index_on_sqlite()
    else:
        _index_on_postgresql()
    _fill()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("inserted", "deleted", "updated"):
            op.execute(f"DROP TRIGGER incident_text_{act}")
        op.execute("DROP TABLE incident_words")
    op.drop_table("incident_text")


def _index_on_sqlite() -> None:
    columns, old, new = (", ".join(f"{row}{name}" for name in COLUMNS) for row in ("", "OLD.", "NEW."))
    op.execute(
        f"CREATE VIRTUAL TABLE incident_words USING fts5({columns}, content='incident_text',"
        " content_rowid='incident_id', tokenize='unicode61 remove_diacritics 2')"
    )
    remove = f"INSERT INTO incident_words(incident_words, rowid, {columns}) VALUES ('delete', OLD.incident_id, {old});"  # noqa: S608 - our names
    add = f"INSERT INTO incident_words(rowid, {columns}) VALUES (NEW.incident_id, {new});"  # noqa: S608 - our names
    acts = {"inserted": ("INSERT", add), "deleted": ("DELETE", remove), "updated": ("UPDATE", f"{remove} {add}")}
    for name, (act, statements) in acts.items():
        op.execute(f"CREATE TRIGGER incident_text_{name} AFTER {act} ON incident_text BEGIN {statements} END")


def _index_on_postgresql() -> None:
    weights = {"title": "A", "description": "B", "messages": "C", "owner": "D"}
    document = " || ".join(
        f"setweight(to_tsvector('simple'::regconfig, {name}), '{one}')" for name, one in weights.items()
    )
    op.execute(f"ALTER TABLE incident_text ADD COLUMN document tsvector GENERATED ALWAYS AS ({document}) STORED")
    op.execute("CREATE INDEX ix_incident_text_document ON incident_text USING gin (document)")


def _fill() -> None:
    """Index what is stored already."""
    connection = op.get_bind()
    incident = _table("incident", "id", "account_id", "opened_by", "title", "description", "explanation")
    text = _table("incident_text", "incident_id", *COLUMNS)
    last = 0
    while True:
        wanted = sa.select(incident).where(incident.c.id > last).order_by(incident.c.id).limit(AT_ONCE)
        rows = connection.execute(wanted).all()
        if not rows:
            return
        last = rows[-1].id
        written = _written(connection, [one.id for one in rows])
        connection.execute(sa.insert(text), [_row(one, written.get(one.id, [])) for one in rows])


def _written(connection: sa.Connection, numbers: list[int]) -> dict[int, list[str]]:
    """Return the solutions and messages of each of these incidents."""
    written: dict[int, list[str]] = {}
    solution = _table("solution", "id", "incident_id", "text")
    remark = _table("remark", "id", "incident_id", "text", "files", "is_deleted")
    theirs = sa.select(solution).where(solution.c.incident_id.in_(numbers)).order_by(solution.c.id)
    for one in connection.execute(theirs):
        written.setdefault(one.incident_id, []).append(one.text)
    remarks = sa.select(remark).where(remark.c.incident_id.in_(numbers), remark.c.is_deleted.is_(sa.false()))
    for one in connection.execute(remarks.order_by(remark.c.id)):
        files = json.loads(one.files) if isinstance(one.files, str) else one.files
        names = [str(file.get("name", "")) for file in files]
        written.setdefault(one.incident_id, []).extend([html.unescape(MENTION.sub(" ", one.text)), *names])
    return written


def _row(incident: Any, written: list[str]) -> dict[str, object]:
    is_of_account = incident.account_id is not None
    return {
        "incident_id": incident.id,
        "owner": f"a{incident.account_id}" if is_of_account else f"m{incident.opened_by.lower()}",
        "title": _words([incident.title]),
        "description": _words([incident.description]),
        "messages": _words([*written, incident.explanation]),
    }


def _words(texts: Iterable[str]) -> str:
    found = (word[:40] for text in texts for word in WORD.findall(ELISION.sub("", _folded(text))))
    return " ".join(list(dict.fromkeys(found))[:4000])


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(LETTERS)
    return " ".join("".join(one for one in plain if unicodedata.category(one) not in {"Mn", "Cf"}).split())


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns))
