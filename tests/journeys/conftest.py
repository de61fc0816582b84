"""The local workspace with the bot in it, on a fast clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.stage import stage
from bot.demo.workspace import LocalWorkspace

SPEED = 600.0
"""Ten minutes pass in a second: severity A's two hours take twelve."""


@pytest.fixture(scope="module")
def workspace(local_slack_program: Path) -> Iterator[LocalWorkspace]:
    """A workspace with Alice, Theo, Tess and Max, and the bot connected over Socket Mode."""
    assert local_slack_program.exists()
    with stage(port=0, speed=SPEED) as workspace:
        yield workspace
