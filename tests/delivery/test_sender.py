"""One claimed message goes to Slack, and its row says what became of it, whatever went wrong on the way."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.clock import Clock
from bot.delivery.calls import SlackCalls
from bot.delivery.destination import second_voice
from bot.delivery.posted_messages import PostedMessages
from bot.delivery.renderer import Renderer
from bot.delivery.sender import OUR_ERROR, Sender
from bot.delivery.slack_history import SlackHistory
from bot.delivery.timing import Timing
from bot.delivery.traffic import Traffic
from bot.delivery.traits import NotAccepted
from bot.kinds import KINDS
from bot.rules.person import Person
from models import Incident, OutboxMessage
from models.vocabulary import Kind
from tests.fake_slack import FakeSlack
from tests.worker import LEASE, Worker

HOUR = timedelta(hours=1)
CLOSED_PORT = "http://127.0.0.1:9/api/"


class StoppedClock(Clock):
    """Shows one time."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return that time."""
        return self._at


class Everybody:
    """Knows every member id, and speaks English; or falls over."""

    fails = False

    def person(self, user_id: str) -> Person:
        """Return a person of this id."""
        if self.fails:
            raise ValueError("a bug")
        return Person(user_id, user_id, "en", "UTC")

    def address_of(self, channel: str, ts: str) -> str | None:  # noqa: ARG002 - the directory's signature
        """Return None: nothing is linked."""
        return None


@pytest.fixture
def slack(now: datetime) -> Iterator[FakeSlack]:
    """A workspace with a manager."""
    with FakeSlack(follow_clock=True) as slack:
        slack.add_user("U0MAX", name="max")
        slack.clock = now.timestamp
        yield slack


@pytest.fixture
def directory() -> Everybody:
    """What is known of people."""
    return Everybody()


class Outside:
    """A service outside Slack, which accepts everything except while it fails."""

    fails = False

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def __call__(self, channel: str, text: str) -> None:
        """Take a message."""
        if self.fails:
            raise NotAccepted("escalate 1, address 1")
        self.heard.append((channel, text))


@pytest.fixture
def outside() -> Outside:
    """A service outside Slack."""
    return Outside()


@pytest.fixture
def traffic() -> Traffic:
    """What is on its way."""
    return Traffic(KINDS)


@pytest.fixture
def send(
    slack: FakeSlack, worker: Worker, directory: Everybody, outside: Outside, traffic: Traffic
) -> Callable[..., OutboxMessage]:
    """Claim the message that is due, send it, record the outcome, and return its row."""
    clock, history = StoppedClock(worker.now), SlackHistory(_client(slack.url, slack.token))
    posted_messages = PostedMessages(history, clock)

    def send(
        *, url: str = slack.url, lease_s: float = 45, after: timedelta = timedelta(), delay_s: float = 0
    ) -> OutboxMessage:
        clock._at = worker.now + after
        sender = Sender(
            worker.application(send_outside=outside),
            calls=SlackCalls(_client(url, slack.token), worker.database),
            posted_messages=posted_messages,
            renderer=Renderer(people=directory, workspace=worker.workspace, clock=clock),
            traffic=traffic,
            database=worker.database,
            clock=clock,
            timing=Timing(),
        )
        claimed = worker.claimed(after=after)
        ready = worker.do(sender.prepare, claimed=claimed)
        clock._at += timedelta(seconds=delay_s)
        step = sender.send(claimed, ready, lease_ends=time.monotonic() + lease_s)
        if step is not None:
            worker.do(step)
        return worker.row(claimed.message.id)

    return send


def _client(url: str, token: str) -> WebClient:
    return WebClient(token=token, base_url=url, timeout=5, retry_handlers=[])


def test_what_is_posted_is_done(slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage]) -> None:
    worker.post()
    row = send()
    (message,) = slack.dms("U0MAX")
    assert "1 message was stuck" in message["text"]
    assert (row.state, row.done_at, row.sent_ts) == ("done", worker.now, message["ts"])
    assert row.sent_channel == slack.direct_message("U0MAX").id


