"""The whole program with its own threads: started, used over HTTP, stopped."""

import gc
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier
from sqlmodel import select

from bot.app import Guichet
from bot.database import DatabaseUnavailable
from bot.jobs.watchdog import DeliveryDied, Watchdog
from bot.operations.context import Context
from bot.operations.incidents.filing import file_incident
from bot.policy import Policy, WrongPolicy
from bot.rules.filing import Filing
from bot.rules.person import Person
from bot.stop_request import StopRequest
from bot.timetable import DELIVER_OUTBOX, DUE_AT_START
from bot.web import PATH
from models import Account, Incident
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A fake workspace."""
    with FakeSlack(token="xoxb-app") as slack:
        journey.workspace(slack)
        yield slack


@pytest.fixture
def guichet(slack: FakeSlack, tmp_path: Path) -> Iterator[Guichet]:
    """The program, running and reached over HTTP."""
    with journey.program(slack, tmp_path, port=_free_port()) as guichet:
        guichet.start()
        yield guichet
        guichet.stop()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def file(guichet: Guichet, policy: Policy, number: int) -> None:
    """File an incident as a listener does."""
    with guichet.database.transaction() as session:
        file_incident(
            session,
            filing=Filing("No mail", None, "A", "business", "", "Nobody gets mail."),
            form_id=f"V{number}",
            opened_in=journey.CUSTOMERS,
            context=Context(Person("U0ALICE", "alice", "en", "UTC"), policy, guichet.workspace, guichet.now()),
        )


def await_cards(slack: FakeSlack, count: int) -> None:
    """Wait until this many cards are in the triage channel."""
    give_up = time.monotonic() + 30
    while len(slack.messages(journey.TRIAGE)) < count:
        assert time.monotonic() < give_up
        time.sleep(0.005)


class TestGuichet:
    """It delivers at once, goes on by itself and stops cleanly."""

    def test_delivers_at_once_after_a_commit(self, guichet: Guichet, slack: FakeSlack, policy: Policy) -> None:
        """Without the sweep, which would post it within a second."""
        guichet.scheduler.remove_job(DELIVER_OUTBOX)
        for number in range(1, 11):
            file(guichet, policy, number)
            await_cards(slack, number)

    def test_leaves_what_its_start_has_built_out_of_every_collection(self, slack: FakeSlack, tmp_path: Path) -> None:
        """Each full garbage collection kept somebody waiting for 150 ms."""
        gc.unfreeze()
        with journey.program(slack, tmp_path, port=_free_port()) as guichet:
            guichet.start()
            assert gc.get_freeze_count() > 100_000
            guichet.stop()

    def test_answers_over_http(self, guichet: Guichet) -> None:
        body = urlencode(
            {
                "command": "/incident",
                "text": "help",
                "user_id": "U0ALICE",
                "channel_id": "C0ACME",
                "trigger_id": "1.2.3",
            }
        )
        timestamp = str(int(time.time()))
        signature = SignatureVerifier(journey.SECRET).generate_signature(timestamp=timestamp, body=body)
        headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}
        url = f"http://127.0.0.1:{guichet.settings.port}{PATH}"
        request = urllib.request.Request(url, body.encode(), headers)
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - loopback
            assert b"What I can do" in answer.read()

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # That is how it dies.
    def test_ends_when_nothing_can_be_delivered_any_more(self, slack: FakeSlack, tmp_path: Path) -> None:
        """Whoever looks after the process starts it anew; a program that only seems to run helps nobody."""
        with journey.program(slack, tmp_path, port=_free_port()) as guichet:
            guichet.watchdog = Watchdog(
                last_sweep=lambda: guichet.delivery.last_sweep,
                wake=guichet.wake_delivery,
                pull_forward=guichet._pull_jobs_forward,
                give_up=guichet._give_up,
                give_up_after=4,
            )
            guichet.scheduler.add_job(lambda: setattr(guichet.scheduler, "_process_jobs", sys.exit))  # Its thread dies.
            with pytest.raises(DeliveryDied, match="Start it again"):
                guichet.run_until(StopRequest())

    @pytest.mark.parametrize("attempt", range(0, 5, 2))
    def test_stops_in_the_middle_of_its_work(
        self, slack: FakeSlack, tmp_path: Path, policy: Policy, attempt: int
    ) -> None:
        """Whatever it is just doing, it ends, and a new start says the rest once."""
        with journey.program(slack, tmp_path, port=_free_port()) as guichet:
            guichet.start()
            for number in range(10):
                file(guichet, policy, number)
            time.sleep(attempt * 0.02)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(guichet.stop).result(timeout=8)
        with journey.program(slack, tmp_path, port=_free_port()) as again:
            again.start()
            await_cards(slack, 10)
            time.sleep(0.2)
            again.stop()
        assert len(slack.messages(journey.TRIAGE)) == 10

    def test_asks_the_managers_of_today_for_the_verdicts_that_wait(
        self, slack: FakeSlack, tmp_path: Path, policy: Policy
    ) -> None:
        with journey.program(slack, tmp_path) as before:
            file(before, policy, 1)
            with before.database.transaction() as session:
                incident = session.exec(select(Incident)).one()
                incident.status, incident.outcome, incident.billing = "closed", "withdrawn", "pending_verdict"
                incident.closed_at, incident.closed_by = before.now(), "U0ALICE"
        with journey.program(slack, tmp_path, port=_free_port(), managers=("U0TESS",)) as guichet:
            guichet.start()
            give_up = time.monotonic() + 10
            while not any("⚖️" in slack.text_of(one) for one in slack.dms("U0TESS")):
                assert time.monotonic() < give_up
                time.sleep(0.02)
            guichet.stop()

    def test_lets_slack_reach_it_before_it_does_what_is_due_once_a_day(self, slack: FakeSlack, tmp_path: Path) -> None:
        """Whoever files meanwhile is answered, and waits for nothing that can wait."""
        were_reachable: Queue[bool] = Queue()
        with journey.program(slack, tmp_path, port=_free_port()) as guichet:
            for name in DUE_AT_START:
                guichet.scheduler.modify_job(name, func=lambda: were_reachable.put(guichet.is_connected()))
            guichet.start()
            assert [were_reachable.get(timeout=10) for _ in DUE_AT_START] == [True] * len(DUE_AT_START)
            guichet.stop()

    def test_refuses_a_second_one_on_the_same_file(self, guichet: Guichet, slack: FakeSlack, tmp_path: Path) -> None:
        assert guichet.database.path.exists()
        with pytest.raises(DatabaseUnavailable, match="already running"), journey.program(slack, tmp_path):
            pass

    def test_does_not_start_with_a_calendar_that_is_gone(self, slack: FakeSlack, tmp_path: Path) -> None:
        """Counting an account's deadlines in another calendar would be worse than not starting."""
        with journey.program(slack, tmp_path) as guichet, guichet.database.transaction() as session:
            session.add(Account(code="ACME", name="Acme Ltd", calendar="tokyo"))
        with pytest.raises(WrongPolicy, match=r"no calendar\.tokyo"), journey.program(slack, tmp_path):
            pass
