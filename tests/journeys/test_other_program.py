"""Two programs with databases of their own use one Slack app: that is noticed, and no click hits the wrong INC-1."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.app import Guichet
from bot.clock import Clock
from bot.doctor import _audit
from bot.jobs.auditor import Auditor
from bot.reports.delivery import delivery_figures
from models import Incident, Installation
from tests.fake_slack import FakeSlack
from tests.fake_slack.payloads import message_event
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE
from tests.people import People


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A workspace on the real clock."""
    with FakeSlack(token="xoxb-two", follow_clock=True) as slack:
        journey.workspace(slack)
        yield slack


@pytest.fixture
def others(slack: FakeSlack, tmp_path: Path) -> Iterator[Guichet]:
    """The other program; its database is no copy of ours."""
    (tmp_path / "others").mkdir()
    with journey.program(slack, tmp_path / "others") as others:
        with others.database.transaction() as session:
            session.get_one(Installation, 1).identity = "0123456789abcdef"
        yield others


@pytest.fixture
def ours(slack: FakeSlack, tmp_path: Path) -> Iterator[Guichet]:
    """Our program."""
    with journey.program(slack, tmp_path) as ours:
        yield ours


def file(guichet: Guichet, slack: FakeSlack) -> str:
    """Let Alice file with this program, and return the ts of the card in triage."""
    alice = People(guichet.bolt, slack, journey.SECRET)["U0ALICE"]
    assert alice.command("/incident", channel=CUSTOMERS).ok
    assert alice.submit(ANSWERS).ok
    guichet.delivery.run()
    return str(slack.messages(TRIAGE)[-1]["ts"])


def posted(slack: FakeSlack, ts: str) -> dict[str, Any]:
    """Return the event of a message that the app itself posted, with its metadata."""
    message = slack.message(TRIAGE, ts)
    return message_event(slack.channels[TRIAGE], message) | {
        "metadata": slack.channels[TRIAGE].messages[ts]["metadata"]
    }


def audit(guichet: Guichet) -> str:
    """Audit twice, and return what `doctor` says of it."""
    for _ in range(2):
        Auditor(guichet.database, workspace=guichet.workspace, clock=Clock(), is_connected=lambda: True).run()
    guichet.delivery.run()
    with guichet.database.reading() as session:
        return _audit(delivery_figures(session, now=guichet.now())).text


class TestClick:
    """Theo presses *Acknowledge* on the other program's INC-1, and Slack gives that to us, who have an INC-1 too."""

    def test_changes_nothing_and_says_what_is_wrong(self, slack: FakeSlack, ours: Guichet, others: Guichet) -> None:
        file(ours, slack)
        theirs = file(others, slack)
        assert People(ours.bolt, slack, journey.SECRET)["U0TESS"].click("Acknowledge", channel=TRIAGE, ts=theirs).ok
        with ours.database.reading() as session:
            assert [one.status for one in session.exec(select(Incident))] == ["open"]
        (told,) = slack.ephemerals("U0TESS")
        assert slack.text_of(told).startswith("This message is from another Guichet with a database of its own")
        assert "found other_installation. Another program with another database uses" in audit(ours)
        (direct,) = slack.dms("U0MAX")
        assert "Un autre Guichet, avec une autre base de données (0123456789abcdef)" in slack.text_of(direct)

    def test_on_our_own_message_counts(self, slack: FakeSlack, ours: Guichet) -> None:
        card = file(ours, slack)
        assert People(ours.bolt, slack, journey.SECRET)["U0TESS"].click("Acknowledge", channel=TRIAGE, ts=card).ok
        with ours.database.reading() as session:
            assert [one.status for one in session.exec(select(Incident))] == ["acknowledged"]
        assert "found nothing" in audit(ours)

    def test_on_a_message_of_an_earlier_version_counts(self, slack: FakeSlack, ours: Guichet) -> None:
        """It carries its reference alone."""
        card = file(ours, slack)
        del slack.channels[TRIAGE].messages[card]["metadata"]["event_payload"]["installation"]
        assert People(ours.bolt, slack, journey.SECRET)["U0TESS"].click("Acknowledge", channel=TRIAGE, ts=card).ok
        with ours.database.reading() as session:
            assert [one.status for one in session.exec(select(Incident))] == ["acknowledged"]


class TestMessage:
    """Slack reports what the app posts to whichever program is connected."""

    def test_of_the_other_is_noticed(self, slack: FakeSlack, ours: Guichet, others: Guichet) -> None:
        people = People(ours.bolt, slack, journey.SECRET)
        assert people.event(posted(slack, file(ours, slack))).ok
        assert "found nothing" in audit(ours)
        assert people.event(posted(slack, file(others, slack))).ok
        assert "found other_installation" in audit(ours)
