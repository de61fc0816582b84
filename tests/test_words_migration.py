"""What was filed, written and solved before incidents were indexed by words can be found after the migration."""

from alembic import command
from sqlalchemy import text

from bot.database import open_database
from bot.migrate import alembic_config, migrate, rebuilding
from bot.queries.full_text import PARTS, Expression, newest, words_typed
from models.incident_text import word_of_account, word_of_person

INCIDENT = (
    "INSERT INTO incident (id, form_id, title, description, severity, cover, contacts, status, request, billing,"
    " exception_reason, explanation, opened_by, opened_in, opened_at, terms, deadline_at, version, account_id) VALUES"
    " (:id, :form, 'Œuvre d''impression', 'Rien', 'B', 'business', '', 'open', 'incident', 'pay_per_incident',"
    " 'Secret', '', 'U0ALICE', 'C0ACME', '2026-11-23 08:00:00', '{}', '2026-11-23 12:00:00', 1, :account)"
)
REMARK = (
    "INSERT INTO remark (incident_id, side, channel, ts, author, text, files, said_at, is_deleted, version) VALUES"
    " (1, 'customer', 'C0ACME', :ts, 'U0ALICE', :text, :files, '2026-11-23 08:00:00', :deleted, 1)"
)
SOLUTION = (
    "INSERT INTO solution (incident_id, text, proposed_by, proposed_at) VALUES"
    " (2, 'Changez le tambour', 'U0THEO', '2026-11-23 08:00:00')"
)


def test_existing_incidents_are_found(database_url: str) -> None:
    database = open_database(database_url)
    with database.writer.connect() as connection, rebuilding(connection):
        command.upgrade(alembic_config(connection), "0019")
    with database.writer.begin() as connection:
        connection.execute(text("INSERT INTO account (id, code, name, search_text) VALUES (7, 'A', 'A', 'a')"))
        for number, account in ((1, None), (2, 7)):
            connection.execute(text(INCIDENT), {"id": number, "form": f"V{number}", "account": account})
        connection.execute(text(SOLUTION))
        files = '[{"name": "Photo.png", "link": ""}]'
        for ts, said, is_deleted in (("1.1", "Le toner &amp; <@U0BOB>", False), ("1.2", "Oublié", True)):
            connection.execute(text(REMARK), {"ts": ts, "text": said, "files": files, "deleted": is_deleted})

    migrate(database)

    with database.reading() as session:
        for typed, expected in {
            "oeuvre impression": [2, 1],
            "tambour": [2],
            "toner photo": [1],
            "oublie": [],
            "u0bob": [],
            "secret": [],
        }.items():
            every = Expression(session).every(words_typed(typed), parts=len(PARTS))
            found = session.execute(newest(session, every, limit=9)).scalars().all()
            assert found == expected, typed
    with database.writer.begin() as connection:
        owners = connection.execute(text("SELECT owner FROM incident_text ORDER BY incident_id")).scalars().all()
    assert owners == [word_of_person("U0ALICE"), word_of_account(7)]
    database.close()
