"""The auditor runs every minute, never fails, and calls the monitoring while all is well."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import event
from sqlmodel import col, delete, func, select, update

from bot.clock import Clock, FastClock
from bot.database import Database, DatabaseUnavailable, open_database
from bot.jobs.auditor import PAUSE_S, PIECE, Auditor
from bot.jobs.record_heartbeat import HeartbeatJob
from bot.operations.audit_outbox import AT_ONCE, AUDIT_LOCK, progress_of
from bot.operations.context import Context
from bot.operations.incidents.filing import file_incident
from bot.policy import Policy
from bot.rules.filing import Filing
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Failure, Heartbeat, Incident, OutboxMessage
from tests.benchmarks.filled import FIRST, fill
from tests.lent_postgres import LentDatabase


class StoppedClock(Clock):
    """A clock that shows what it is set to."""

    def __init__(self, at: datetime) -> None:
        self.at_now = at

    def now(self) -> datetime:
        """Return the instant to which the clock was set."""
        return self.at_now


class Monitoring:
    """A monitoring service on this machine that counts its calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.status = 200


@pytest.fixture
def monitoring() -> Iterator[tuple[str, Monitoring]]:
    """The address of a monitoring service, and the calls it got."""
    heard = Monitoring()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.calls.append(self.path)
            self.send_response(heard.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Answering)) as port:
        yield f"http://127.0.0.1:{port}/ping/s3kr1t", heard


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[int]:
    """Let the server answer on its port."""
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clock(now: datetime) -> StoppedClock:
    """A clock that stands at the filing."""
    return StoppedClock(now)


@pytest.fixture
def filed(database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime) -> Database:
    """A database with one incident whose cards have been posted."""
    file(database, policy, workspace, alice, now)
    return database


def file(
    database: Database, policy: Policy, workspace: Workspace, alice: Person, now: datetime, *, form_id: str = "V1"
) -> int:
    """File an incident, let its cards be posted, and return its number."""
    with database.transaction() as session:
        number = file_incident(
            session,
            filing=Filing("No mail", None, "A", "business", "", "Nobody gets mail."),
            form_id=form_id,
            opened_in="C0ACME",
            context=Context(alice, policy, workspace, now),
        )
        due = update(OutboxMessage).where(col(OutboxMessage.due_at) <= now)
        session.exec(due.values(state="done", done_at=now))
    return number


def auditor(
    database: Database, workspace: Workspace, clock: Clock, url: str | None = None, **changed: object
) -> Auditor:
    """Return an auditor that is connected."""
    given: dict[str, object] = {"is_connected": lambda: True}
    return Auditor(database, workspace=workspace, clock=clock, heartbeat_url=url, **given | changed)  # type: ignore[arg-type]


def lose_a_reminder(database: Database) -> None:
    """Delete the first warning."""
    with database.transaction() as session:
        assert session.exec(delete(OutboxMessage).where(col(OutboxMessage.dedup_key) == "50")).rowcount == 1


def lose_reminders(database: Database) -> None:
    """Delete the first warning of each incident."""
    with database.transaction() as session:
        session.exec(delete(OutboxMessage).where(col(OutboxMessage.dedup_key) == "50"))


def count(database: Database, kind: str, dedup_key: str | None = None) -> int:
    """Return how many rows there are of a kind."""
    wanted = [OutboxMessage.kind == kind, *([OutboxMessage.dedup_key == dedup_key] if dedup_key else [])]
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(OutboxMessage).where(*wanted)).one()


