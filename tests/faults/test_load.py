"""Many work at once: those who wait for an answer are not kept waiting by work in the background, nor turned away."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.app import Guichet
from bot.busy import Busy
from bot.database import BACKGROUND, REQUESTS, PostgresDatabase
from bot.receipt import received
from bot.request_database import LATEST_TURN_S, WAIT_OF_REQUEST_S, RequestDatabase
from models import Incident
from tests.journeys.harness import ANSWERS, CUSTOMERS
from tests.people import People

IN_TIME_S = 3.0
BUSY = "Guichet is very busy at the moment, and nothing was saved. Please try again in a few seconds."
WORKERS = 16
"""Deliveries and jobs that would all like a connection."""


@contextmanager
def held(
    opened: Callable[[], AbstractContextManager[Session]], *, times: int, held_by: int | None = None
) -> Iterator[None]:
    """Let this many threads hold a session each, or ask for one in vain; `held_by` of them have got theirs."""
    is_over, holding = Event(), list[int]()

    def hold(number: int) -> None:
        try:
            with opened() as session:
                session.connection()
                holding.append(number)
                is_over.wait(30)
        except Busy:
            return

    threads = [Thread(target=hold, args=(number,)) for number in range(times)]
    for one in threads:
        one.start()
    give_up = time.monotonic() + 10
    while len(holding) < (held_by or times) and time.monotonic() < give_up:
        time.sleep(0.01)
    assert len(holding) == (held_by or times)
    try:
        yield
    finally:
        is_over.set()
        for one in threads:
            one.join()


def requests_of(guichet: Guichet) -> RequestDatabase:
    """Return the database as requests use it that may wait for a minute."""
    return RequestDatabase(guichet.database, ends_waiting=time.monotonic() + 60)


class TestFiling:
    """Somebody files while all others are at work."""

    def test_is_not_kept_waiting_by_work_in_the_background(self, guichet: Guichet, people: People) -> None:
        alice = people["U0ALICE"]
        assert alice.command("/incident", channel=CUSTOMERS).ok
        with held(guichet.database.reading, times=WORKERS, held_by=BACKGROUND):
            answer = alice.submit(ANSWERS)  # All others hold on until it is answered.
        assert answer.ok, answer

    @pytest.mark.parametrize("ready_url", ["postgres"], indirect=True)  # SQLite has one writer, whoever it writes for.
    def test_is_not_kept_waiting_by_what_is_written_in_the_background(self, guichet: Guichet, people: People) -> None:
        alice = people["U0ALICE"]
        assert alice.command("/incident", channel=CUSTOMERS).ok
        with held(guichet.database.transaction, times=WORKERS, held_by=BACKGROUND):
            answer = alice.submit(ANSWERS)
        assert answer.ok, answer

    def test_is_asked_to_try_again_where_the_wait_would_be_too_long(self, guichet: Guichet, people: People) -> None:
        alice = people["U0ALICE"]
        assert alice.command("/incident", channel=CUSTOMERS).ok
        alice.fill(ANSWERS)
        with held(requests_of(guichet).reading, times=REQUESTS):
            began = time.monotonic()
            answer = alice.submit()
            took = time.monotonic() - began
        assert [*answer.errors.values()] == [BUSY]
        assert took < IN_TIME_S
        assert alice.submit().ok  # What was typed is still there.
        with guichet.database.reading() as session:
            assert len(session.exec(select(Incident)).all()) == 1


class LastTurn:
    """A lock that is given too late, to whoever waits for it."""

    waited = 0.0
    """Seconds that the last one would have waited."""

    def acquire(self, *, timeout: float) -> bool:
        """Note how long somebody would wait."""
        self.waited = timeout
        return False


class TestLateness:
    """A request for which no thread was free for so long that Slack is about to give up."""

    def test_is_told_in_time_that_nothing_was_done(self, guichet: Guichet, people: People) -> None:
        alice = people["U0ALICE"]
        assert alice.command("/incident", channel=CUSTOMERS).ok
        alice.fill(ANSWERS)
        with received(time.monotonic() - WAIT_OF_REQUEST_S):
            late = alice.submit()
        assert [*late.errors.values()] == [BUSY]
        with guichet.database.reading() as session:
            assert session.exec(select(Incident)).all() == []
        with received(time.monotonic() - WAIT_OF_REQUEST_S):
            assert alice.command("/incident", "list", channel=CUSTOMERS).body["text"] == BUSY
        with received(time.monotonic() - WAIT_OF_REQUEST_S / 2):
            assert alice.submit().ok  # What was typed is still there.

    def test_lets_nothing_begin_once_slack_has_given_up(self, guichet: Guichet, people: People) -> None:
        alice, late = people["U0ALICE"], WAIT_OF_REQUEST_S - 0.1
        assert alice.command("/incident", channel=CUSTOMERS).ok
        former, last_turn = guichet.database.writes, LastTurn()
        guichet.database.writes = dict.fromkeys((True, False), last_turn)  # type: ignore[arg-type]
        with received(time.monotonic() - late):
            assert [*alice.submit(ANSWERS).errors.values()] == [BUSY]
        guichet.database.writes = former
        assert last_turn.waited < LATEST_TURN_S - late

    @pytest.mark.parametrize("ready_url", ["postgres"], indirect=True)  # On SQLite no row is locked by itself.
    def test_waits_for_no_row_longer_than_slack_waits(self, guichet: Guichet) -> None:
        now, shown = time.monotonic(), list[str]()
        for latest in (now + 60, now + 0.5, now - 1, now + 60):
            with RequestDatabase(guichet.database, ends_waiting=now + 60, latest=latest).transaction() as session:
                shown.append(session.connection().exec_driver_sql("SHOW lock_timeout").scalar_one())
        usual, soon, *over, afterwards = shown
        assert (usual, over, afterwards) == ("1500ms", ["1ms"], "1500ms")
        assert int(soon.removesuffix("ms")) <= 500

    def test_is_no_reason_to_leave_an_event(self, guichet: Guichet, people: People) -> None:
        alice = people["U0ALICE"]
        assert alice.command("/incident", channel=CUSTOMERS).ok
        assert alice.submit(ANSWERS).ok
        guichet.delivery.run()
        card = [*people.fake.channels[CUSTOMERS].messages][-1]
        with received(time.monotonic() - WAIT_OF_REQUEST_S):
            assert alice.reply("One more thing.", channel=CUSTOMERS, thread_ts=card).status == 200

    def test_is_no_reason_not_to_ask_whose_event_it_is(self, guichet: Guichet, people: People) -> None:
        assert not guichet.people.knows("U0BOB")
        with received(time.monotonic() - WAIT_OF_REQUEST_S):
            assert people["U0BOB"].say("Mail is down.", channel=CUSTOMERS).status == 200
            assert people["U0BOB"].mention("help", channel=CUSTOMERS).status == 200
        assert guichet.people.knows("U0BOB")


class TestEvent:
    """Nobody watches what becomes of an event."""

    def test_is_sent_again_by_slack_where_the_database_is_busy(self, guichet: Guichet, people: People) -> None:
        alice = people["U0ALICE"]
        assert alice.command("/incident", channel=CUSTOMERS).ok
        assert alice.submit(ANSWERS).ok
        guichet.delivery.run()
        card: dict[str, Any] = people.fake.channels[CUSTOMERS].messages
        with busy(guichet):
            refused = alice.reply("One more thing.", channel=CUSTOMERS, thread_ts=[*card][-1])
        assert refused.status == 500
        assert people.resend_last().status == 200


@contextmanager
def busy(guichet: Guichet) -> Iterator[None]:
    """Let nobody get a connection, however long they wait."""

    class Full:
        def acquire(self, *, timeout: float) -> bool:
            assert timeout > IN_TIME_S, "an event may wait longer than somebody who watches"
            return False

    former = guichet.database.reads, guichet.database.writes
    guichet.database.reads = guichet.database.writes = dict.fromkeys((True, False), Full())  # type: ignore[arg-type]
    try:
        yield
    finally:
        guichet.database.reads, guichet.database.writes = former


class TestReading:
    """What was read is computed with while the session is still open."""

    @pytest.mark.parametrize("ready_url", ["postgres"], indirect=True)
    def test_leaves_no_transaction_open(self, guichet: Guichet) -> None:
        assert isinstance(guichet.database, PostgresDatabase)
        open_ones = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = '{}'"
        name = guichet.database.reader.url.database
        with guichet.database.reading() as session:
            session.exec(select(Incident)).all()
            with guichet.database.writer.connect() as other:
                assert other.exec_driver_sql(open_ones.format(name)).scalar_one() == 0
