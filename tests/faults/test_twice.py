"""Slack delivers a thing several times, or two people act at the same instant on two replicas: one effect."""

import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import pytest
from freezegun import freeze_time
from slack_sdk.signature import SignatureVerifier
from sqlmodel import select

from bot.app import Guichet
from bot.clock import Clock
from bot.database import SqliteDatabase
from bot.jobs.prune_idempotency_keys import KEPT_FOR, Pruning
from bot.messages.card import ACKNOWLEDGE
from bot.web import PATH
from models import Event, IdempotencyKey, Incident, OutboxMessage
from tests.fake_slack import FakeSlack
from tests.faults.bot_process import DIED, Options
from tests.faults.load import file, new_database, query
from tests.faults.size import size
from tests.faults.slack_process import SlackProcess
from tests.faults.storm import running
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE
from tests.people import JSON, People


@pytest.fixture
def replicas(guichet: Guichet, slack: FakeSlack, tmp_path: Path) -> Iterator[list[People]]:
    """The people before two replicas of the program on PostgreSQL; before the one and only on SQLite."""
    first = People(guichet.bolt, slack, journey.SECRET)
    if isinstance(guichet.database, SqliteDatabase):
        yield [first, first]
        return
    with journey.program(slack, tmp_path, database_url=guichet.settings.database_url) as second:
        yield [first, People(second.bolt, slack, journey.SECRET)]


def free_port() -> int:
    """Return a port that is not in use."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let all act at the same instant and return the answers they got."""
    barrier = Barrier(len(acts))

    def act(what: Callable[[], Any]) -> Any:
        barrier.wait()
        return what()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def rows(guichet: Guichet, table: Any) -> list[Any]:
    """Return all rows of a table."""
    with guichet.database.reading() as session:
        return list(session.exec(select(table)))


def filed(guichet: Guichet, people: People) -> str:
    """File an incident, say its cards, and return the ts of the triage card."""
    people["U0ALICE"].command("/incident", channel=CUSTOMERS)
    assert people["U0ALICE"].submit(ANSWERS).ok
    guichet.delivery.run()
    return str(people.fake.messages(TRIAGE)[-1]["ts"])


class TestForm:
    """The same form sent twice at once to two replicas."""

    def test_is_one_incident(self, guichet: Guichet, replicas: list[People]) -> None:
        first, second = replicas
        assert first["U0ALICE"].command("/incident", channel=CUSTOMERS).ok
        view = first["U0ALICE"]._form()
        first["U0ALICE"].fill(ANSWERS)
        state = first.fake.typed[view["id"]]
        assert state
        assert first["U0ALICE"].submit().ok
        payload = first["U0ALICE"]._last_submission
        # The first was a whole submission; now a new form is sent twice, by each replica at the same instant.
        assert first["U0ALICE"].command("/incident", channel=CUSTOMERS).ok
        new = first["U0ALICE"]._form()
        assert new["id"] != view["id"]
        again = {**payload, "view": {**payload["view"], "id": new["id"]}}
        answers = at_once(lambda: first.interact(again), lambda: second.interact(again))
        assert [answer.ok for answer in answers] == [True, True]
        assert [answer.body for answer in answers] == ["", ""]
        assert len(rows(guichet, Incident)) == 2
        assert len(rows(guichet, Event)) == 2


class TestEvent:
    """The same event four times, with Slack's retry headers."""

    def test_is_handled_once(self, guichet: Guichet, people: People) -> None:
        ts = filed(guichet, people)
        assert people["U0THEO"].reply("Mine.", channel=TRIAGE, thread_ts=ts).ok
        for number, reason in enumerate(("http_timeout", "http_error", "unknown_error"), start=1):
            assert people.resend_last(number, reason).ok
        assert [event.kind for event in rows(guichet, Event)] == ["open_incident", "acknowledge_incident"]
        assert len([one for one in rows(guichet, IdempotencyKey) if one.key.startswith("event")]) == 1

    def test_that_comes_after_a_later_one_changes_nothing(self, guichet: Guichet, people: People) -> None:
        """Theo reacts, and Slack cannot tell us; Tess writes; then Slack tells of Theo once more."""
        ts = filed(guichet, people)
        assert people["U0TESS"].reply("Mine.", channel=TRIAGE, thread_ts=ts).ok
        assert people["U0THEO"].react("eyes", channel=TRIAGE, ts=ts).ok
        assert people.resend_last(2).ok
        (incident,) = rows(guichet, Incident)
        assert (incident.acknowledged_by, incident.acknowledged_how) == ("U0TESS", "word")


