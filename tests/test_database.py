import os
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import Session, col, select

from bot.busy import Busy
from bot.database import Database, DatabaseUnavailable, SqliteDatabase
from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.delivery.outbox import SWEEP_INTERVAL
from bot.migrate import migrate
from models import Card, Incident, OutboxMessage, Product
from models.vocabulary import Kind
from tests.templates import copy_sqlite

NOBODY = 65534
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NAIVE = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - that is what is refused
PARIS_WINTER = timezone(timedelta(hours=1))


def add_incident(session: Session, **changed: Any) -> int:
    """Add an incident that nobody has acknowledged, and return its number."""
    values: dict[str, Any] = {
        "form_id": "V1",
        "title": "No mail",
        "description": "Nobody gets mail since 9.",
        "severity": "B",
        "cover": "business",
        "opened_by": "U0ALICE",
        "opened_in": "C0ACME",
        "opened_at": NOW,
        "terms": {},
        "deadline_at": NOW,
    }
    incident = Incident(**values | changed)
    session.add(incident)
    session.flush()
    assert incident.id is not None
    return incident.id


def post(session: Session, incident_id: int, **changed: Any) -> None:
    to = triage_thread(incident_id, triage_channel="C0TRIAGE")
    outbox.post(session, to=to, **{"kind": Kind.TRIAGE_CARD, "now": NOW} | changed)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new SQLite file with every table."""
    database = SqliteDatabase(copy_sqlite(tmp_path / "guichet.db"))
    yield database
    database.close()


@pytest.fixture
def number(database: Database) -> int:
    """The number of an incident in the database."""
    with database.transaction() as session:
        return add_incident(session)


class Undone(Exception):
    """Raised in the middle of a transaction."""


def pragma(session: Session, name: str) -> Any:
    return session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one()


class TestDatetimes:
    """An instant goes in aware and comes out aware, in UTC."""

    @pytest.mark.parametrize(
        "written",
        [
            datetime(2026, 11, 23, 8, 0, 0, 1, tzinfo=UTC),
            datetime(2026, 11, 23, 9, 0, 0, 1, tzinfo=PARIS_WINTER),
            datetime(2026, 11, 22, 22, 0, 0, 1, tzinfo=timezone(timedelta(hours=-10))),
        ],
    )
    def test_come_back_in_utc_to_the_microsecond(self, database: Database, written: datetime) -> None:
        with database.transaction() as session:
            add_incident(session, opened_at=written)
        with database.reading() as session:
            read = session.exec(select(Incident.opened_at)).one()

        assert read.isoformat() == "2026-11-23T08:00:00.000001+00:00"
        assert read.tzinfo is UTC

    @pytest.mark.parametrize("field", ["opened_at", "deadline_at", "acknowledged_at"])
    def test_are_refused_without_zone_when_written(self, database: Database, field: str) -> None:
        with (
            pytest.raises(StatementError, match="must have timezone information"),
            database.transaction() as session,
        ):
            add_incident(session, **{field: NAIVE})

    def test_are_refused_without_zone_when_compared(self, database: Database, number: int) -> None:
        assert number
        with (
            database.reading() as session,
            pytest.raises(StatementError, match="must have timezone information"),
        ):
            session.exec(select(Incident).where(col(Incident.opened_at) <= NAIVE)).all()

    @pytest.mark.parametrize(("asked", "expected"), [(NOW, True), (NOW - timedelta(microseconds=1), False)])
    def test_compare_as_instants_whatever_their_zone(
        self, database: Database, asked: datetime, *, expected: bool
    ) -> None:
        with database.transaction() as session:
            add_incident(session, opened_at=NOW.astimezone(PARIS_WINTER))
        with database.reading() as session:
            before = select(Incident).where(col(Incident.opened_at) <= asked.astimezone(timezone(timedelta(hours=9))))

            assert bool(session.exec(before).all()) is expected


class TestConnections:
    """How SQLite is told to keep what was committed."""

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("journal_mode", "wal"),
            ("synchronous", 2),  # FULL: a commit is on the disk
            ("foreign_keys", 1),
            ("busy_timeout", 1000),
            ("query_only", 0),
        ],
    )
    def test_writer(self, database: Database, name: str, expected: object) -> None:
        with database.transaction() as session:
            assert pragma(session, name) == expected

    @pytest.mark.parametrize(
        ("name", "expected"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 1000), ("query_only", 1)]
    )
    def test_reader(self, database: Database, name: str, expected: object) -> None:
        with database.reading() as session:
            assert pragma(session, name) == expected

    def test_reader_cannot_write(self, database: Database) -> None:
        with (
            database.reading() as session,
            pytest.raises(OperationalError, match="attempt to write a readonly database"),
        ):
            add_incident(session)

    def test_readers_neither_wait_for_a_writer_nor_see_what_it_has_not_committed(self, database: Database) -> None:
        with database.transaction() as writing:
            add_incident(writing)
            with database.reading() as session:
                assert session.exec(select(Incident)).all() == []
        with database.reading() as session:
            assert len(session.exec(select(Incident)).all()) == 1

    def test_a_reader_sees_one_state_from_beginning_to_end(self, database: Database) -> None:
        with database.reading() as session:
            assert session.exec(select(Incident)).all() == []
            with database.transaction() as writing:
                add_incident(writing)

            assert session.exec(select(Incident)).all() == []


class TestTransaction:
    """One transaction is done as a whole, alone, or not at all."""

    def test_keeps_everything(self, database: Database) -> None:
        with database.transaction() as session:
            post(session, add_incident(session))
        with database.reading() as session:
            assert len(session.exec(select(Incident)).all()) == 1
            assert len(session.exec(select(OutboxMessage)).all()) == 1

    @pytest.mark.parametrize("problem", [Undone, KeyboardInterrupt])
    def test_undoes_everything_after_an_exception(self, database: Database, problem: type[BaseException]) -> None:
        def fail() -> None:
            with database.transaction() as session:
                post(session, add_incident(session))
                raise problem

        with pytest.raises(problem):
            fail()
        with database.reading() as session:
            assert session.exec(select(Incident)).all() == []
            assert session.exec(select(OutboxMessage)).all() == []

    def test_undoes_everything_when_the_database_refuses_the_commit(self, database: Database) -> None:
        def fail() -> None:
            with database.transaction() as session:
                add_incident(session)
                session.add(Card(incident_id=999, side="triage", channel="C0TRIAGE", ts="1.1"))

        with pytest.raises(IntegrityError):
            fail()
        with database.reading() as session:
            assert session.exec(select(Incident)).all() == []

    def test_leaves_the_way_free_after_an_exception(self, database: Database) -> None:
        with pytest.raises(IntegrityError), database.transaction() as session:
            add_incident(session, status="lost")
        with database.transaction() as session:
            assert add_incident(session) == 1

    def test_loses_no_update_among_threads(self, database: Database) -> None:
        """Eight threads read a number and write the next one, fifty times each: 8 * 50 = 400."""
        with database.transaction() as session:
            add_incident(session, version=0)

        def count(_: int) -> None:
            for _ in range(50):
                with database.transaction() as session:
                    incident = session.exec(select(Incident)).one()
                    incident.version += 1

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(count, range(8)))
        with database.reading() as session:
            assert session.exec(select(Incident.version)).one() == 400

    def test_gives_up_after_a_second_when_another_thread_does_not_end(self, database: Database) -> None:
        with held(database):
            began = time.monotonic()
            with pytest.raises(Busy), database.transaction():
                pass
            took = time.monotonic() - began

        assert 0.9 <= took < 10

    def test_gives_up_after_a_second_when_another_program_does_not_end(self, database: Database) -> None:
        other = sqlite3.connect(database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(Busy), database.transaction() as session:
            add_incident(session)
        took = time.monotonic() - began
        other.close()

        assert 0.9 <= took < 10


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Let another thread be in the middle of a transaction."""
    is_in, may_end = Event(), Event()

    def hold() -> None:
        with database.transaction():
            is_in.set()
            may_end.wait()

    thread = Thread(target=hold)
    thread.start()
    is_in.wait()
    yield
    may_end.set()
    thread.join()


