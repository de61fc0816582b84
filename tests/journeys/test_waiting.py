"""*Waiting for the customer*: the update clock rests, the customer is reminded twice, and how long it took is told."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Incident
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk


@pytest.fixture
def cards(desk: Desk) -> dict[str, str]:
    """The cards of an incident of severity A that Tess has acknowledged an hour after it was filed."""
    cards = desk.file()
    desk.clock.tick(timedelta(hours=1))
    desk.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
    desk.deliver()
    return cards


def wait(desk: Desk, cards: dict[str, str]) -> None:
    """Let Tess wait for the customer."""
    assert desk.choose(desk.tess, "wait_for_customer", cards[TRIAGE]).ok
    assert desk.tess.submit({}).ok
    desk.deliver()


def later(desk: Desk, **length: float) -> None:
    desk.clock.tick(timedelta(**length))
    desk.deliver()


def incident(desk: Desk) -> Incident:
    with desk.guichet.database.reading() as session:
        return session.exec(select(Incident)).one()


class TestWaiting:
    """It is told, it rests the reminders of updates, and it ends by itself."""

    def test_is_told_and_ends_when_the_customer_writes(self, desk: Desk, cards: dict[str, str]) -> None:
        wait(desk, cards)
        assert "@alice, @tess is waiting for your answer" in desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "Waiting for the customer’s answer since" in desk.card(CUSTOMERS, cards[CUSTOMERS])
        later(desk, hours=6)  # An update would have been due after four.
        assert not [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]
        assert desk.alice.reply("Here it is.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        desk.deliver()
        assert incident(desk).waiting_since is None
        assert "@tess has it" in desk.card(CUSTOMERS, cards[CUSTOMERS])
        later(desk, hours=3)
        assert not [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]
        later(desk, hours=24)  # Four hours of business hours after the answer.
        assert [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]

    def test_is_set_by_a_tick_when_replying(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.tess.click("Reply to customer", channel=TRIAGE, ts=cards[TRIAGE])
        asked = {"Your reply": "Which version?", "Whose turn is it after this?": ["Waiting for the customer"]}
        assert desk.tess.submit(asked).ok
        desk.deliver()
        assert incident(desk).waiting_since is not None
        assert "is waiting for your answer" not in "".join(desk.thread(CUSTOMERS, cards[CUSTOMERS]))

    def test_reminds_twice_and_then_offers_to_close_with_the_reason(self, desk: Desk, cards: dict[str, str]) -> None:
        """Two business days each: Wednesday, Friday, Tuesday."""
        wait(desk, cards)
        said = [len([one for one in desk.thread(CUSTOMERS, cards[CUSTOMERS]) if "we have been waiting" in one])]
        for days in (2, 2, 4):
            later(desk, days=days)
            said.append(len([one for one in desk.thread(CUSTOMERS, cards[CUSTOMERS]) if "we have been waiting" in one]))
        assert said == [0, 1, 2, 2]
        assert "@tess, the customer of INC-1 has not answered since" in desk.thread(TRIAGE, cards[TRIAGE])[-1]
        assert desk.choose(desk.tess, "close_unanswered", cards[TRIAGE]).ok
        assert desk.tess.submit({}).ok
        desk.deliver()
        said_last = desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "We asked for an answer (Mon 23 Nov 2026, 10:00 CET) and reminded you of it twice" in said_last
        assert (incident(desk).outcome, incident(desk).closed_by) == ("withdrawn", "U0TESS")
        assert "Waited for us: 1 business hour. Waited for the customer: 54 business hours." in desk.card(
            CUSTOMERS, cards[CUSTOMERS]
        )

    def test_ends_as_a_technician_says_too(self, desk: Desk, cards: dict[str, str]) -> None:
        wait(desk, cards)
        later(desk, hours=2)
        assert desk.choose(desk.tess, "end_waiting", cards[TRIAGE]).ok
        assert desk.tess.submit({}).ok
        later(desk, hours=1)
        explained = str(desk.alice.command("/incident", "explain INC-1", channel=CUSTOMERS).body)
        assert "Waited for us: 2 business hours. Waited for the customer: 2 business hours." in explained

    def test_leaves_no_way_to_close_as_withdrawn_before(self, desk: Desk, cards: dict[str, str]) -> None:
        wait(desk, cards)
        desk.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
        form = str(desk.slack.open_view("U0TESS"))
        assert "Withdrawn: the customer does not answer" not in form
