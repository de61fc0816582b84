"""Slack is slow or in our way just when somebody waits for an answer: it comes in time, and says what is so."""

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from slack_sdk import WebClient
from sqlmodel import select

from bot.app import Guichet
from bot.database import SqliteDatabase
from bot.delivery.traffic import WORKERS_PER_CHANNEL
from models import Incident
from tests.fake_slack import FakeSlack
from tests.faults.load import file
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE
from tests.people import Answer, People

IN_TIME = 2.5
"""Seconds; Slack waits three."""
OTHERS = "C0OTHERS"
"""A channel in which only strangers post."""
STRANGERS = 8
STALLED_FOR = 0.9
"""Seconds that a stranger holds the database: just short of what a writer waits."""


@contextmanager
def slow_calls(guichet: Guichet, slack: FakeSlack) -> Iterator[None]:
    """All posts hang: as many of the delivery's as it may have on their way at once, and eight of strangers."""
    at_once = guichet.settings.delivery_workers
    channels = [f"C0SLOW{number}" for number in range(at_once // WORKERS_PER_CHANNEL)]
    for channel in (*channels, OTHERS):
        slack.add_channel(channel, name=channel.lower())
    slack.fail("chat.postMessage", times=STRANGERS, hang=30.0, channel=OTHERS, kind="of strangers")
    slack.fail("chat.postMessage", times=999, hang=30.0, kind="of the delivery")
    with guichet.database.transaction() as session:
        for channel in channels * WORKERS_PER_CHANNEL:
            file(session, at=datetime.now(UTC), place=channel)
    guichet.delivery.sweep()
    saying = {"channel": OTHERS, "text": "hangs"}
    client = WebClient(slack.token, base_url=slack.url, timeout=30, retry_handlers=[])
    others = [threading.Thread(target=client.chat_postMessage, kwargs=saying) for _ in range(STRANGERS)]
    for one in others:
        one.start()
    all_hang = Counter({"of strangers": STRANGERS, "of the delivery": at_once})
    await_all(lambda: slack.faults.kinds >= all_hang)
    yield
    assert all(one.is_alive() for one in others)
    slack._server.stopping.set()  # Whatever hangs is let go.
    guichet.delivery.stop(patience=5)
    for one in others:
        one.join()


@contextmanager
def stalled(guichet: Guichet) -> Iterator[threading.Thread]:
    """A stranger holds the incidents for a while; gives the thread that ends it."""
    if isinstance(guichet.database, SqliteDatabase):
        other: Any = sqlite3.connect(guichet.database.path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(guichet.settings.database_url)
        other.execute("LOCK TABLE incident IN EXCLUSIVE MODE")

    def hold() -> None:
        time.sleep(STALLED_FOR)
        other.rollback()

    holder = threading.Thread(target=hold)
    holder.start()
    yield holder
    holder.join()
    other.close()


def await_all(is_so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    give_up = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def timed(act: Callable[[], Answer]) -> Answer:
    """Return the answer, which must come in time."""
    began = time.monotonic()
    answer = act()
    assert time.monotonic() - began < IN_TIME
    assert answer.status == 200
    return answer


def filed(guichet: Guichet, people: People, slack: FakeSlack) -> str:
    """File an incident, say its cards, and return the ts of the triage card."""
    people["U0ALICE"].command("/incident", channel=CUSTOMERS)
    assert people["U0ALICE"].submit(ANSWERS).ok
    guichet.delivery.run()
    return str(slack.messages(TRIAGE)[-1]["ts"])


def incidents(guichet: Guichet) -> list[Incident]:
    """Return all incidents."""
    with guichet.database.reading() as session:
        return list(session.exec(select(Incident).order_by(Incident.id)))


class TestAnswer:
    """All posts in Slack hang, and a stranger holds the database."""

    def test_comes_in_time(self, guichet: Guichet, people: People, slack: FakeSlack) -> None:
        ts = filed(guichet, people, slack)
        with slow_calls(guichet, slack):
            with stalled(guichet) as holder:
                began = time.monotonic()
                timed(lambda: people["U0THEO"].click("Acknowledge", channel=TRIAGE, ts=ts))
                assert time.monotonic() - began > STALLED_FOR / 2  # It had to wait.
                holder.join()
            timed(lambda: people["U0TESS"].click("Acknowledge", channel=TRIAGE, ts=ts))
            timed(lambda: people["U0ALICE"].command("/incident", "list", channel=CUSTOMERS))
            with stalled(guichet):
                timed(lambda: people["U0ALICE"].command("/incident", channel=CUSTOMERS))
                assert timed(lambda: people["U0ALICE"].submit(ANSWERS)).ok
        assert incidents(guichet)[0].acknowledged_by == "U0THEO"
        assert incidents(guichet)[-1].title == "Mail is down"
        assert len(incidents(guichet)) == 2 + guichet.settings.delivery_workers


class TestForm:
    """Slack does not open the form: whoever asked for it is told, and nothing is made of it."""

    @pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)
    @pytest.mark.parametrize(
        ("fault", "said"),
        [
            ({"error": "expired_trigger_id"}, "please try again"),
            ({"error": "exchanged_trigger_id"}, "please try again"),
            ({"status": 500, "hang": 2.2}, "Something went wrong"),
        ],
    )
    def test_that_is_not_opened_is_explained(
        self, guichet: Guichet, people: People, slack: FakeSlack, fault: dict[str, Any], said: str
    ) -> None:
        slack.fail("views.open", **fault)
        timed(lambda: people["U0ALICE"].command("/incident", channel=CUSTOMERS))
        assert slack.faults_hit == 1
        assert said in slack.text_of(slack.ephemerals("U0ALICE")[-1])
        assert incidents(guichet) == []
        assert people["U0ALICE"].command("/incident", channel=CUSTOMERS).ok
        assert people["U0ALICE"].submit(ANSWERS).ok
