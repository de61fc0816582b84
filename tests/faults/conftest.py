"""What the fault tests start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.app import Guichet
from tests.fake_slack import FakeSlack
from tests.faults import storm
from tests.faults.slack_process import SlackProcess, slack_process
from tests.journeys import harness as journey
from tests.people import People


@pytest.fixture(autouse=True, scope="session")
def forkserver() -> None:
    """Begin to load what processes are forked from while the first tests run."""
    storm.load()


@pytest.fixture
def slack_aside() -> Iterator[SlackProcess]:
    """The fake Slack in a process of its own."""
    with slack_process() as slack:
        yield slack


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """The fake Slack in this process, on the real clock."""
    with FakeSlack(token="xoxb-faults", follow_clock=True) as slack:
        journey.workspace(slack)
        yield slack


@pytest.fixture
def guichet(slack: FakeSlack, tmp_path: Path, ready_url: str) -> Iterator[Guichet]:
    """The program on each kind of database, ready but not started; it waits for Slack as long as in earnest."""
    with journey.program(slack, tmp_path, database_url=ready_url, client=WebClient) as guichet:
        yield guichet


@pytest.fixture
def people(guichet: Guichet, slack: FakeSlack) -> People:
    """The people before that program."""
    return People(guichet.bolt, slack, journey.SECRET)
