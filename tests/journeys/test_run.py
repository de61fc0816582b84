"""`guichet run` as an operator runs it: a program of its own, stopped in the middle of its work."""

import os
import re
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.app import Guichet
from bot.cli import WRONG_SETUP
from bot.operations.context import Context
from bot.operations.incidents.filing import file_incident
from bot.policy import Policy
from bot.rules.filing import Filing
from bot.rules.person import Person
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.processes import Program


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A fake workspace."""
    with FakeSlack(token="xoxb-run", follow_clock=True) as slack:
        journey.workspace(slack)
        yield slack


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(slack: FakeSlack, database_url: str, folder: Path, *, is_loaded: bool = True) -> Iterator[Program]:
    """Run the program until it is reached over HTTP; kill it at the end if it is still there.

    However much it logs, neither a secret nor what customers typed is in it.
    """
    port = free_port()
    program = started(slack, database_url, folder, port=port, is_loaded=is_loaded)
    try:
        wait_until_answering(program, port)
        yield program
    finally:
        program.kill()
        logged = program.said("stderr")
        print(logged)  # noqa: T201 - what a test that fails shows
    assert "DEBUG" in logged
    assert not [one for one in (slack.token, journey.SECRET, "No mail", "Nobody gets mail") if one in logged]


def started(slack: FakeSlack, database_url: str, folder: Path, *, port: int, is_loaded: bool = True) -> Program:
    """Start the program."""
    settings = {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_SIGNING_SECRET": journey.SECRET,
        "SLACK_API_URL": slack.url,
        "TRIAGE_CHANNEL": journey.TRIAGE,
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "LOG_LEVEL": "DEBUG",
    }
    environment = {**os.environ, **settings, "PYTHONPATH": str(Path.cwd())}
    return Program(["run"], folder=folder, environment=environment, is_loaded=is_loaded)


def wait_until_answering(program: Program, port: int) -> None:
    """Ask for help over and over until the answer comes."""
    body = urlencode({"command": "/incident", "text": "help", "user_id": "U0ALICE", "team_id": "T0TEAM"})
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        assert program.is_running
        timestamp = str(int(time.time()))
        signature = SignatureVerifier(journey.SECRET).generate_signature(timestamp=timestamp, body=body)
        headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/slack/events", body.encode(), headers)
        with suppress(OSError), urllib.request.urlopen(request, timeout=3):  # noqa: S310 - loopback
            return
        time.sleep(0.05)
    raise AssertionError("it does not answer")


def file(guichet: Guichet, policy: Policy) -> None:
    """File an incident as a listener does."""
    with guichet.database.transaction() as session:
        file_incident(
            session,
            filing=Filing("No mail", None, "A", "business", "", "Nobody gets mail."),
            form_id="V1",
            opened_in=journey.CUSTOMERS,
            context=Context(Person("U0ALICE", "alice", "en", "UTC"), policy, guichet.workspace, guichet.now()),
        )


class TestStopping:
    """It ends within ten seconds, whatever Slack does meanwhile, and nothing is lost or said twice."""

    def test_finishes_what_is_being_posted(self, slack: FakeSlack, tmp_path: Path, policy: Policy) -> None:
        with journey.program(slack, tmp_path) as guichet:
            file(guichet, policy)
        slack.fail("chat.postMessage", times=2, hang=2)
        with running(slack, f"sqlite:///{tmp_path}/guichet.db", tmp_path, is_loaded=False) as program:
            while slack.faults_hit < 1:
                time.sleep(0.01)
            assert ends_within(program, signal.SIGINT) < 10
        with journey.program(slack, tmp_path) as guichet:
            guichet.delivery.run()
        # The other one says that no manager is named here.
        assert len([one for one in slack.messages(journey.TRIAGE) if "INC-1" in slack.text_of(one)]) == 1
        assert len(slack.messages(journey.CUSTOMERS)) == 1

    def test_does_not_wait_for_a_slack_that_hangs(self, slack: FakeSlack, tmp_path: Path, policy: Policy) -> None:
        with journey.program(slack, tmp_path) as guichet:
            file(guichet, policy)
        slack.fail("chat.postMessage", times=9, hang=12)
        with running(slack, f"sqlite:///{tmp_path}/guichet.db", tmp_path) as program:
            while slack.faults_hit < 1:
                time.sleep(0.01)
            assert ends_within(program, signal.SIGTERM) < 10

    def test_does_not_wait_for_threads_that_are_being_read(
        self, slack: FakeSlack, tmp_path: Path, policy: Policy
    ) -> None:
        """At start the threads of what is open are read again, which is a job of the scheduler's."""
        with journey.program(slack, tmp_path) as guichet:
            file(guichet, policy)
            guichet.delivery.run()
        slack.fail("conversations.replies", times=9, hang=12)
        with running(slack, f"sqlite:///{tmp_path}/guichet.db", tmp_path) as program:
            while slack.faults_hit < 1:
                time.sleep(0.01)
            assert ends_within(program, signal.SIGTERM) < 10

    def test_does_not_wait_where_it_cannot_start_either(self, slack: FakeSlack, tmp_path: Path, policy: Policy) -> None:
        """The port is taken; the threads that it began to read meanwhile wait for Slack."""
        database_url = f"sqlite:///{tmp_path}/guichet.db"
        with journey.program(slack, tmp_path) as guichet:
            file(guichet, policy)
            guichet.delivery.run()
        slack.fail("conversations.replies", times=9, hang=12)
        slack.fail("conversations.members", times=9, hang=1)  # So it has time to begin.
        with socket.create_server(("", 0)) as taken:
            port = taken.getsockname()[1]
            program = started(slack, database_url, tmp_path, port=port)
            try:
                give_up = time.monotonic() + 20
                while not re.search(f"^Port {port} cannot be used", program.said("stderr"), re.MULTILINE):
                    assert time.monotonic() < give_up
                    time.sleep(0.01)
                assert program.wait(timeout=3) == WRONG_SETUP
            finally:
                program.kill()
        assert "conversations.replies" in {one.method for one in slack.calls()}


def ends_within(program: Program, by: signal.Signals) -> float:
    """Stop the program and return how many seconds that took; it must end as if nothing had happened."""
    began = time.monotonic()
    program.signal(by)
    assert program.wait(timeout=20) == 0
    return time.monotonic() - began
