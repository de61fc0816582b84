"""Reading resumes where Slack made it wait, even with one request a minute and fifteen messages a page."""

from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.delivery.slack_history import MustWait, OutOfTime, SlackHistory
from tests.fake_slack import FakeSlack

CHANNEL = "C0ACME"


class Time:
    """The monotonic clock of both sides."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time that the clock shows."""
        return self.now


def read(history: SlackHistory, time: Time, *, thread: str = "") -> tuple[list[str], int]:
    """Read with patience; return what was said, and how often Slack wanted us to wait."""
    for waits in range(20):
        try:
            found = history.of_thread(CHANNEL, thread) if thread else history.of_channel(CHANNEL)
        except MustWait as wait:
            time.now += wait.seconds
        else:
            return [one["text"] for one in found], waits
    pytest.fail("It never ends.")


@pytest.mark.parametrize("is_thread", [False, True])
def test_forty_messages_take_three_requests_in_two_minutes(is_thread: bool) -> None:
    time = Time()
    with FakeSlack(token="xoxb-narrow", follow_clock=True) as slack:
        slack.add_user("U0ALICE", name="alice")
        channel = slack.add_channel(CHANNEL, name="acme", members=["U0ALICE", slack.bot_user])
        first = slack.add_message(channel, "U0ALICE", text="0")
        thread = {"thread_ts": first["ts"]} if is_thread else {}
        for number in range(1, 40):
            slack.add_message(channel, "U0ALICE", text=str(number), **thread)
        slack.narrow_history(timedelta(minutes=1), page=15, monotonic=time)
        history = SlackHistory(WebClient("xoxb-narrow", base_url=slack.url, retry_handlers=[]), monotonic=time)
        said, waits = read(history, time, thread=first["ts"] if is_thread else "")
    expected = [str(number) for number in range(40)]
    assert said == (expected if is_thread else expected[::-1])
    assert waits == 2


def test_only_what_is_wanted_of_a_message_is_kept() -> None:
    with FakeSlack(token="xoxb-narrow") as slack:
        slack.add_user("U0ALICE", name="alice")
        channel = slack.add_channel(CHANNEL, name="acme", members=["U0ALICE", slack.bot_user])
        said = slack.add_message(channel, "U0ALICE", text="0")
        history = SlackHistory(WebClient("xoxb-narrow", base_url=slack.url, retry_handlers=[]))
        assert history.of_channel(CHANNEL, keep=lambda one: {"ts": one["ts"]}) == [{"ts": said["ts"]}]


def test_a_thread_of_many_pages_is_left_when_the_time_is_over_and_gone_on_with() -> None:
    time = Time()
    with FakeSlack(token="xoxb-narrow", follow_clock=True) as slack:
        slack.add_user("U0ALICE", name="alice")
        channel = slack.add_channel(CHANNEL, name="acme", members=["U0ALICE", slack.bot_user])
        first = slack.add_message(channel, "U0ALICE", text="0")
        for number in range(1, 40):
            slack.add_message(channel, "U0ALICE", text=str(number), thread_ts=first["ts"])
        slack.narrow_history(timedelta(0), page=15, monotonic=time)
        history = SlackHistory(WebClient("xoxb-narrow", base_url=slack.url, retry_handlers=[]), monotonic=Ticking(time))
        with pytest.raises(OutOfTime) as stopped:
            history.of_thread(CHANNEL, first["ts"], ends_at=time.now + 3)
        assert stopped.value.seconds == 0
        said = history.of_thread(CHANNEL, first["ts"], ends_at=time.now + 9)
        pages = len(slack.calls("conversations.replies"))
    assert [one["text"] for one in said] == [str(number) for number in range(40)]
    assert pages == 3


class Ticking:
    """A clock that advances by a second each time it is read."""

    def __init__(self, time: Time) -> None:
        self._time = time

    def __call__(self) -> float:
        """Advance the clock by a second and return its time."""
        self._time.now += 1
        return self._time.now
