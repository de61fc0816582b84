"""Looking for what may have been posted: one reading of a channel serves for a moment, and is then forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from freezegun import freeze_time
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.claim import Claimed
from bot.delivery.place import Place
from bot.delivery.posted_messages import SHARED_FOR_S, PostedMessages
from bot.delivery.slack_history import MustWait, SlackHistory
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


class OneChannel(SlackHistory):
    """A channel that shows one message, in two pages; Slack wants a wait between them where `must_wait` is set."""

    def __init__(self, reference: str = "r1") -> None:
        super().__init__(WebClient())
        payload = {"event_payload": {"reference": reference}}
        self.shown = [{"ts": "1.0", "metadata": payload}, {"ts": "2.0"}]
        self.must_wait = False
        self.asked: list[tuple[str, str]] = []

    def of_channel(self, _channel: str, *, as_of: str = "", **wanted: Any) -> list[dict[str, Any]]:
        self.asked.append((as_of, wanted["oldest"]))
        if self.must_wait:
            raise MustWait(30.0)
        return self.shown

    def of_thread(self, _channel: str, ts: str, **_wanted: Any) -> list[dict[str, Any]]:
        return [{"ts": ts}, {"ts": "3.0", "metadata": self.shown[0]["metadata"]}]


def claim(*, attempts: int = 1, ready_s: int = -60, number: int = 1) -> Claimed:
    """Return a message that could be claimed that long after now, and was tried before."""
    at = NOW + timedelta(seconds=ready_s)
    return Claimed(OutboxMessage(id=number, reference=f"r{number}", attempts=attempts), token="t", ready_at=at)


def test_what_is_shown_is_found_in_its_channel_or_thread() -> None:
    posted = PostedMessages(OneChannel(), Clock())
    with freeze_time(NOW):
        assert posted.find(claim(), Place("C0ONE"), since=NOW) == ("C0ONE", "1.0")
        assert posted.find(claim(), Place("C0ONE", "9.0"), since=NOW) == ("C0ONE", "3.0")
        assert posted.find(claim(number=2), Place("C0ONE"), since=NOW) is None


def test_slack_is_not_asked_where_an_event_has_shown_it() -> None:
    history = OneChannel(reference="another")
    history.note_own_post("r1", "C0ELSE", "7.0")
    assert PostedMessages(history, Clock()).find(claim(), Place("C0ONE"), since=NOW) == ("C0ELSE", "7.0")
    assert history.asked == []


@pytest.mark.parametrize(
    ("since_s", "ready_s", "is_read_again"),
    [
        (0, -60, False),
        (9, -60, False),
        (-1, -60, True),  # It may have been posted before what the reading shows.
        (0, 0, False),
        (0, 1, True),  # It may have been posted after the reading.
    ],
)
def test_a_reading_serves_those_whom_it_can_show(since_s: int, ready_s: int, is_read_again: bool) -> None:
    history = OneChannel()
    posted = PostedMessages(history, Clock())
    with freeze_time(NOW):
        posted.find(claim(), Place("C0ONE"), since=NOW)
        since = NOW + timedelta(seconds=since_s)
        posted.find(claim(number=2, ready_s=ready_s), Place("C0ONE"), since=since)
    assert len(history.asked) == 1 + is_read_again


def test_a_reading_that_had_to_wait_is_continued_for_the_same_try() -> None:
    """The try in between has posted nothing: it only waited."""
    history = OneChannel()
    posted, since = PostedMessages(history, Clock()), NOW - timedelta(minutes=2)
    history.must_wait = True
    with freeze_time(NOW) as frozen:
        with pytest.raises(MustWait):
            posted.find(claim(attempts=2), Place("C0ONE"), since=since)
        frozen.tick(timedelta(seconds=30))
        history.must_wait = False
        assert posted.find(claim(attempts=3, ready_s=30), Place("C0ONE"), since=since) == ("C0ONE", "1.0")
    assert history.asked == [(NOW.isoformat(), str(since.timestamp()))] * 2


def test_a_reading_that_had_to_wait_is_begun_anew_if_it_was_tried_in_between() -> None:
    history = OneChannel()
    posted, since = PostedMessages(history, Clock()), NOW - timedelta(minutes=2)
    history.must_wait = True
    with freeze_time(NOW) as frozen:
        with pytest.raises(MustWait):
            posted.find(claim(attempts=2), Place("C0ONE"), since=since)
        frozen.tick(timedelta(seconds=30))
        history.must_wait = False
        posted.find(claim(attempts=4, ready_s=30), Place("C0ONE"), since=since)
    later = NOW + timedelta(seconds=30)
    assert [as_of for as_of, _ in history.asked] == [NOW.isoformat(), later.isoformat()]