class TestNews:
    """The delivery is told at once of what is due within a second, and of nothing else."""

    @pytest.fixture
    def news(self, database: Database) -> list[int]:
        """What the delivery sees each time it is told: the messages in the outbox."""
        news: list[int] = []

        def look() -> None:
            with database.reading() as session:
                news.append(len(session.exec(select(OutboxMessage)).all()))

        database.on_news = look
        return news

    @pytest.mark.parametrize(
        ("due_at", "expected"),
        [
            (None, [1]),
            (NOW, [1]),
            (NOW - timedelta(seconds=1), [1]),
            (NOW + SWEEP_INTERVAL, [1]),
            (NOW + SWEEP_INTERVAL + timedelta(microseconds=1), []),
            (NOW + timedelta(hours=1), []),
        ],
    )
    def test_come_after_the_commit_of_a_message_that_is_due(
        self, database: Database, number: int, news: list[int], due_at: datetime | None, expected: list[int]
    ) -> None:
        with database.transaction() as session:
            post(session, number, due_at=due_at)

            assert news == []
        assert news == expected

    def test_come_once_for_several_messages(self, database: Database, number: int, news: list[int]) -> None:
        with database.transaction() as session:
            post(session, number, dedup_key="1")
            post(session, number, dedup_key="2")
            post(session, number, dedup_key="3", due_at=NOW + timedelta(hours=1))

        assert news == [3]

    def test_do_not_come_again_with_the_next_commit(self, database: Database, number: int, news: list[int]) -> None:
        with database.transaction() as session:
            post(session, number)
        with database.transaction() as session:
            session.add(Product(code="mail", name="Mail"))

        assert news == [1]

    def test_do_not_come_after_an_exception(self, database: Database, number: int, news: list[int]) -> None:
        def fail() -> None:
            with database.transaction() as session:
                post(session, number)
                raise Undone

        with pytest.raises(Undone):
            fail()

        assert news == []

    def test_do_not_come_when_the_database_refuses_the_commit(
        self, database: Database, number: int, news: list[int]
    ) -> None:
        def fail() -> None:
            with database.transaction() as session:
                post(session, number)
                session.add(Card(incident_id=999, side="triage", channel="C0TRIAGE", ts="1.1"))

        with pytest.raises(IntegrityError):
            fail()

        assert news == []

    def test_come_when_the_way_is_free(self, database: Database, number: int) -> None:
        """Whoever is notified may write at once: the writer's turn is over by then."""

        def write() -> None:
            with database.transaction() as session:
                session.add(Product(code="mail", name="Mail"))

        database.on_news = write
        with database.transaction() as session:
            post(session, number)

        with database.reading() as session:
            assert session.exec(select(Product.name)).all() == ["Mail"]