class TestAudit:
    """What should not be is repaired, and managers are notified once."""

    def test_puts_back_a_lost_reminder_and_says_so_once(
        self, filed: Database, workspace: Workspace, clock: StoppedClock
    ) -> None:
        lose_a_reminder(filed)
        looking = auditor(filed, workspace, clock)
        for _ in range(3):
            looking.run()

        assert count(filed, "warning", "50") == 1
        assert count(filed, "trouble_notice") == 1

    @pytest.mark.parametrize("spoilt", ["looking", "repairing"])
    def test_one_incident_that_cannot_be_audited_keeps_no_other_from_it(
        self, filed: Database, policy: Policy, workspace: Workspace, alice: Person, clock: StoppedClock, spoilt: str
    ) -> None:
        """It is set aside in time, and the managers are told so, with the cause."""
        file(filed, policy, workspace, alice, clock.now(), form_id="V2")
        lose_reminders(filed)
        looking = auditor(filed, workspace, clock)
        with filed.transaction() as session:
            session.exec(update(Incident).where(col(Incident.id) == 1).values(terms={}))
        if spoilt == "repairing":
            looking._found_in = lambda _piece, _since: [1, 2]  # type: ignore[method-assign]
        for _ in range(12):
            looking.run()
            clock.at_now += timedelta(minutes=1)

        assert count(filed, "warning", "50") == 1
        with filed.reading() as session:
            (failure,) = session.exec(select(Failure)).all()
            told = session.exec(select(OutboxMessage.parameters).where(OutboxMessage.kind == "trouble_notice")).all()
        assert (failure.task, failure.subject) == ("audit_incident", "1")
        assert failure.set_aside_at is not None
        assert [one["finding"] for one in told if one["finding"] != "overdue"] == ["reminder_missing", "set_aside"]

    def test_has_what_it_says_delivered_at_once(
        self, filed: Database, workspace: Workspace, clock: StoppedClock
    ) -> None:
        woken: list[bool] = []
        filed.on_news = lambda: woken.append(True)
        lose_a_reminder(filed)
        auditor(filed, workspace, clock).run()

        assert woken == [True]

    def test_gives_back_a_frozen_claim(self, filed: Database, workspace: Workspace, clock: StoppedClock) -> None:
        with filed.transaction() as session:
            session.exec(
                update(OutboxMessage)
                .where(col(OutboxMessage.dedup_key) == "50")
                .values(lease_token="x", run_at=clock.now())
            )
        clock.at_now += timedelta(minutes=11)
        auditor(filed, workspace, clock).run()

        with filed.reading() as session:
            row = session.exec(select(OutboxMessage).where(OutboxMessage.dedup_key == "50")).one()
        assert (row.lease_token, row.run_at) == (None, clock.now())

    def test_measures_in_real_time_where_the_clock_runs_fast(
        self, database: Database, policy: Policy, workspace: Workspace, alice: Person
    ) -> None:
        """In the demo two minutes pass in two seconds: that is not late."""
        clock = FastClock(start=Clock().now(), speed=60)
        file(database, policy, workspace, alice, clock.now())
        with database.transaction() as session:
            late = clock.now() - timedelta(minutes=100)
            session.exec(update(OutboxMessage).where(col(OutboxMessage.dedup_key) == "50").values(run_at=late))
        auditor(database, workspace, clock).run()

        assert count(database, "trouble_notice") == 0

    def test_survives_a_database_that_is_away(
        self,
        filed: Database,
        workspace: Workspace,
        clock: StoppedClock,
        caplog: pytest.LogCaptureFixture,
        monitoring: tuple[str, Monitoring],
    ) -> None:
        """The monitoring is not called then: that is the alarm."""
        url, heard = monitoring
        with filed.transaction() as session:
            session.connection().exec_driver_sql("DROP TABLE heartbeat")
        auditor(filed, workspace, clock, url).run()

        assert "The audit could not be made" in caplog.text
        assert heard.calls == []


