"""24x7 cover needs somebody who can be reached: nobody is, they answer, or the cover falls back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot import timetable
from models import Incident, TermsPeriod
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk


@pytest.fixture
def cards(desk: Desk) -> dict[str, str]:
    """The cards of an incident with 24x7 cover."""
    contacts = {"Cover": "24x7, around the clock", "Reachable contacts (24x7)": "Bob, +33 1 23 45 67 89, nights"}
    return desk.file(**contacts)


def mark(desk: Desk, cards: dict[str, str]) -> None:
    """Let Tess say that she reached nobody."""
    assert desk.choose(desk.tess, "mark_unreachable", cards[TRIAGE]).ok
    assert desk.tess.submit({"What was tried": "Rang +33 1 23 45 67 89 twice."}).ok
    desk.deliver()


def watch(desk: Desk) -> None:
    """Run the job that looks after the duty, as the scheduler does."""
    desk.guichet.scheduler.get_job(timetable.WATCH_DUTY).func()
    desk.deliver()


def incident(desk: Desk) -> Incident:
    """Return the incident."""
    with desk.guichet.database.reading() as session:
        return session.exec(select(Incident)).one()


class TestNobodyReached:
    """The customer is asked in their thread, without the phone numbers."""

    def test_is_asked_and_seen_on_the_cards(self, desk: Desk, cards: dict[str, str]) -> None:
        mark(desk, cards)
        asked = desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert asked.startswith("📵 @alice, @tess tried to reach the contacts of INC-1")
        assert "+33" not in asked
        assert "Rang +33 1 23 45 67 89 twice." in desk.thread(TRIAGE, cards[TRIAGE])[-1]
        for channel in (CUSTOMERS, TRIAGE):
            assert "Contacts not reachable" in desk.card(channel, cards[channel])
        assert "Customer not reachable" not in str(desk.slack.message(TRIAGE, cards[TRIAGE]))
        assert incident(desk).status == "open"

    def test_is_nothing_for_business_hours(self, desk: Desk) -> None:
        cards = desk.file()
        assert "Customer not reachable" not in str(desk.slack.message(TRIAGE, cards[TRIAGE]))

    def test_twice_is_refused(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.choose(desk.theo, "mark_unreachable", cards[TRIAGE])
        mark(desk, cards)
        refused = desk.theo.submit({"Ce qui a été tenté": "Aussi."})
        assert next(iter(refused.errors.values())).startswith("La question a déjà été posée")


class TestAnswer:
    """A button or a message keeps the cover."""

    @pytest.mark.parametrize("how", ["button", "message", "unheard"])
    def test_keeps_the_cover(self, desk: Desk, cards: dict[str, str], how: str) -> None:
        mark(desk, cards)
        desk.pass_time(minutes=10)
        if how == "button":
            asked = desk.slack.thread(CUSTOMERS, cards[CUSTOMERS])[-1]["ts"]
            desk.bob.click("I can be reached", channel=CUSTOMERS, ts=asked)  # It is not his incident.
            assert desk.private_answers("U0BOB")[-1].startswith("INC-1 est introuvable ici.")
            assert desk.alice.click("I can be reached", channel=CUSTOMERS, ts=asked).ok
        elif how == "message":
            desk.slack.add_member(CUSTOMERS, "U0TESS")
            desk.tess.reply("Hello?", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
            assert incident(desk).unreachable_at is not None
            desk.alice.reply("Here I am.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        else:
            desk.unheard("U0ALICE", "Here I am.", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        desk.clock.tick(1800)
        watch(desk)
        assert (incident(desk).cover, incident(desk).unreachable_at) == ("24x7", None)
        for channel in (CUSTOMERS, TRIAGE):
            assert "can be reached about INC-1" in "".join(desk.thread(channel, cards[channel]))
            asking = [desk.slack.buttons(one) for one in desk.slack.thread(channel, cards[channel])]
            assert ["I can be reached"] not in asking
            assert "Contacts not reachable" not in desk.card(channel, cards[channel])


class TestFallBack:
    """Nobody answers within half an hour."""

    def test_comes_once_and_leaves_the_promise(self, desk: Desk, cards: dict[str, str]) -> None:
        mark(desk, cards)
        before = incident(desk).deadline_at
        desk.pass_time(minutes=29)
        watch(desk)
        assert incident(desk).cover == "24x7"
        asked = desk.keep_on_screen(CUSTOMERS, desk.slack.thread(CUSTOMERS, cards[CUSTOMERS])[-1]["ts"])
        desk.pass_time(minutes=1)
        for _ in range(2):
            watch(desk)
        assert (incident(desk).cover, incident(desk).deadline_at) == ("business", before)
        for channel in (CUSTOMERS, TRIAGE):
            said = [one for one in desk.thread(channel, cards[channel]) if "worked on in business hours" in one]
            assert len(said) == 1
            assert "Business hours" in desk.card(channel, cards[channel])
        with desk.guichet.database.reading() as session:
            assert [one.cover for one in session.exec(select(TermsPeriod))] == ["24x7", "business"]
        told = str(desk.alice.command("/incident", "explain INC-1", channel=CUSTOMERS).body)
        assert "so the cover fell back to business hours" in told
        desk.alice.click("I can be reached", channel=CUSTOMERS, ts=asked)
        assert desk.private_answers("U0ALICE")[-1].startswith("No answer is awaited on INC-1 any more")

    def test_waits_until_the_question_was_read(self, desk: Desk, cards: dict[str, str]) -> None:
        """While nothing could be said to the customer, no time to answer runs."""
        assert desk.choose(desk.tess, "mark_unreachable", cards[TRIAGE]).ok
        assert desk.tess.submit({"What was tried": "Rang twice."}).ok
        desk.clock.tick(timedelta(minutes=40))
        desk.guichet.scheduler.get_job(timetable.WATCH_DUTY).func()  # Before the delivery.
        assert incident(desk).cover == "24x7"
        desk.deliver()
        assert "📵" in desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        desk.clock.tick(timedelta(minutes=29))
        watch(desk)
        assert incident(desk).cover == "24x7"
        desk.clock.tick(timedelta(minutes=1))
        watch(desk)
        assert incident(desk).cover == "business"

    def test_does_not_come_to_what_was_closed_and_reopened(self, desk: Desk, cards: dict[str, str]) -> None:
        mark(desk, cards)
        desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert desk.alice.submit({}).ok
        desk.pass_time(minutes=31)
        watch(desk)
        desk.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert desk.alice.submit({"Reason": "Not gone."}).ok
        watch(desk)
        assert incident(desk).cover == "24x7"
