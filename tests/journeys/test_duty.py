"""24x7 cover needs somebody who can be reached: nobody is, they answer, or the cover falls back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot import timetable
from models import Incident, TermsPeriod
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident with 24x7 cover."""
    contacts = {"Cover": "24x7, around the clock", "Reachable contacts (24x7)": "Bob, +33 1 23 45 67 89, nights"}
    return harness.file(**contacts)


def mark(harness: Harness, cards: dict[str, str]) -> None:
    """Let Tess say that she could reach nobody at the customer."""
    assert harness.choose(harness.tess, "mark_unreachable", cards[TRIAGE]).ok
    assert harness.tess.submit({"What was tried": "Rang +33 1 23 45 67 89 twice."}).ok
    harness.deliver()


def watch(harness: Harness) -> None:
    """Run the job that watches whether customers can be reached, as the scheduler does."""
    harness.guichet.scheduler.get_job(timetable.WATCH_DUTY).func()
    harness.deliver()


def incident(harness: Harness) -> Incident:
    """Return the incident."""
    with harness.guichet.database.reading() as session:
        return session.exec(select(Incident)).one()


class TestNobodyReached:
    """The customer is asked in their thread, without the phone numbers."""

    def test_is_asked_and_seen_on_the_cards(self, harness: Harness, cards: dict[str, str]) -> None:
        mark(harness, cards)
        asked = harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert asked.startswith("📵 @alice, @tess tried to reach the contacts of INC-1")
        assert "+33" not in asked
        assert "Rang +33 1 23 45 67 89 twice." in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        for channel in (CUSTOMERS, TRIAGE):
            assert "Contacts not reachable" in harness.card(channel, cards[channel])
        assert "Customer not reachable" not in str(harness.slack.message(TRIAGE, cards[TRIAGE]))
        assert incident(harness).status == "open"

    def test_is_nothing_for_business_hours(self, harness: Harness) -> None:
        cards = harness.file()
        assert "Customer not reachable" not in str(harness.slack.message(TRIAGE, cards[TRIAGE]))

    def test_twice_is_refused(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.choose(harness.theo, "mark_unreachable", cards[TRIAGE])
        mark(harness, cards)
        refused = harness.theo.submit({"Ce qui a été tenté": "Aussi."})
        assert next(iter(refused.errors.values())).startswith("La question a déjà été posée")


class TestAnswer:
    """Pressing the button or writing a message keeps the cover."""

    @pytest.mark.parametrize("how", ["button", "message", "unheard"])
    def test_keeps_the_cover(self, harness: Harness, cards: dict[str, str], how: str) -> None:
        mark(harness, cards)
        harness.pass_time(minutes=10)
        if how == "button":
            asked = harness.slack.thread(CUSTOMERS, cards[CUSTOMERS])[-1]["ts"]
            harness.bob.click("I can be reached", channel=CUSTOMERS, ts=asked)  # It is not his incident.
            assert harness.private_answers("U0BOB")[-1].startswith("INC-1 est introuvable ici.")
            assert harness.alice.click("I can be reached", channel=CUSTOMERS, ts=asked).ok
        elif how == "message":
            harness.slack.add_member(CUSTOMERS, "U0TESS")
            harness.tess.reply("Hello?", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
            assert incident(harness).unreachable_at is not None
            harness.alice.reply("Here I am.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        else:
            harness.unheard("U0ALICE", "Here I am.", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        harness.clock.tick(1800)
        watch(harness)
        assert (incident(harness).cover, incident(harness).unreachable_at) == ("24x7", None)
        for channel in (CUSTOMERS, TRIAGE):
            assert "can be reached about INC-1" in "".join(harness.thread(channel, cards[channel]))
            asking = [harness.slack.buttons(one) for one in harness.slack.thread(channel, cards[channel])]
            assert ["I can be reached"] not in asking
            assert "Contacts not reachable" not in harness.card(channel, cards[channel])


class TestFallBack:
    """Nobody answers within half an hour."""

    def test_comes_once_and_leaves_the_promise(self, harness: Harness, cards: dict[str, str]) -> None:
        mark(harness, cards)
        before = incident(harness).deadline_at
        harness.pass_time(minutes=29)
        watch(harness)
        assert incident(harness).cover == "24x7"
        asked = harness.keep_on_screen(CUSTOMERS, harness.slack.thread(CUSTOMERS, cards[CUSTOMERS])[-1]["ts"])
        harness.pass_time(minutes=1)
        for _ in range(2):
            watch(harness)
        assert (incident(harness).cover, incident(harness).deadline_at) == ("business", before)
        for channel in (CUSTOMERS, TRIAGE):
            said = [one for one in harness.thread(channel, cards[channel]) if "worked on in business hours" in one]
            assert len(said) == 1
            assert "Business hours" in harness.card(channel, cards[channel])
        with harness.guichet.database.reading() as session:
            assert [one.cover for one in session.exec(select(TermsPeriod))] == ["24x7", "business"]
        told = str(harness.alice.command("/incident", "explain INC-1", channel=CUSTOMERS).body)
        assert "so the cover fell back to business hours" in told
        harness.alice.click("I can be reached", channel=CUSTOMERS, ts=asked)
        assert harness.private_answers("U0ALICE")[-1].startswith("No answer is awaited on INC-1 any more")

    def test_waits_until_the_question_was_read(self, harness: Harness, cards: dict[str, str]) -> None:
        """While the question cannot be posted, the customer's time to answer does not run."""
        assert harness.choose(harness.tess, "mark_unreachable", cards[TRIAGE]).ok
        assert harness.tess.submit({"What was tried": "Rang twice."}).ok
        harness.clock.tick(timedelta(minutes=40))
        harness.guichet.scheduler.get_job(timetable.WATCH_DUTY).func()  # Before the delivery.
        assert incident(harness).cover == "24x7"
        harness.deliver()
        assert "📵" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        harness.clock.tick(timedelta(minutes=29))
        watch(harness)
        assert incident(harness).cover == "24x7"
        harness.clock.tick(timedelta(minutes=1))
        watch(harness)
        assert incident(harness).cover == "business"

    def test_does_not_come_to_what_was_closed_and_reopened(self, harness: Harness, cards: dict[str, str]) -> None:
        mark(harness, cards)
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({}).ok
        harness.pass_time(minutes=31)
        watch(harness)
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "Not gone."}).ok
        watch(harness)
        assert incident(harness).cover == "24x7"