class TestSilence:
    """A connection that is away for too long is reported; how long is measured by a clock that nobody sets."""

    def test_is_told_once_and_again_after_it_came_back(
        self, database: Database, workspace: Workspace, clock: StoppedClock
    ) -> None:
        connected = [False]
        looking = auditor(
            database, workspace, clock, is_connected=lambda: connected[0], silent_after=timedelta(seconds=1)
        )
        notices = []
        for is_up, wait in [(False, 0), (False, 1.1), (False, 0), (True, 0), (False, 0.1), (False, 1.1)]:
            connected[0] = is_up
            time.sleep(wait)
            looking.run()
            notices.append(count(database, "trouble_notice"))

        assert notices == [0, 1, 1, 1, 1, 2]

    def test_is_not_told_while_another_replica_is_connected(
        self, database: Database, workspace: Workspace, clock: StoppedClock
    ) -> None:
        """Slack then sends its events to that one."""
        HeartbeatJob(database, clock, last_sweep=time.monotonic, is_connected=lambda: True).run()
        auditor(database, workspace, clock, is_connected=lambda: False, silent_after=timedelta()).run()

        assert count(database, "trouble_notice") == 0


class TestHeartbeat:
    """The monitoring is called after an audit that found nothing."""

    def test_of_a_clean_audit(
        self, filed: Database, workspace: Workspace, clock: StoppedClock, monitoring: tuple[str, Monitoring]
    ) -> None:
        url, heard = monitoring
        auditor(filed, workspace, clock, url).run()

        assert heard.calls == ["/ping/s3kr1t"]

    def test_is_not_sent_by_a_dirty_one_and_comes_back(
        self, filed: Database, workspace: Workspace, clock: StoppedClock, monitoring: tuple[str, Monitoring]
    ) -> None:
        url, heard = monitoring
        looking = auditor(filed, workspace, clock, url)
        lose_a_reminder(filed)
        looking.run()
        assert heard.calls == []

        looking.run()
        assert heard.calls == ["/ping/s3kr1t"]

    @pytest.mark.parametrize(
        "case", ["refused", "status 500", "nobody listens", "no answer", "no address", "a blank", "a password"]
    )
    def test_that_fails_is_only_logged(
        self,
        filed: Database,
        workspace: Workspace,
        clock: StoppedClock,
        monitoring: tuple[str, Monitoring],
        caplog: pytest.LogCaptureFixture,
        case: str,
    ) -> None:
        """The address may be a secret, and is not logged."""
        url, heard = monitoring
        heard.status = {"refused": 403, "status 500": 500, "no answer": 204}.get(case, 200)
        wrong = {
            "nobody listens": "http://127.0.0.1:9/s3kr1t",
            "no address": "http:///s3kr1t",
            "a blank": "http://127.0.0.1:9/s3kr1t x",
            "a password": "http://me:s3kr1t@127.0.0.1:9/",
        }
        url = wrong.get(case, url)
        auditor(filed, workspace, clock, url).run()

        assert ("The monitoring could not be called" in caplog.text) == (case != "no answer")
        assert "s3kr1t" not in caplog.text


class TestReplicas:
    """Of several auditors on PostgreSQL one works at a time."""

    @pytest.fixture
    def replicas(self, lent_postgres: LentDatabase) -> Iterator[list[Database]]:
        """Two replicas' databases."""
        databases = [open_database(lent_postgres.url) for _ in range(2)]
        yield databases
        for database in databases:
            database.close()

    @pytest.mark.parametrize("_attempt", range(5))
    def test_repair_and_tell_once(
        self,
        replicas: list[Database],
        policy: Policy,
        workspace: Workspace,
        alice: Person,
        clock: StoppedClock,
        caplog: pytest.LogCaptureFixture,
        _attempt: int,
    ) -> None:
        file(replicas[0], policy, workspace, alice, clock.now())
        lose_a_reminder(replicas[0])
        start = Barrier(4)

        def run(number: int) -> None:
            looking = auditor(replicas[number % 2], workspace, clock)
            start.wait()
            looking.run()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(run, range(4)))

        assert "could not be made" not in caplog.text
        assert count(replicas[0], "warning", "50") == 1
        assert count(replicas[0], "trouble_notice") == 1

    def test_leave_it_to_the_one_that_is_at_it(
        self,
        replicas: list[Database],
        policy: Policy,
        workspace: Workspace,
        alice: Person,
        clock: StoppedClock,
        monitoring: tuple[str, Monitoring],
    ) -> None:
        url, heard = monitoring
        file(replicas[0], policy, workspace, alice, clock.now())
        lose_a_reminder(replicas[0])
        with replicas[1].transaction() as session:
            session.exec(select(func.pg_advisory_xact_lock(AUDIT_LOCK))).one()
            auditor(replicas[0], workspace, clock, url).run()

        assert (count(replicas[0], "warning", "50"), heard.calls) == (0, [])


