"""Each call to Slack returns where the message is; what Slack says about it is not overheard."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.database import Database
from bot.delivery.calls import SlackCalls
from bot.delivery.place import Place
from bot.delivery.posted_messages import installation_of
from bot.texts.message import Message
from models import Fallback, OutboxMessage
from tests.fake_slack import FakeSlack

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WORDS = [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Restart it."}]}]
PLAIN = Message("Restart it.", [{"type": "section", "text": {"type": "plain_text", "text": "Restart it."}}])
FORMATTED = Message("Restart it.", [{"type": "rich_text", "elements": WORDS}])
ONE = OutboxMessage(id=1, reference="r1", parameters={})
SHOWN_TO_ALL = OutboxMessage(id=2, reference="r2", parameters={"broadcast": True})


class Named(Database):
    """A database of which nothing is known but its id."""

    def __init__(self) -> None:
        """Open nothing."""

    @property
    def installation(self) -> str:
        """Return the id."""
        return "this one"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A workspace with one channel."""
    with FakeSlack(follow_clock=True) as slack:
        slack.clock = NOW.timestamp
        slack.add_user("U0MAX", name="max")
        slack.add_channel("C0TRIAGE", name="triage")
        yield slack


@pytest.fixture
def calls(slack: FakeSlack) -> SlackCalls:
    """The calls to that workspace."""
    return SlackCalls(WebClient(token=slack.token, base_url=slack.url, timeout=60, retry_handlers=[]), Named())


def test_a_post_can_be_found_and_attributed(slack: FakeSlack, calls: SlackCalls) -> None:
    posted = calls.post(ONE, Place("U0MAX"), PLAIN)
    (shown,) = slack.dms("U0MAX")
    assert (posted.channel, posted.ts, posted.message) == (slack.direct_message("U0MAX").id, shown["ts"], PLAIN)
    assert shown["metadata"]["event_payload"]["reference"] == "r1"
    assert installation_of(shown) == "this one"


def test_a_reply_is_shown_in_the_channel_too_where_that_is_wanted(slack: FakeSlack, calls: SlackCalls) -> None:
    root = calls.post(SHOWN_TO_ALL, Place("C0TRIAGE"), PLAIN)
    replies = [calls.post(one, Place("C0TRIAGE", root.ts), PLAIN) for one in (ONE, SHOWN_TO_ALL)]
    shown = [slack.message("C0TRIAGE", one.ts) for one in (root, *replies)]
    assert [one.get("subtype") for one in shown] == [None, None, "thread_broadcast"]
    assert [one.is_unthreaded for one in (root, *replies)] == [False] * 3


def test_a_reply_below_a_message_that_is_gone_is_noticed(slack: FakeSlack, calls: SlackCalls) -> None:
    root = calls.post(ONE, Place("C0TRIAGE"), PLAIN)
    removed = calls.remove(Place("C0TRIAGE", root.ts))
    assert (removed.channel, removed.ts, removed.message) == ("C0TRIAGE", root.ts, None)
    assert slack.messages("C0TRIAGE") == []
    assert calls.post(ONE, Place("C0TRIAGE", root.ts), PLAIN).is_unthreaded


def test_a_change_returns_what_is_shown_now(slack: FakeSlack, calls: SlackCalls) -> None:
    root = calls.post(ONE, Place("C0TRIAGE"), PLAIN)
    other = Message("Wait.", [])
    assert calls.change(Place("C0TRIAGE", root.ts), other).message == other
    assert slack.message("C0TRIAGE", root.ts)["text"] == "Wait."


@pytest.mark.parametrize("error", ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"])
def test_what_slack_does_not_take_formatted_is_posted_as_plain_words(
    slack: FakeSlack, calls: SlackCalls, error: str
) -> None:
    slack.fail("chat.postMessage", times=1, error=error)
    posted = calls.post(ONE, Place("C0TRIAGE"), FORMATTED)
    (shown,) = slack.messages("C0TRIAGE")
    assert posted.message is not None
    assert [one["type"] for one in posted.message.blocks] == [one["type"] for one in shown["blocks"]] == ["section"]
    assert "Restart it." in slack.text_of(shown)


def test_what_is_refused_too_late_is_not_posted_by_a_second_call(slack: FakeSlack, calls: SlackCalls) -> None:
    """Its lease may end before that, and somebody else post it too."""
    slack.fail("chat.postMessage", times=1, error="invalid_blocks")
    with pytest.raises(TimeoutError):
        calls.post(ONE, Place("C0TRIAGE"), FORMATTED, may_repeat=lambda: False)
    assert slack.messages("C0TRIAGE") == []


@pytest.mark.parametrize("answer", ['{"ok": true}', '{"ok": true, "channel": "C0TRIAGE"}', '{"ok": true, "ts": "1.0"}'])
def test_an_answer_without_the_place_of_the_message_tells_nothing(
    slack: FakeSlack, calls: SlackCalls, answer: str
) -> None:
    slack.fail("chat.postMessage", times=1, body=answer, after_accept=True)
    with pytest.raises(SlackRequestError, match="lacks"):
        calls.post(ONE, Place("C0TRIAGE"), PLAIN)
    slack.fail("chat.scheduleMessage", times=1, body=answer, after_accept=True)
    with pytest.raises(SlackRequestError, match="lacks"):
        calls.schedule("C0TRIAGE", post_at=NOW + timedelta(hours=1), text="Help", is_repeated=False)


@pytest.mark.parametrize(("error", "shown"), [("invalid_blocks", PLAIN), ("not_in_channel", FORMATTED)])
def test_every_other_refusal_is_raised(slack: FakeSlack, calls: SlackCalls, error: str, shown: Message) -> None:
    slack.fail("chat.postMessage", times=1, error=error)
    with pytest.raises(SlackApiError, match=error):
        calls.post(ONE, Place("C0TRIAGE"), shown)
    assert slack.messages("C0TRIAGE") == []


def test_only_what_may_have_been_scheduled_is_looked_for(slack: FakeSlack, calls: SlackCalls) -> None:
    """It is known again by its time and its words."""
    at = NOW + timedelta(hours=1)

    def schedule(*, text: str = "Help", post_at: datetime = at, is_repeated: bool = True) -> str:
        return calls.schedule("C0TRIAGE", post_at=post_at, text=text, is_repeated=is_repeated)

    first = schedule(is_repeated=False)
    assert slack.calls("chat.scheduledMessages.list") == []
    assert schedule() == first
    others = [schedule(text="Me"), schedule(post_at=at + timedelta(seconds=1)), schedule(is_repeated=False)]
    assert len({first, *others}) == len(slack.scheduled) == 4


def test_a_scheduled_message_is_deleted_once(slack: FakeSlack, calls: SlackCalls) -> None:
    at = NOW + timedelta(hours=1)
    scheduled = calls.schedule("C0TRIAGE", post_at=at, text="Help", is_repeated=False)
    fallback = Fallback(incident_id=1, channel="C0TRIAGE", scheduled_message_id=scheduled, post_at=at)
    slack.fail("chat.deleteScheduledMessage", times=1, error="internal_error")
    with pytest.raises(SlackApiError):
        calls.delete_scheduled(fallback)
    assert [calls.delete_scheduled(fallback), calls.delete_scheduled(fallback)] == [True, False]
    assert slack.scheduled == {}