class TestLateEvent:
    """Slack tells of a reply four times, later replies in between, and once more a day later."""

    def test_is_still_known(self, guichet: Guichet, people: People) -> None:
        ts = filed(guichet, people)
        pruning = Pruning(guichet.database, Clock())
        assert people["U0THEO"].reply("Mine.", channel=TRIAGE, thread_ts=ts).ok
        theirs = people._last_event
        assert people["U0TESS"].reply("Mine too.", channel=TRIAGE, thread_ts=ts).ok
        for later, receipts in ((timedelta(), 2), (timedelta(hours=24), 2), (KEPT_FOR + timedelta(hours=1), 1)):
            with freeze_time(datetime.now(UTC) + later, tick=True):
                pruning.run()
                for number in range(1, 5):
                    retry = {"x-slack-retry-num": str(number), "x-slack-retry-reason": "http_timeout"}
                    assert people.send(theirs, JSON, **retry).ok
            # After a week the receipts of both are gone: that of the repetition is new, and has no effect all the same.
            assert len(events(guichet)) == receipts
            assert [event.kind for event in rows(guichet, Event)] == ["open_incident", "acknowledge_incident"]
            (incident,) = rows(guichet, Incident)
            assert incident.acknowledged_by == "U0THEO"
        kinds = [message.kind for message in rows(guichet, OutboxMessage)]
        assert (kinds.count("acknowledged_to_customer"), kinds.count("acknowledged_to_triage")) == (1, 1)


def events(guichet: Guichet) -> list[IdempotencyKey]:
    """Return the receipts of events."""
    return [one for one in rows(guichet, IdempotencyKey) if one.key.startswith("event")]


class TestTechnicians:
    """Fifty press the button at once, half of them on another replica: one is first, the others are told who."""

    def test_at_once_are_one_acknowledgement(self, guichet: Guichet, slack: FakeSlack, replicas: list[People]) -> None:
        names = [f"U0T{number}" for number in range(size(16, full=50))]
        for name in names:
            slack.add_user(name, name=name.lower())
            slack.add_member(TRIAGE, name)
        ts = filed(guichet, replicas[0])
        clicks = [
            (lambda who=who, people=replicas[number % 2]: people[who].click("Acknowledge", channel=TRIAGE, ts=ts))
            for number, who in enumerate(names)
        ]
        answers = at_once(*clicks)
        assert [answer.status for answer in answers] == [200] * len(names)
        (incident,) = rows(guichet, Incident)
        told = [name for name in names if slack.ephemerals(name)]
        assert sorted([*told, incident.acknowledged_by]) == sorted(names)
        for name in told:
            (said,) = slack.ephemerals(name)
            assert f"@{incident.acknowledged_by.lower()} has already acknowledged" in slack.text_of(said)
        kinds = [message.kind for message in rows(guichet, OutboxMessage)]
        assert (kinds.count("acknowledged_to_customer"), kinds.count("acknowledged_to_triage")) == (1, 1)


class TestDeath:
    """A process dies between the receipt of a click and its commit: the click may be repeated, and counts once."""

    def test_leaves_neither_receipt_nor_effect(self, ready_url: str, slack_aside: SlackProcess) -> None:
        database, port = new_database(ready_url), free_port()
        with database.transaction() as session:
            number = file(session, at=datetime.now(UTC))
        database.close()
        click = Click(port, number)
        with running(Options(ready_url, slack_aside.url, port=port, fail_at="after idempotency key")) as (dying,):
            assert click.send() is None
            dying.join(10)
            assert dying.exitcode == DIED
        assert state(ready_url) == [("open", 0)]
        with running(Options(ready_url, slack_aside.url, port=port)):
            assert click.send() == 200
            assert click.send() == 200
        assert state(ready_url) == [("acknowledged", 1)]


def state(url: str) -> list[tuple[Any, ...]]:
    """Return the status of the incident and how many clicks have a receipt."""
    return query(url, "SELECT status, (SELECT COUNT(*) FROM idempotency_key WHERE key LIKE 'action%') FROM incident")


class Click:
    """Theo's click on *Acknowledge*, sent over HTTP as often as wanted."""

    def __init__(self, port: int, incident_id: int) -> None:
        self.port = port
        action = {"type": "button", "action_id": ACKNOWLEDGE, "block_id": "b", "value": str(incident_id)}
        self.payload = {
            "type": "block_actions",
            "user": {"id": "U0THEO", "team_id": "T0TEAM"},
            "team": {"id": "T0TEAM"},
            "channel": {"id": TRIAGE},
            "trigger_id": "1.2.abc",
            "actions": [action | {"action_ts": "1700000000.000001"}],
            "container": {"type": "message"},
        }

    def send(self) -> int | None:
        """Return the status of the answer, or None if none came."""
        body = urlencode({"payload": json.dumps(self.payload)})
        give_up = time.monotonic() + 15
        while True:
            try:
                return self._sent(body)
            except urllib.error.URLError as problem:
                if not isinstance(problem.reason, ConnectionRefusedError) or time.monotonic() > give_up:
                    raise
                time.sleep(0.05)
            except (http.client.HTTPException, ConnectionError):
                return None

    def _sent(self, body: str) -> int:
        timestamp = str(int(time.time()))
        signature = SignatureVerifier(journey.SECRET).generate_signature(timestamp=timestamp, body=body)
        headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}
        url = f"http://127.0.0.1:{self.port}{PATH}"
        request = urllib.request.Request(url, body.encode(), headers)
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
            return int(answer.status)