@pytest.mark.parametrize(
    ("fault", "state", "error", "wait_s", "is_looked_for"),
    [
        # What Slack has surely not shown need not be looked for; it waits as long as Slack says.
        ({"status": 429, "headers": {"Retry-After": "30"}}, "pending", "ratelimited", 30, False),
        # Its fate is unknown: it is tried again after five seconds, and looked for first.
        ({"error": "internal_error"}, "pending", "SlackApiError", 5, True),
        ({"status": 502}, "pending", "SlackApiError", 5, True),
        # Somebody must mend something: it is tried every ten minutes.
        ({"error": "token_revoked"}, "parked", "token_revoked", 600, False),
    ],
    ids=str,
)
def test_what_slack_does_not_take_is_tried_again(
    slack: FakeSlack,
    worker: Worker,
    send: Callable[..., OutboxMessage],
    fault: dict[str, Any],
    state: str,
    error: str,
    wait_s: float,
    is_looked_for: bool,
) -> None:
    worker.post()
    slack.fail("chat.postMessage", times=1, **fault)
    row = send()
    assert slack.faults_hit == 1
    assert slack.dms("U0MAX") == []
    assert (row.state, row.last_error, row.lease_token) == (state, error, None)
    assert (row.run_at - worker.now, row.maybe_sent_at is not None) == (timedelta(seconds=wait_s), is_looked_for)
    assert send(after=timedelta(seconds=wait_s)).state == "done"
    assert len(slack.dms("U0MAX")) == 1


def test_what_slack_refuses_for_itself_ends(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage]
) -> None:
    worker.post()
    slack.fail("chat.postMessage", times=1, error="invalid_blocks")
    row = send()
    assert (row.state, row.ended_because, row.last_error) == ("refused", "refused", "invalid_blocks")
    assert worker.claim(after=timedelta(days=1)) is None


def test_what_was_posted_before_the_answer_was_lost_is_found(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage]
) -> None:
    worker.post()
    slack.fail("chat.postMessage", times=1, drop_after_accept=True)
    assert send().state == "pending"
    row = send(after=timedelta(seconds=5))
    (message,) = slack.dms("U0MAX")
    assert (row.state, row.sent_ts) == ("done", message["ts"])


@pytest.mark.parametrize("ahead", [-HOUR, HOUR], ids=["behind", "ahead"])
def test_what_was_posted_is_found_although_our_clock_is_an_hour_off(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage], ahead: timedelta
) -> None:
    worker.post()
    slack.clock = (worker.now - ahead).timestamp
    slack.fail("chat.postMessage", times=1, drop_after_accept=True)
    assert send().state == "pending"
    assert send(after=timedelta(seconds=5)).state == "done"
    assert len(slack.dms("U0MAX")) == 1


def test_what_cannot_be_looked_for_just_now_is_not_posted_blindly(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage]
) -> None:
    worker.post()
    slack.fail("chat.postMessage", times=1, drop_after_accept=True)
    send()
    slack.fail("conversations.history", times=1, status=429, headers={"Retry-After": "20"})
    row = send(after=timedelta(seconds=5))
    assert (row.state, row.last_error) == ("pending", "ratelimited")
    assert row.maybe_sent_at is not None
    assert len(slack.dms("U0MAX")) == 1


def test_after_any_number_of_tries_the_next_one_comes_soon(worker: Worker, send: Callable[..., OutboxMessage]) -> None:
    """What is parked is tried six times an hour, for months if nobody mends its channel."""
    number = worker.post()
    worker.change(OutboxMessage, number, attempts=5_000)
    row = send(url=CLOSED_PORT)
    assert row.last_error == "URLError"
    assert timedelta(seconds=20) <= row.run_at - worker.now <= timedelta(seconds=40)


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_page_in_slacks_place_is_no_error_of_ours(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage], status: int
) -> None:
    """A firewall's page need not be in the encoding that it claims, and gets no message set aside."""
    worker.post()
    headers = {"Content-Type": "text/html; charset=us-ascii"}
    slack.fail("chat.postMessage", times=1, status=status, body="<html>Accès refusé</html>", headers=headers)
    row = send()
    assert (row.state, row.maybe_sent_at) == ("pending", worker.now)
    assert row.last_error != OUR_ERROR
    assert send(after=timedelta(seconds=5)).state == "done"


def test_what_never_left_need_not_be_looked_for(worker: Worker, send: Callable[..., OutboxMessage]) -> None:
    worker.post()
    row = send(url=CLOSED_PORT)
    assert (row.state, row.maybe_sent_at) == ("pending", None)


