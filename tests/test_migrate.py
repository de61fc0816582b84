from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from bot.database import Database, DatabaseUnavailable, SqliteDatabase, open_database
from bot.migrate import alembic_config, migrate, rebuilding, versions
from bot.queries.incident_facts import is_unshared
from models import Heartbeat, IdempotencyKey, Incident, OutboxMessage, Pack
from models.incident_text import is_described
from tests.templates import copy_sqlite

DESCRIBED = Incident.metadata
TABLES = sorted(DESCRIBED.tables)
FILLED = ("card", "event", "incident", "outbox_message", "product")
"""The tables that `add_incident_with_children` fills."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An SQLite file with every table; tests/test_postgres.py looks at the other kind."""
    database = SqliteDatabase(copy_sqlite(tmp_path / "guichet.db"))
    yield database
    database.close()


@pytest.fixture
def blank(tmp_path: Path) -> Iterator[Database]:
    """A database whose file is not there yet."""
    blank = SqliteDatabase(f"sqlite:///{tmp_path}/blank.db")
    yield blank
    blank.close()


class Made(NamedTuple):
    """A database that was made from nothing; nobody changes it any more."""

    database: Database
    statements: list[str]
    """What was done for that."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A database that was just made."""
    database = SqliteDatabase(f"sqlite:///{tmp_path_factory.mktemp('made')}/blank.db")
    with recorded(database) as statements:
        migrate(database)
    yield Made(database, statements)
    database.close()


def head() -> str:
    location = Path(__file__).parents[1] / "models" / "migrations"
    newest = ScriptDirectory(location).get_current_head()
    assert newest
    return newest


def schema(database: Database) -> dict[str, list[str]]:
    """Return what SQLite says of each table, index and trigger, line by line: Alembic keeps no order of constraints."""
    with database.reader.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: sorted(line.strip(" ,\n\t") for line in sql.split("\n")) for name, sql in rows}


def count(database: Database, table: str) -> int:
    with database.reader.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608 - our names


def change(database: Database, *statements: str) -> None:
    with database.writer.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


PRODUCT = "INSERT INTO product (id, code, name, search_text) VALUES (1, 'mail', 'Mail', 'mail\nmail')"
OLDER_PRODUCT = "INSERT INTO product (id, code, name) VALUES (1, 'mail', 'Mail')"
INCIDENT = (
    "INSERT INTO incident (id, form_id, title, description, product_id, severity, cover, contacts, status, request,"
    " billing, exception_reason, explanation, opened_by, opened_in, opened_at, terms, deadline_at, version) VALUES"
    " (1, 'V1', 'No mail', '', 1, 'B', 'business', '', 'open', 'incident', 'pay_per_incident', '', '', 'U0ALICE',"
    " 'C0ACME', '2026-11-23 08:00:00', '{}', '2026-11-23 12:00:00', 1)"
)


