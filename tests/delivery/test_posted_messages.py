"""Looking for what may have been posted: one reading of a channel serves for a moment, and is then forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun import freeze_time
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.claim import Claimed
from bot.delivery.place import Place
from bot.delivery.posted_messages import SHARED_FOR_S, PostedMessages
from bot.delivery.slack_history import SlackHistory
from models import OutboxMessage

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


class EmptyChannels(SlackHistory):
    """Channels in which nothing was posted; notes which were read."""

    def __init__(self) -> None:
        super().__init__(WebClient())
        self.read: list[str] = []

    def of_channel(self, channel: str, **_wanted: Any) -> Iterator[dict[str, Any]]:
        self.read.append(channel)
        return iter(())


def test_a_snapshot_serves_for_a_moment_and_is_not_kept_any_longer() -> None:
    history = EmptyChannels()
    posted = PostedMessages(history, Clock())
    claimed = Claimed(OutboxMessage(id=1, reference="r1"), token="t", ready_at=NOW - timedelta(minutes=1))
    with freeze_time(NOW) as frozen:
        for channel in ("C0ONE", "C0ONE", "C0TWO"):
            assert posted.find(claimed, Place(channel), since=NOW) is None
        frozen.tick(timedelta(seconds=SHARED_FOR_S + 0.1))
        assert posted.find(claimed, Place("C0THREE"), since=NOW) is None

    assert history.read == ["C0ONE", "C0TWO", "C0THREE"]
    assert set(posted._snapshots) == {"C0THREE"}
