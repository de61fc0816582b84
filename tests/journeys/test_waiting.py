"""*Waiting for the customer*: the update clock rests, the customer is reminded twice, and how long it took is told."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Incident
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident of severity A that Tess has acknowledged an hour after it was filed."""
    cards = harness.file()
    harness.clock.tick(timedelta(hours=1))
    harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
    harness.deliver()
    return cards


def wait(harness: Harness, cards: dict[str, str]) -> None:
    """Let Tess wait for the customer."""
    assert harness.choose(harness.tess, "wait_for_customer", cards[TRIAGE]).ok
    assert harness.tess.submit({}).ok
    harness.deliver()


def later(harness: Harness, **length: float) -> None:
    harness.clock.tick(timedelta(**length))
    harness.deliver()


def incident(harness: Harness) -> Incident:
    with harness.guichet.database.reading() as session:
        return session.exec(select(Incident)).one()


class TestWaiting:
    """Waiting is announced, pauses the reminders to update the customer, and ends by itself."""

    def test_is_told_and_ends_when_the_customer_writes(self, harness: Harness, cards: dict[str, str]) -> None:
        wait(harness, cards)
        assert "@alice, @tess is waiting for your answer" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "Waiting for the customer’s answer since" in harness.card(CUSTOMERS, cards[CUSTOMERS])
        later(harness, hours=6)  # An update would have been due after four.
        assert not [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]
        assert harness.alice.reply("Here it is.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        harness.deliver()
        assert incident(harness).waiting_since is None
        assert "@tess has it" in harness.card(CUSTOMERS, cards[CUSTOMERS])
        later(harness, hours=3)
        assert not [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]
        later(harness, hours=24)  # Four hours of business hours after the answer.
        assert [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]

    def test_is_set_by_a_tick_when_replying(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.tess.click("Reply to customer", channel=TRIAGE, ts=cards[TRIAGE])
        asked = {"Your reply": "Which version?", "Whose turn is it after this?": ["Waiting for the customer"]}
        assert harness.tess.submit(asked).ok
        harness.deliver()
        assert incident(harness).waiting_since is not None
        assert "is waiting for your answer" not in "".join(harness.thread(CUSTOMERS, cards[CUSTOMERS]))

    def test_reminds_twice_and_then_offers_to_close_with_the_reason(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        """Two business days each: Wednesday, Friday, Tuesday."""
        wait(harness, cards)
        said = [len([one for one in harness.thread(CUSTOMERS, cards[CUSTOMERS]) if "we have been waiting" in one])]
        for days in (2, 2, 4):
            later(harness, days=days)
            said.append(
                len([one for one in harness.thread(CUSTOMERS, cards[CUSTOMERS]) if "we have been waiting" in one])
            )
        assert said == [0, 1, 2, 2]
        assert (
            "@tess, the customer of INC-1 “Mail is down” has not answered since"
            in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        )
        assert harness.choose(harness.tess, "close_unanswered", cards[TRIAGE]).ok
        assert harness.tess.submit({}).ok
        harness.deliver()
        said_last = harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "We asked for an answer (Mon 23 Nov 2026, 10:00 CET) and reminded you of it twice" in said_last
        assert (incident(harness).outcome, incident(harness).closed_by) == ("withdrawn", "U0TESS")
        assert "Waited for us: 1 business hour. Waited for the customer: 54 business hours." in harness.card(
            CUSTOMERS, cards[CUSTOMERS]
        )

    def test_ends_as_a_technician_says_too(self, harness: Harness, cards: dict[str, str]) -> None:
        wait(harness, cards)
        later(harness, hours=2)
        assert harness.choose(harness.tess, "end_waiting", cards[TRIAGE]).ok
        assert harness.tess.submit({}).ok
        later(harness, hours=1)
        explained = harness.alice.command("/incident", "explain INC-1", channel=CUSTOMERS).body["text"]
        assert "Waited for us: 2 business hours. Waited for the customer: 2 business hours." in explained

    def test_leaves_no_way_to_close_as_withdrawn_before(self, harness: Harness, cards: dict[str, str]) -> None:
        wait(harness, cards)
        harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
        form = str(harness.slack.open_view("U0TESS"))
        assert "Withdrawn: the customer does not answer" not in form