class TestSignOfLife:
    """Each part that is alive says so; what is dead says nothing."""

    @pytest.mark.parametrize(
        ("swept_ago", "is_connected", "expected"),
        [
            (1, True, {"delivery", "connection"}),
            (1, False, {"delivery"}),
            (11, True, {"connection"}),
            (11, False, set()),
        ],
    )
    def test_is_left_by_what_is_alive(
        self, database: Database, clock: StoppedClock, swept_ago: float, is_connected: bool, expected: set[str]
    ) -> None:
        swept = time.monotonic() - swept_ago
        pulse = HeartbeatJob(database, clock, last_sweep=lambda: swept, is_connected=lambda: is_connected)
        pulse.run()
        clock.at_now += timedelta(seconds=1)
        pulse.run()

        with database.reading() as session:
            signs = {one.name: one.at for one in session.exec(select(Heartbeat)).all()}
        assert signs == dict.fromkeys(expected, clock.now())

    def test_survives_a_database_that_is_away(
        self, database: Database, clock: StoppedClock, caplog: pytest.LogCaptureFixture
    ) -> None:
        with database.transaction() as session:
            session.connection().exec_driver_sql("DROP TABLE heartbeat")
        HeartbeatJob(database, clock, last_sweep=time.monotonic, is_connected=lambda: True).run()

        assert "No heartbeat could be recorded" in caplog.text


def test_the_auditor_is_heard_between_its_audits(database: Database, workspace: Workspace, clock: StoppedClock) -> None:
    """The heartbeat asks every ten seconds, so that a short break just before an audit is no long silence."""
    connected = [True]
    is_connected: Callable[[], bool] = lambda: connected[0]  # noqa: E731 - the list is changed below
    looking = auditor(database, workspace, clock, is_connected=is_connected, silent_after=timedelta(seconds=1))
    time.sleep(0.25)
    assert looking.is_heard()
    connected[0] = False
    looking.run()

    assert count(database, "trouble_notice") == 0