@contextmanager
def recorded(database: Database) -> Iterator[list[str]]:
    """Yield a list to which each statement of the writer is added for as long as the context lasts."""
    statements: list[str] = []

    def record(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    sa.event.listen(database.writer, "before_cursor_execute", record)
    yield statements
    sa.event.remove(database.writer, "before_cursor_execute", record)


def add_incident_with_children(database: Database) -> None:
    change(
        database,
        PRODUCT,
        INCIDENT,
        "INSERT INTO card (incident_id, side, channel, ts) VALUES (1, 'triage', 'C0TRIAGE', '1.1')",
        "INSERT INTO event (incident_id, kind, actor, at, before, after)"
        " VALUES (1, 'open_incident', 'U0ALICE', '2026-11-23 08:00:00', '{}', '{}')",
        "INSERT INTO outbox_message (reference, incident_id, kind, dedup_key, lane, channel, parameters, state,"
        " created_at, due_at, run_at, attempts) VALUES ('r1', 1, 'breach', '', '1 triage', 'C0TRIAGE', '{}',"
        " 'pending', '2026-11-23 08:00:00', '2026-11-23 12:00:00', '2026-11-23 12:00:00', 0)",
    )


def test_the_file_of_a_migration_is_named_by_its_version() -> None:
    """By these names it is known which versions there are."""
    scripts = list(ScriptDirectory(Path(__file__).parents[1] / "models" / "migrations").walk_revisions())
    assert [Path(one.path).name.partition("_")[0] for one in scripts] == [one.revision for one in scripts]
    assert [one.revision for one in scripts] == sorted((one.revision for one in scripts), reverse=True)


class TestMigrate:
    """Tables are brought to the newest version, from wherever they are."""

    def test_makes_every_table_in_an_empty_file(self, made: Made) -> None:
        assert set(schema(made.database)) >= {"alembic_version", *TABLES}
        with made.database.reader.connect() as connection:
            assert versions(connection) == (head(), head())

    def test_makes_the_tables_that_the_models_describe(self, made: Made) -> None:
        with made.database.reader.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_described})
            assert compare_metadata(context, DESCRIBED) == []

    @pytest.mark.parametrize("table", TABLES)
    def test_makes_the_constraints_that_the_models_describe(self, database: Database, table: str) -> None:
        """Alembic does not compare CHECK constraints, so their names and texts are compared here."""
        described = {
            str(one.name): str(one.sqltext)
            for one in DESCRIBED.tables[table].constraints
            if isinstance(one, sa.CheckConstraint)
        }
        with database.reader.connect() as connection:
            made = {str(one["name"]): one["sqltext"] for one in sa.inspect(connection).get_check_constraints(table)}
        assert made == described

    def test_is_harmless_when_repeated(self, database: Database) -> None:
        add_incident_with_children(database)
        before = schema(database)

        migrate(database)

        assert schema(database) == before
        assert [count(database, table) for table in FILLED] == [1, 1, 1, 1, 1]

    def test_of_tables_that_are_up_to_date_reads_no_rows(self, database: Database) -> None:
        """Checking every foreign key of a million incidents takes ten seconds, so it is done only after a change."""
        with recorded(database) as statements:
            migrate(database)

        assert [one for one in statements if "foreign_key_check" in one or "CREATE" in one] == []
        assert [one for one in statements if one.startswith("UPDATE")] == [
            "UPDATE alembic_version SET version_num = version_num"
        ], "that the file can be written is tried at each start"

    def test_of_older_tables_checks_every_reference_once(self, made: Made) -> None:
        assert made.statements.count("PRAGMA foreign_key_check") == 1

    def test_gives_a_restored_copy_its_write_ahead_log(self, database: Database) -> None:
        with database.writer.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            assert driver.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)

        migrate(database)

        with database.writer.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"

    def test_goes_down_to_nothing_and_up_again(self, database: Database) -> None:
        before = schema(database)
        with database.writer.connect() as connection, rebuilding(connection):
            command.downgrade(alembic_config(connection), "base")
        below = set(schema(database))

        migrate(database)

        assert below == {"alembic_version"}
        assert schema(database) == before

    def test_leaves_the_writer_as_it_was(self, made: Made) -> None:
        """The one writing connection is used again after the update: with references checked, and not locked."""
        with made.database.writer.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


