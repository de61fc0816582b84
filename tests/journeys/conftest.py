"""Fixtures of the journeys: the fake Slack with time standing still, or the local workspace on a fast clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory

from bot.demo.stage import stage
from bot.demo.workspace import LocalWorkspace
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import Harness

SPEED = 600.0
"""Ten minutes pass in a second: severity A's two hours take twelve."""


@pytest.fixture(scope="module")
def workspace(local_slack_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorkspace]:
    """A workspace with Alice, Theo, Tess and Max, and the bot connected over Socket Mode."""
    assert local_slack_program.exists()
    with stage(folder=tmp_path_factory.mktemp("stage"), port=0, speed=SPEED) as workspace:
        yield workspace


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A fake workspace; nothing that was posted may have called a whole channel or been refused by Slack."""
    with FakeSlack(token="xoxb-journey", follow_clock=True) as slack:
        journey.workspace(slack)
        yield slack
        assert not slack.broadcasts


@pytest.fixture
def clock() -> Iterator[FrozenDateTimeFactory]:
    """Time stands still on Monday, 9:00 in Paris."""
    with freeze_time("2026-11-23 08:00:00") as clock:
        yield clock


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The whole program beside the fake workspace."""
    with journey.program(slack, tmp_path) as guichet:
        yield Harness(slack, guichet, clock)