class Pauses(Event):
    """An event that is never set; records each timeout, in seconds, instead of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout)
        return False


class TestManyIncidents:
    """More than one audit looks at: the rest has its turn in the next minutes."""

    def test_are_looked_at_in_short_pieces_between_which_others_have_their_turn(
        self, filed: Database, workspace: Workspace, clock: StoppedClock
    ) -> None:
        fill(filed, filed=1, copies=3 * PIECE - 1)
        pauses, statements = Pauses(), list[str]()
        event.listen(filed.reader, "before_cursor_execute", lambda *execution: statements.append(execution[2]))
        auditor(filed, workspace, clock, stopping=pauses).run()
        assert len(statements) < PIECE, "of a piece is asked together"
        assert PIECE <= 50
        assert pauses.seconds == [PAUSE_S, PAUSE_S]
        assert PAUSE_S > 0

    def test_that_a_stop_left_unseen_come_first_after_the_start(
        self, filed: Database, workspace: Workspace, clock: StoppedClock
    ) -> None:
        fill(filed, filed=1, copies=4 * PIECE)
        lose_reminders(filed)

        class Stopping(Pauses):
            def wait(self, timeout: float | None = None) -> bool:
                super().wait(timeout)
                return True

        limit = 2 * PIECE
        auditor(filed, workspace, clock, stopping=Stopping(), incidents_a_minute=limit).run()
        assert count(filed, "warning", "50") == PIECE
        auditor(filed, workspace, clock, stopping=Pauses(), incidents_a_minute=limit).run()
        assert count(filed, "warning", "50") == 3 * PIECE

    def test_that_all_lack_something_are_all_repaired_in_turn(
        self, filed: Database, workspace: Workspace, clock: StoppedClock
    ) -> None:
        """An audit repairs some and goes no further, so that nobody waits long, and the next one goes on there."""
        fill(filed, filed=1, copies=2 * AT_ONCE + PIECE)
        lose_reminders(filed)
        looking = auditor(filed, workspace, clock, stopping=Pauses())
        repaired = []
        for _ in range(3):
            looking.run()
            repaired.append(count(filed, "warning", "50"))
        assert repaired == [AT_ONCE, 2 * AT_ONCE, 2 * AT_ONCE + PIECE + 1]

    @pytest.mark.parametrize("away_at", [1, 3])
    def test_that_were_due_while_the_database_was_away_are_looked_at_next(
        self, filed: Database, workspace: Workspace, clock: StoppedClock, away_at: int
    ) -> None:
        """None is left out until its next turn, which may be an hour later."""
        fill(filed, filed=1, copies=5 * PIECE)
        lose_reminders(filed)
        looking = auditor(filed, workspace, clock, stopping=Pauses(), incidents_a_minute=3 * PIECE)
        found_in, pieces = looking._found_in, list[int]()

        def away_once(piece: Sequence[int], since: datetime) -> list[int]:
            pieces.append(piece[0])
            if len(pieces) == away_at:
                raise DatabaseUnavailable("away")
            return found_in(piece, since)

        looking._found_in = away_once  # type: ignore[method-assign]
        looking.run()
        assert count(filed, "warning", "50") == (away_at - 1) * PIECE
        looking.run()
        assert count(filed, "warning", "50") == (away_at + 2) * PIECE

    def test_with_one_that_cannot_be_audited_are_told_of_it_within_a_quarter_of_an_hour(
        self, filed: Database, workspace: Workspace, clock: StoppedClock
    ) -> None:
        """It is tried each minute, not once in each pass; the pass goes on meanwhile."""
        fill(filed, filed=1, copies=30)
        with filed.transaction() as session:
            session.exec(update(Incident).where(col(Incident.id) == 1).values(terms={}))
        looking = auditor(filed, workspace, clock, stopping=Pauses(), incidents_a_minute=1)
        for _ in range(15):
            looking.run()
            clock.at_now += timedelta(minutes=1)

        with filed.reading() as session:
            assert session.exec(select(Failure.subject).where(col(Failure.set_aside_at).is_not(None))).all() == ["1"]
            (told,) = session.exec(select(OutboxMessage).where(OutboxMessage.dedup_key == "set_aside audit_incident 1"))
            assert told.due_at <= clock.now()
            assert progress_of(session).incident > FIRST

    def test_are_all_looked_at_in_turn_and_a_touched_one_at_once(
        self,
        database: Database,
        policy: Policy,
        workspace: Workspace,
        alice: Person,
        clock: StoppedClock,
        now: datetime,
    ) -> None:
        def file_one(form_id: str) -> int:
            return file(database, policy, workspace, alice, now, form_id=form_id)

        for number in range(7):
            file_one(f"V{number}")
        auditing = auditor(database, workspace, clock, incidents_a_minute=3)
        auditing.run()
        with database.transaction() as session:
            session.exec(delete(OutboxMessage).where(col(OutboxMessage.kind) == "breach"))
        looks = []
        for _ in range(3):
            auditing.run()
            looks.append(count(database, "breach"))
        assert looks == [3, 4, 7]  # INC-4 to 6, then INC-7, then from INC-1 on.
        newest = file_one("V8")
        with database.transaction() as session:
            lost = (col(OutboxMessage.incident_id) == newest, OutboxMessage.kind == "breach")
            session.exec(delete(OutboxMessage).where(*lost))
        auditing.run()
        assert count(database, "breach") == 8