class TestColumnsOfMessages:
    """Version 0007 gives each message its side; what waits is posted as it would have been before."""

    ROWS = (
        ("warning", "50", "1 triage", "C0TRIAGE", "{}", "pending"),
        ("escalation", "2", "1 triage", "C0TRIAGE", '{"deadline": "2026-11-23T12:00:00+00:00"}', "cancelled"),
        ("closed_to_customer", "v2", "1 customer", "C0OLD", "{}", "pending"),
        ("closed_to_customer", "v1", "1 customer", "C0OLD", "{}", "done"),
        ("breach_notice", "U0MAX", "1 U0MAX", "U0MAX", "{}", "pending"),
        ("trouble_notice", "x", "workspace U0MAX", "U0MAX", "{}", "pending"),
    )

    def test_are_filled(self, database_url: str) -> None:
        database = open_database(database_url)
        with database.writer.connect() as connection, rebuilding(connection):
            command.upgrade(alembic_config(connection), "0006")
        change(database, OLDER_PRODUCT, INCIDENT)
        for number, (kind, key, lane, channel, parameters, state) in enumerate(self.ROWS):
            about = "NULL" if lane.startswith("workspace") else "1"
            done = "'2026-11-23 12:00:00'" if state == "done" else "NULL"
            change(
                database,
                "INSERT INTO outbox_message (reference, incident_id, kind, dedup_key, lane, channel, parameters,"  # noqa: S608 - our own rows
                f" state, created_at, due_at, run_at, done_at, attempts) VALUES ('r{number}', {about}, '{kind}',"
                f" '{key}', '{lane}', '{channel}', '{parameters}', '{state}', '2026-11-23 08:00:00',"
                f" '2026-11-23 12:00:00', '2026-11-23 12:00:00', {done}, 0)",
            )

        migrate(database)

        with database.reading() as session:
            rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.reference)).all()
        assert [(one.side, one.channel) for one in rows] == [
            ("triage", "C0TRIAGE"),
            ("triage", "C0TRIAGE"),
            ("customer", "C0ACME"),  # Where the incident's messages go today.
            ("customer", "C0OLD"),
            (None, "U0MAX"),
            (None, "U0MAX"),
        ]
        assert rows[0].parameters == {"share": "50"}
        assert rows[1].parameters == {"deadline": "2026-11-23T12:00:00+00:00", "step": "2"}
        assert {one.ended_because for one in rows} == {None}
        database.close()


class TestAnswersToClaims:
    """Version 0034 lets each answer to a claim say which claim that is, also where it stands in a channel instead."""

    ROWS = (
        ("claim_approved", "claim 12", '{"number": "1"}', {"number": "1", "claim": 12}),
        ("claim_told_owner", "claim 7", '{"in_channel": {}}', {"in_channel": {}, "claim": 7}),
        ("claim_made", "claim 7", '{"claim": 7}', {"claim": 7}),
        ("claim_decided", "claim 7", "{}", {}),
        ("trouble_notice", "claim_refused claim 7 U0EVE", "{}", {}),
    )

    def test_name_it(self, database_url: str) -> None:
        database = open_database(database_url)
        with database.writer.connect() as connection, rebuilding(connection):
            command.upgrade(alembic_config(connection), "0033")
        for number, (kind, key, parameters, _) in enumerate(self.ROWS):
            change(
                database,
                "INSERT INTO outbox_message (reference, kind, dedup_key, lane, channel, parameters, state, created_at,"  # noqa: S608 - our own rows
                f" due_at, run_at, attempts) VALUES ('r{number}', '{kind}', '{key}', 'x', 'U0EVE', '{parameters}',"
                " 'pending', '2026-11-23 08:00:00', '2026-11-23 08:00:00', '2026-11-23 08:00:00', 0)",
            )

        migrate(database)

        with database.reading() as session:
            rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.reference)).all()
        assert [one.parameters for one in rows] == [expected for *_, expected in self.ROWS]
        database.close()