def test_an_error_of_ours_is_tried_again(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage], directory: Everybody
) -> None:
    worker.post()
    directory.fails = True
    row = send()
    assert (row.state, row.last_error) == ("pending", "our_error")
    directory.fails = False
    assert send(after=timedelta(seconds=5)).state == "done"
    assert len(slack.dms("U0MAX")) == 1


@pytest.mark.parametrize(("lease_s", "is_posted"), [(16.0, True), (14.0, False)])  # 10 s for the call, and 5 to find it
def test_nothing_is_begun_that_could_outlast_its_lease(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage], lease_s: float, is_posted: bool
) -> None:
    worker.post()
    row = send(lease_s=lease_s)
    assert (row.state == "done") == is_posted
    assert len(slack.dms("U0MAX")) == is_posted


@pytest.mark.parametrize(("delay_s", "is_posted"), [(29.0, True), (31.0, False)])  # Of the 45 s of a lease.
def test_nothing_is_begun_late_on_the_clock_of_the_others(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage], delay_s: float, is_posted: bool
) -> None:
    """The monotonic clock stops while the machine sleeps."""
    worker.post()
    send(delay_s=delay_s)
    assert len(slack.dms("U0MAX")) == is_posted


def test_a_channel_rests_as_long_as_slack_says(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage], traffic: Traffic
) -> None:
    worker.post()
    slack.fail("chat.postMessage", times=1, status=429, headers={"Retry-After": "30"})
    send()
    assert traffic.stopped() == (["U0MAX"], [])


def test_what_is_no_longer_true_is_not_posted(
    slack: FakeSlack, worker: Worker, send: Callable[..., OutboxMessage], file_incident: Callable[..., int]
) -> None:
    number = file_incident()
    worker.leave_only(Kind.BREACH_NOTICE)
    by_theo = {"acknowledged_by": "U0THEO", "acknowledged_how": "button", "assigned_to": "U0THEO"}
    worker.change(Incident, number, status="acknowledged", acknowledged_at=worker.now, acknowledged_margin=0, **by_theo)
    row = send(after=timedelta(hours=4))
    assert (row.kind, row.state, row.ended_because) == (Kind.BREACH_NOTICE, "cancelled", "answered")
    assert slack.calls("chat.postMessage") == []


def test_what_is_told_outside_slack_is_done_once_it_is_taken(
    slack: FakeSlack,
    worker: Worker,
    send: Callable[..., OutboxMessage],
    outside: Outside,
    file_incident: Callable[..., int],
) -> None:
    """Five times it is tried again soon, then every ten minutes."""
    to = second_voice(file_incident(), "pager")
    worker.leave_only()
    worker.post(Kind.SECOND_VOICE, to, after=4 * HOUR, deadline=(worker.now + 4 * HOUR).isoformat())
    outside.fails, at = True, 4 * HOUR
    for state, wait_s in [("pending", 5), ("pending", 10), ("pending", 20), ("pending", 40), ("parked", 600)]:
        row = send(after=at)
        assert (row.state, row.last_error, row.maybe_sent_at) == (state, "not_taken", None)
        assert wait_s / 2 <= (row.run_at - worker.now - at).total_seconds() <= wait_s
        at += timedelta(seconds=wait_s)
    outside.fails = False
    assert send(after=at).state == "done"
    ((channel, text),) = outside.heard
    assert channel == "apprise pager"
    assert text.startswith("INC-1 (B): No mail\nNobody has answered.")
    assert slack.calls("chat.postMessage") == []


def test_what_may_have_been_told_outside_slack_is_told_rather_twice_than_never(
    worker: Worker, send: Callable[..., OutboxMessage], outside: Outside, file_incident: Callable[..., int]
) -> None:
    """Nothing can be looked for there, as in Slack after a process has died."""
    to = second_voice(file_incident(), "pager")
    worker.leave_only()
    worker.post(Kind.SECOND_VOICE, to, after=4 * HOUR, deadline=(worker.now + 4 * HOUR).isoformat())
    worker.claimed(after=4 * HOUR)
    row = send(after=4 * HOUR + LEASE)
    assert (row.state, row.attempts, len(outside.heard)) == ("done", 2, 1)