class TestOneProcess:
    """Only one process writes to a file."""

    HOLD = """
        import sys
        from bot.database import SqliteDatabase
        database = SqliteDatabase(sys.argv[1])
        database.claim()
        print("claimed", flush=True)
        sys.stdin.read()
    """

    @pytest.fixture
    def holder(self, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
        """Another process that has claimed the file."""
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(self.HOLD), f"sqlite:///{tmp_path}/guichet.db"],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as holder:
            assert holder.stdout
            assert holder.stdout.readline() == "claimed\n"
            yield holder
            holder.kill()

    def test_a_second_one_is_refused_at_once_until_the_first_is_gone(
        self, tmp_path: Path, holder: subprocess.Popen[str]
    ) -> None:
        """Even a process that was killed leaves nothing behind that must be cleared away."""
        database = SqliteDatabase(f"sqlite:///{tmp_path}/guichet.db")
        began = time.monotonic()
        with pytest.raises(DatabaseUnavailable) as refused:
            database.claim()
        took = time.monotonic() - began
        holder.kill()
        holder.wait()
        database.claim()
        database.close()

        assert took < 5
        assert str(refused.value) == (
            f"Another Guichet is already running on {tmp_path}/guichet.db: stop it first, "
            "or set DATABASE_URL to another file."
        )

    def test_closing_lets_the_next_one_in_also_from_another_thread(self, tmp_path: Path) -> None:
        first, second = (SqliteDatabase(f"sqlite:///{tmp_path}/guichet.db") for _ in range(2))
        starting = Thread(target=first.claim)
        starting.start()
        starting.join()
        with pytest.raises(DatabaseUnavailable):
            second.claim()
        first.close()

        second.claim()
        second.close()

    def test_the_folder_is_made(self, tmp_path: Path) -> None:
        database = SqliteDatabase(f"sqlite:///{tmp_path}/some/where/guichet.db")
        database.claim()
        database.close()

        assert (tmp_path / "some" / "where").is_dir()

    def test_the_files_are_for_nobody_else(self, tmp_path: Path) -> None:
        database = SqliteDatabase(f"sqlite:///{tmp_path}/guichet.db")
        database.claim()
        migrate(database)
        rights = {one.name: one.stat().st_mode & 0o777 for one in tmp_path.glob("guichet.db*")}
        database.close()

        assert rights.pop("guichet.db.lock") & 0o022 == 0  # It is empty.
        assert rights == dict.fromkeys(("guichet.db", "guichet.db-wal", "guichet.db-shm", "guichet.db.used"), 0o600)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user can read, unlike pytest's own."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def ordinary_person() -> Iterator[None]:
    """Root may write everywhere, so tests run as root give up that right for a while."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)


def opening(path: Path) -> str:
    """Return the sentence with which an unusable file is refused."""
    database = SqliteDatabase(f"sqlite:///{path}")

    def open_it() -> None:
        database.claim()
        migrate(database)

    with pytest.raises(DatabaseUnavailable) as refused:
        open_it()
    database.close()
    assert refused.value.__suppress_context__, "the operator reads one sentence, no trace"
    return str(refused.value)


class TestUnusable:
    """A file that cannot be used gives one sentence that says why, and what to do."""

    def test_is_a_folder(self, tmp_path: Path) -> None:
        assert opening(tmp_path) == (
            f"{tmp_path} cannot be written (unable to open database file): stop whatever else uses it, "
            "fix its permissions, or set DATABASE_URL to another place."
        )

    def test_is_below_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()

        assert opening(tmp_path / "file" / "guichet.db") == (
            f"{tmp_path}/file cannot be written (File exists): fix the permissions there, "
            "or set DATABASE_URL to a file elsewhere."
        )

    def test_is_no_database(self, tmp_path: Path) -> None:
        path = tmp_path / "guichet.db"
        path.write_text("Dear diary, today I was mistaken for a database. " * 100)

        assert opening(path) == f"{path} is not a Guichet database (file is not a database)."
        assert path.read_text().startswith("Dear diary")

    def test_is_on_a_full_disk(self) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("only Linux has a disk that is always full")

        database = SqliteDatabase("sqlite:////dev/full")
        with pytest.raises(DatabaseUnavailable, match=r"^/dev/full cannot be written \(database or disk is full\): "):
            migrate(database)
        database.close()

    def test_is_held_by_another_program(self, database: Database) -> None:
        other = sqlite3.connect(database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(DatabaseUnavailable) as refused:
            migrate(database)
        other.close()

        assert str(refused.value).startswith(
            f"{database.path} cannot be written (database is locked): stop whatever else"
        )

    def test_is_in_a_folder_that_may_not_be_written(self, public_folder: Path) -> None:
        with ordinary_person():
            sentence = opening(public_folder / "guichet.db")

        assert sentence == (
            f"{public_folder}/guichet.db.lock cannot be written (Permission denied): "
            "fix the permissions there, or set DATABASE_URL to a file elsewhere."
        )

    def test_is_in_a_folder_that_cannot_be_made(self, public_folder: Path) -> None:
        with ordinary_person():
            sentence = opening(public_folder / "some" / "where" / "guichet.db")

        assert sentence == (
            f"{public_folder}/some cannot be written (Permission denied): "
            "fix the permissions there, or set DATABASE_URL to a file elsewhere."
        )

    @pytest.mark.parametrize("has_tables", [True, False])
    def test_may_only_be_read(self, public_folder: Path, *, has_tables: bool) -> None:
        public_folder.chmod(0o777)
        path = public_folder / "guichet.db"
        path.touch()
        if has_tables:
            database = SqliteDatabase(f"sqlite:///{path}")
            migrate(database)
            database.close()
        path.chmod(0o444)

        with ordinary_person():
            sentence = opening(path)

        assert sentence == (
            f"{path} cannot be written (attempt to write a readonly database): stop whatever else uses it, "
            "fix its permissions, or set DATABASE_URL to another place."
        )


def acknowledged(**given: object) -> dict[str, object]:
    return {
        "status": "acknowledged",
        "acknowledged_at": NOW,
        "acknowledged_by": "U0THEO",
        "acknowledged_how": "button",
        "assigned_to": "U0THEO",
    } | given


class TestIncidentRows:
    """The database itself refuses an incident that cannot be, whatever program writes it."""

    @pytest.mark.parametrize(
        ("changed", "constraint"),
        [
            (acknowledged(status=""), "ck_incident_status"),
            (acknowledged(status="closed"), "ck_incident_closed_with_outcome"),
            (acknowledged(assigned_to=None), "ck_incident_assigned_once_acknowledged"),
            ({"severity": "D"}, "ck_incident_severity"),
            ({"severity": "a"}, "ck_incident_severity"),
            ({"cover": "always", "contacts": "Anna"}, "ck_incident_cover"),
            ({"cover": "24x7"}, "ck_incident_contacts_for_24x7"),
            ({"status": "acknowledged", "assigned_to": "U0THEO"}, "ck_incident_acknowledged_once"),
            (acknowledged(acknowledged_at=None), "ck_incident_acknowledged_once"),
            (acknowledged(acknowledged_by=None), "ck_incident_acknowledged_once"),
            (acknowledged(acknowledged_how=None), "ck_incident_acknowledged_once"),
            (acknowledged(status="open"), "ck_incident_acknowledged_once"),
            ({"acknowledged_by": "U0THEO"}, "ck_incident_acknowledged_once"),
        ],
    )
    def test_are_refused(self, database: Database, number: int, changed: dict[str, Any], constraint: str) -> None:
        with pytest.raises(IntegrityError, match=f"CHECK constraint failed: {constraint}"):
            rewrite(database, "incident", number, changed)

    @pytest.mark.parametrize("changed", [{"cover": "24x7", "contacts": "Anna"}, {"contacts": "Anna"}, acknowledged()])
    def test_are_taken(self, database: Database, number: int, changed: dict[str, Any]) -> None:
        rewrite(database, "incident", number, changed)

    def test_come_once_for_each_form(self, database: Database, number: int) -> None:
        assert number
        with (
            pytest.raises(IntegrityError, match=r"UNIQUE constraint failed: incident\.form_id"),
            database.transaction() as session,
        ):
            add_incident(session)

    def test_name_a_product_that_is_there(self, database: Database, number: int) -> None:
        with pytest.raises(IntegrityError, match="FOREIGN KEY constraint failed"):
            rewrite(database, "incident", number, {"product_id": 7})

    @pytest.mark.parametrize("child", ["card", "event", "outbox_message"])
    def test_stay_while_others_refer_to_them(self, database: Database, number: int, child: str) -> None:
        with database.transaction() as session:
            add_child(session, child, number)
        with (
            pytest.raises(IntegrityError, match="FOREIGN KEY constraint failed"),
            database.transaction() as session,
        ):
            session.connection().exec_driver_sql("DELETE FROM incident")


class TestCardRows:
    """There is one card for each side of an incident, and one incident for each card."""

    @pytest.mark.parametrize(
        ("changed", "constraint"),
        [
            ({"ts": "2.2"}, r"UNIQUE constraint failed: card\.incident_id, card\.side"),
            ({"side": "customer"}, r"UNIQUE constraint failed: card\.channel, card\.ts"),
            ({"side": "manager", "ts": "2.2"}, "CHECK constraint failed: ck_card_side"),
            ({"side": "customer", "ts": "2.2", "incident_id": 999}, "FOREIGN KEY constraint failed"),
        ],
    )
    def test_are_refused(self, database: Database, number: int, changed: dict[str, Any], constraint: str) -> None:
        with database.transaction() as session:
            add_child(session, "card", number)

        with pytest.raises(IntegrityError, match=constraint), database.transaction() as session:
            add_child(session, "card", number, **changed)


class TestOutboxRows:
    """Nothing can be posted twice, and whether it was posted is never in doubt."""

    @pytest.mark.parametrize(
        ("changed", "constraint"),
        [
            (
                {"reference": "r2"},
                r"UNIQUE constraint failed: outbox_message\.incident_id, .*kind, .*dedup_key, .*due_at",
            ),
            ({"dedup_key": "2"}, r"UNIQUE constraint failed: outbox_message\.reference"),
            (
                {"reference": "r2", "dedup_key": "2", "state": "sent"},
                "CHECK constraint failed: ck_outbox_message_state",
            ),
            (
                {"reference": "r2", "dedup_key": "2", "state": "done"},
                "CHECK constraint failed: ck_outbox_message_done_has",
            ),
            (
                {"reference": "r2", "dedup_key": "2", "done_at": NOW},
                "CHECK constraint failed: ck_outbox_message_done_has",
            ),
            ({"reference": "r2", "incident_id": 999}, "FOREIGN KEY constraint failed"),
        ],
    )
    def test_are_refused(self, database: Database, number: int, changed: dict[str, Any], constraint: str) -> None:
        with database.transaction() as session:
            add_child(session, "outbox_message", number)

        with pytest.raises(IntegrityError, match=constraint), database.transaction() as session:
            add_child(session, "outbox_message", number, **changed)

    @pytest.mark.parametrize(
        "changed", [{"dedup_key": "2"}, {"kind": "breach"}, {"due_at": NOW + timedelta(microseconds=1)}]
    )
    def test_are_taken_when_slot_kind_or_time_differ(
        self, database: Database, number: int, changed: dict[str, Any]
    ) -> None:
        with database.transaction() as session:
            add_child(session, "outbox_message", number)
            add_child(session, "outbox_message", number, reference="r2", **changed)

    @pytest.mark.parametrize("state", ["pending", "parked", "cancelled", "superseded", "refused", "done"])
    def test_have_one_of_six_states(self, database: Database, number: int, state: str) -> None:
        with database.transaction() as session:
            add_child(session, "outbox_message", number, state=state, done_at=NOW if state == "done" else None)


CHILDREN: dict[str, dict[str, object]] = {
    "card": {"side": "triage", "channel": "C0TRIAGE", "ts": "1.1"},
    "event": {"kind": "open_incident", "actor": "U0ALICE", "at": NOW, "before": "{}", "after": "{}"},
    "outbox_message": {
        "reference": "r1",
        "kind": "warning",
        "dedup_key": "50",
        "lane": "1 triage",
        "channel": "C0TRIAGE",
        "parameters": "{}",
        "state": "pending",
        "created_at": NOW,
        "due_at": NOW,
        "run_at": NOW,
        "attempts": 0,
        "done_at": None,
    },
}


def add_child(session: Session, table: str, number: int, /, **changed: object) -> None:
    """Add a row that belongs to an incident, in SQL: what refuses it is the database alone."""
    values = as_stored({"incident_id": number} | CHILDREN[table] | changed)
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    session.connection().exec_driver_sql(
        f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - names from this file
        tuple(values.values()),
    )


def rewrite(database: Database, table: str, row: int, changed: dict[str, object]) -> None:
    """Change a row in SQL: what refuses it is the database alone."""
    values = as_stored(changed)
    columns = ", ".join(f"{name} = ?" for name in values)
    with database.transaction() as session:
        session.connection().exec_driver_sql(
            f"UPDATE {table} SET {columns} WHERE id = ?",  # noqa: S608 - names from this file
            (*values.values(), row),
        )


def as_stored(values: dict[str, object]) -> dict[str, object]:
    """Return the values as SQLite keeps them."""
    return {
        name: f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value
        for name, value in values.items()
    }