class TestWordsOfFallbacks:
    """Version 0038 stores the words that the code uses; an older version finds its own again."""

    STATES = (("armed", "scheduled"), ("spoken", "posted"), ("withdrawn", "deleted"))
    REASONS = (
        ("superseded", "fallback_spoke", "fallback_posted"),
        ("cancelled", "told_in_channel", "posted_in_channel"),
        ("cancelled", "said", "breach_posted"),
        ("cancelled", "answered", "answered"),
    )

    def test_are_exchanged_both_ways(self, database_url: str) -> None:
        database = open_database(database_url)
        with database.writer.connect() as connection, rebuilding(connection):
            command.upgrade(alembic_config(connection), "0037")
        change(database, PRODUCT, INCIDENT)
        for number, (state, _) in enumerate(self.STATES):
            change(
                database,
                "INSERT INTO fallback (incident_id, channel, scheduled_message_id, post_at, state)"  # noqa: S608 - our own rows
                f" VALUES (1, 'C0TRIAGE', 'Q{number}', '2026-11-23 1{number}:00:00', '{state}')",
            )
        for number, (state, because, _) in enumerate(self.REASONS):
            change(
                database,
                "INSERT INTO outbox_message (reference, kind, dedup_key, lane, channel, parameters, state,"  # noqa: S608 - our own rows
                f" ended_because, created_at, due_at, run_at, attempts) VALUES ('r{number}', 'breach', '{number}', 'x',"
                f" 'C0TRIAGE', '{{}}', '{state}', '{because}', '2026-11-23 08:00:00', '2026-11-23 08:00:00',"
                " '2026-11-23 08:00:00', 0)",
            )
        before = self.words(database)

        migrate(database)
        after = self.words(database)
        with database.writer.connect() as connection, rebuilding(connection):
            command.downgrade(alembic_config(connection), "0037")

        assert before == ([old for old, _ in self.STATES], [old for _, old, _ in self.REASONS])
        assert after == ([new for _, new in self.STATES], [new for *_, new in self.REASONS])
        assert self.words(database) == before
        database.close()

    def words(self, database: Database) -> tuple[list[str], list[str]]:
        with database.writer.begin() as connection:
            states = list(connection.exec_driver_sql("SELECT state FROM fallback ORDER BY post_at").scalars())
            reasons = connection.exec_driver_sql("SELECT ended_because FROM outbox_message ORDER BY reference")
            return states, list(reasons.scalars())


class TestValuesOfKeys:
    """Version 0040 reads out of keys, once, what has columns of its own from then on."""

    KEYS = (("mention C0ACME U0ALICE 1.1", "C0ACME", "U0ALICE"), ("event Ev1", None, None))
    HEARTBEATS = (("delivery", False), ("replica host:1", True))
    ESCALATIONS = (
        ("2", "{}", {"step": "2"}),
        ("3", '{"step": "3", "broadcast": true}', {"step": "3", "broadcast": True}),
    )

    def test_are_found_in_columns(self, database_url: str) -> None:
        database = open_database(database_url)
        with database.writer.connect() as connection, rebuilding(connection):
            command.upgrade(alembic_config(connection), "0039")
        change(
            database,
            PRODUCT,
            INCIDENT,
            *(f"INSERT INTO idempotency_key VALUES ('{key}', '2026-11-23 08:00:00')" for key, *_ in self.KEYS),  # noqa: S608 - our own rows
            *(f"INSERT INTO heartbeat VALUES ('{name}', '2026-11-23 08:00:00', '{{}}')" for name, _ in self.HEARTBEATS),  # noqa: S608 - our own rows
            *(
                "INSERT INTO outbox_message (reference, incident_id, kind, dedup_key, lane, channel, parameters, state,"  # noqa: S608 - our own rows
                f" created_at, due_at, run_at, done_at, attempts) VALUES ('r{step}', 1, 'escalation', '{step}', 'x',"
                f" 'C0TRIAGE', '{parameters}', 'done', '2026-11-23 08:00:00', '2026-11-23 08:00:00',"
                " '2026-11-23 08:00:00', '2026-11-23 08:00:00', 0)"
                for step, parameters, _ in self.ESCALATIONS
            ),
        )

        migrate(database)

        with database.reading() as session:
            keys = {one.key: (one.channel, one.person) for one in session.exec(select(IdempotencyKey))}
            heartbeats = {one.name: one.is_replica for one in session.exec(select(Heartbeat))}
            escalations = session.exec(select(OutboxMessage.parameters).order_by(OutboxMessage.reference)).all()
        assert keys == {key: (channel, person) for key, channel, person in self.KEYS}
        assert heartbeats == dict(self.HEARTBEATS)
        assert escalations == [parameters for *_, parameters in self.ESCALATIONS]
        database.close()


