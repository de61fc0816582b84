"""PostgreSQL as the database: reached, refused, brought up to date, shared."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session, select

from bot.database import DatabaseGone, DatabaseUnavailable, PostgresDatabase, open_database
from bot.migrate import make_ready, migrate, versions
from models import Heartbeat, Product


class TestStart:
    """What cannot be used is refused with one sentence."""

    def test_without_a_server_is_refused(self) -> None:
        database = open_database("postgresql://guichet:geheim@127.0.0.1:9/guichet")
        with pytest.raises(
            DatabaseUnavailable, match=r"^PostgreSQL 127\.0\.0\.1/guichet cannot be reached .*running\.$"
        ):
            database.claim()
        assert "geheim" not in database.place
        database.close()

    def test_without_tables_is_told_to_migrate(self, postgres_url: str) -> None:
        database = open_database(postgres_url)
        with pytest.raises(DatabaseUnavailable, match=r"has version None.*run `guichet migrate` once\.$"):
            make_ready(database)
        database.close()

    def test_of_a_newer_version_is_refused(self, postgres_url: str) -> None:
        database = open_database(postgres_url)
        migrate(database)
        with database.writer.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(DatabaseUnavailable, match="used by a newer one"):
            make_ready(database)
        database.close()

    def test_of_another_program_is_refused(self, postgres_url: str) -> None:
        database = open_database(postgres_url)
        with database.writer.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE theirs (id int)")
        with pytest.raises(DatabaseUnavailable, match="belongs to another program"):
            migrate(database)
        database.close()


class TestMigration:
    """Several processes may bring the tables up to date at once."""

    def test_of_four_at_once_all_succeed(self, postgres_url: str) -> None:
        databases = [open_database(postgres_url) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(migrate, databases))
        for database in databases:
            make_ready(database)
            with database.writer.connect() as connection:
                here, wanted = versions(connection)
            assert here == wanted
            database.close()


@pytest.fixture
def shared(postgres_url: str) -> PostgresDatabase:
    """A database with every table."""
    database = PostgresDatabase(postgres_url)
    migrate(database)
    return database


class TestAnotherDatabase:
    """After a restart of the server another database may have the name: restored from elsewhere, or empty."""

    @pytest.mark.parametrize("change", ["UPDATE installation SET identity = 'another'", "DROP TABLE installation"])
    def test_is_refused(self, postgres_url: str, change: str) -> None:
        database, lost = PostgresDatabase(postgres_url), list[str]()
        migrate(database)
        make_ready(database)
        database.on_loss = lost.append
        cut_off(postgres_url)
        with database.transaction() as session:  # The same one after a restart.
            session.add(Product(code="mail", name="Mail Server"))
        cut_off(postgres_url, change)
        for attempt in (database.transaction, database.reading):
            with pytest.raises(DatabaseGone), attempt() as session:
                session.exec(select(Product)).all()
        database.close()

        assert set(lost) == {f"{database.place} was replaced by another database"}


def cut_off(url: str, change: str = "SELECT 1") -> None:
    """Change something and end every connection, as a restart would."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(change.encode())
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        other.execute(f"{ended} WHERE datname = current_database() AND pid <> pg_backend_pid()".encode())


class TestRows:
    """The same promises as on SQLite."""

    def test_instants_come_back_aware_and_naive_ones_are_refused(self, shared: PostgresDatabase) -> None:
        at = datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=UTC)
        with shared.transaction() as session:
            session.add(Heartbeat(name="delivery", at=at))
        with shared.reading() as session:
            read = session.exec(select(Heartbeat)).one().at
        assert (read, read.utcoffset()) == (at, at.utcoffset())
        with pytest.raises(StatementError, match="naive"), shared.transaction() as session:
            session.add(Heartbeat(name="other", at=at.replace(tzinfo=None)))
        shared.close()

    def test_readers_cannot_write(self, shared: PostgresDatabase) -> None:
        def write(session: Session) -> None:
            session.add(Product(code="c", name="n"))
            session.flush()

        with pytest.raises(DBAPIError, match="read-only"), shared.reading() as session:
            write(session)
        shared.close()