def test_channels_that_are_shared_no_more_have_heartbeats(database_url: str) -> None:
    """Version 0041 finds them in what was noted of all channels."""
    database = open_database(database_url)
    with database.writer.connect() as connection, rebuilding(connection):
        command.upgrade(alembic_config(connection), "0040")
    facts = '{"channels": {}, "left": [], "renamed": {}, "unshared": ["C0ACME", "C0BETA"]}'
    for name, noted in (("channels", facts), ("auditor", "{}")):
        change(database, f"INSERT INTO heartbeat VALUES ('{name}', '2026-11-23 08:00:00', '{noted}', false)")  # noqa: S608 - our own rows

    migrate(database)

    with database.reading() as session:
        found = {one.name: one.at for one in session.exec(select(Heartbeat))}
        of_channels = sa.select(*(is_unshared(sa.literal(one)) for one in ("C0ACME", "C0BETA", "C0ACM")))
        assert session.execute(of_channels).one() == (True, True, False)
    assert set(found) == {"channels", "auditor", "unshared C0ACME", "unshared C0BETA"}
    assert set(found.values()) == {datetime(2026, 11, 23, 8, tzinfo=UTC)}
    database.close()


def test_units_left_are_added_up_of_what_is_there_and_with_each_entry(database_url: str) -> None:
    """Version 0043 adds them up once, and from then on the database does."""
    database = open_database(database_url)
    with database.writer.connect() as connection, rebuilding(connection):
        command.upgrade(alembic_config(connection), "0042")
    change(database, "INSERT INTO account (id, code, name, search_text) VALUES (1, 'A', 'A', 'a')")
    day, at = "'2026-11-23'", "'2026-11-23 08:00:00'"
    pack = "INSERT INTO pack (id, account_id, confirmation, size, bought_on, expires_on, expires_at, expiry_counts,"
    of_five = f"1, %s, 5, {day}, '2027-11-23', {at}, 'filing', false, false"
    for number in (1, 2):
        values = of_five % f"'P{number}'"
        change(database, f"{pack} has_expired, low_balance_notified) VALUES ({number}, {values})")
    entry = "INSERT INTO ledger_entry (pack_id, kind, units, at, actor, reason) VALUES"
    change(database, f"{entry} (1, 'granted', 5, {at}, 'U0MAX', ''), (1, 'adjusted', -2, {at}, 'U0MAX', 'Agreed')")

    migrate(database)

    change(database, f"{entry} (1, 'adjusted', -1, {at}, 'U0MAX', 'Agreed'), (2, 'granted', 5, {at}, 'U0MAX', '')")
    with database.reading() as session:
        assert {one.id: one.units_left for one in session.exec(select(Pack))} == {1: 2, 2: 5}
    database.close()


class TestRefusal:
    """A file that is not ours to change is left as it is, with one sentence."""

    def test_version_of_a_newer_guichet(self, database: Database) -> None:
        change(database, "UPDATE alembic_version SET version_num = '9999'")

        assert refusal(database) == (
            "The database has version 9999, which this Guichet does not know: it was used by a newer one. "
            "Update Guichet, or go back to a copy of the database."
        )
        assert count(database, "alembic_version WHERE version_num = '9999'") == 1

    @pytest.mark.parametrize("table", ["notes", "product", "event"])
    def test_tables_of_another_program(self, blank: Database, table: str) -> None:
        change(blank, f"CREATE TABLE {table} (words TEXT)")

        assert refusal(blank) == (
            "The database belongs to another program: set DATABASE_URL to a file of Guichet's own."
        )
        assert set(schema(blank)) == {table}


def refusal(database: Database) -> str:
    with pytest.raises(DatabaseUnavailable) as refused:
        migrate(database)
    assert refused.value.__cause__ is None, "the operator reads one sentence, no trace"
    return str(refused.value)


def waiting(database: Database) -> list[tuple[object, ...]]:
    with database.reader.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM outbox_message WHERE state = 'pending' ORDER BY id")
        return [tuple(row) for row in rows]


class TestRebuilding:
    """A later migration may rebuild any table without losing a row."""

    def rebuild_incident(self, connection: Connection) -> None:
        """Do what a migration does that changes a column: SQLite copies the table and drops the old one."""
        operations = Operations(MigrationContext.configure(connection, opts={"render_as_batch": True}))
        with operations.batch_alter_table("incident", recreate="always") as incident:
            incident.alter_column("title", existing_type=sa.String(), nullable=True)

    def test_a_parent_table_deletes_none_of_its_children(self, database: Database) -> None:
        add_incident_with_children(database)
        before = schema(database)["incident"]

        with database.writer.connect() as connection, rebuilding(connection):
            self.rebuild_incident(connection)

        assert schema(database)["incident"] != before
        assert [count(database, table) for table in FILLED] == [1, 1, 1, 1, 1]

    def test_of_incident_and_outbox_leaves_ten_thousand_waiting_messages_as_they_were(self, database: Database) -> None:
        add_incident_with_children(database)
        change(
            database,
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
            " INSERT INTO outbox_message (reference, incident_id, kind, dedup_key, lane, channel, parameters, state,"
            " created_at, due_at, run_at, attempts) SELECT 'r' || i, 1, 'warning', i, '1 triage', 'C0TRIAGE', '{}',"
            " 'pending', '2026-11-23 08:00:00', '2026-11-23 12:00:00', '2026-11-23 12:00:00', 0 FROM n",
        )
        before = waiting(database)

        with database.writer.connect() as connection, rebuilding(connection):
            self.rebuild_incident(connection)
            operations = Operations(MigrationContext.configure(connection, opts={"render_as_batch": True}))
            with operations.batch_alter_table("outbox_message", recreate="always") as outbox:
                outbox.alter_column("dedup_key", existing_type=sa.String(), nullable=True)

        assert len(before) == 10_000
        assert waiting(database) == before

    def test_would_not_work_with_references_checked_meanwhile(self, database: Database) -> None:
        """The reason for all this: if it ever works, `rebuilding` can go."""
        add_incident_with_children(database)

        with pytest.raises(IntegrityError, match="FOREIGN KEY"), database.writer.begin() as connection:
            self.rebuild_incident(connection)

    def test_is_undone_when_a_reference_would_be_broken(self, database: Database) -> None:
        add_incident_with_children(database)

        with pytest.raises(DatabaseUnavailable) as refused, database.writer.connect() as connection:
            forget_products(connection)

        assert str(refused.value) == (
            "The update of the database was undone: 1 rows of incident would refer to nothing. "
            "Keep the file and report this."
        )
        assert count(database, "product") == 1

    def test_is_undone_when_a_migration_fails(self, database: Database) -> None:
        before = schema(database)

        with pytest.raises(sa.exc.OperationalError), database.writer.connect() as connection:
            fail_half_way(connection)

        assert schema(database) == before

    def test_checks_references_again_after_a_failure(self, database: Database) -> None:
        add_incident_with_children(database)
        with pytest.raises(DatabaseUnavailable), database.writer.connect() as connection:
            forget_products(connection)

        with pytest.raises(IntegrityError, match="FOREIGN KEY"):
            change(database, "DELETE FROM product")


def forget_products(connection: Connection) -> None:
    with rebuilding(connection):
        connection.exec_driver_sql("DELETE FROM product")


def fail_half_way(connection: Connection) -> None:
    with rebuilding(connection):
        connection.exec_driver_sql("CREATE TABLE pack (id INTEGER)")
        connection.exec_driver_sql("CREATE TABLE pack (id INTEGER)")
