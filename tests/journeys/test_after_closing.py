"""Somebody writes in the thread of a closed incident, and is not left without an answer."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Incident
from tests.fake_slack.things import Message
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk


@pytest.fixture
def cards(desk: Desk) -> dict[str, str]:
    """The cards of an incident of severity A that Tess has solved."""
    cards = desk.file()
    desk.tess.click("Propose solution", channel=TRIAGE, ts=cards[TRIAGE])
    assert desk.tess.submit({"Solution": "Restart it."}).ok
    desk.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
    assert desk.tess.submit({"Outcome": "Solved by the proposed solution"}).ok
    desk.pass_time(minutes=1)
    return cards


def write(desk: Desk, cards: dict[str, str], text: str = "B It is down again") -> None:
    """Let Alice write in the thread of her card."""
    assert desk.alice.reply(text, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
    desk.deliver()


def answers(desk: Desk, cards: dict[str, str], channel: str) -> list[Message]:
    """Return what Guichet has posted in a thread because somebody wrote after closing."""
    return [one for one in desk.slack.thread(channel, cards[channel]) if "🔒" in desk.slack.text_of(one)]


class TestAnswer:
    """At once, in both threads, and once a day."""

    def test_offers_to_reopen_and_mentions_who_had_it(self, desk: Desk, cards: dict[str, str]) -> None:
        write(desk, cards)
        (said,) = answers(desk, cards, CUSTOMERS)
        assert "@alice, INC-1 is closed." in desk.slack.text_of(said)
        assert "until Sat 28 Nov 2026" in desk.slack.text_of(said)
        assert desk.slack.buttons(said) == ["Reopen", "File a new one"]
        (told,) = answers(desk, cards, TRIAGE)
        assert "@tess, @alice has written in the thread of INC-1" in desk.slack.text_of(told)
        assert desk.alice.click("Reopen", channel=CUSTOMERS, ts=said["ts"]).ok
        assert desk.alice.submit({"Reason": "Still <down>."}).ok
        desk.deliver()
        for channel in (CUSTOMERS, TRIAGE):
            reopened = [one for one in desk.thread(channel, cards[channel]) if "🔁" in one and "has reopened" in one]
            assert "@alice has reopened INC-1, which goes back to @tess:" in reopened[0]
            assert "Still <down>." in reopened[0]
            (answer,) = answers(desk, cards, channel)
            assert "Reopen" not in desk.slack.buttons(answer)
            assert "The incident is open again." in desk.slack.text_of(answer)

    def test_comes_once_a_day(self, desk: Desk, cards: dict[str, str]) -> None:
        write(desk, cards)
        write(desk, cards, "Hello?")
        assert len(answers(desk, cards, CUSTOMERS)) == len(answers(desk, cards, TRIAGE)) == 1
        desk.clock.tick(timedelta(hours=24))
        write(desk, cards, "Hello??")
        assert len(answers(desk, cards, CUSTOMERS)) == len(answers(desk, cards, TRIAGE)) == 2

    def test_offers_no_reopening_once_it_is_too_late(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.clock.tick(timedelta(days=6))
        write(desk, cards)
        (said,) = answers(desk, cards, CUSTOMERS)
        assert desk.slack.buttons(said) == ["File a new one"]
        assert "It can no longer be reopened." in desk.slack.text_of(said)

    def test_is_none_to_a_technician(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.slack.add_member(CUSTOMERS, "U0TESS")
        assert desk.tess.reply("All is well.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        desk.deliver()
        assert answers(desk, cards, CUSTOMERS) == []

    def test_names_where_a_duplicate_goes_on(self, desk: Desk) -> None:
        first, second = desk.file(), desk.file()
        assert first != second
        desk.choose(desk.tess, "mark_duplicate", second[TRIAGE])
        assert desk.tess.submit({"Duplicate of": "INC-1"}).ok
        desk.pass_time(minutes=1)
        write(desk, second)
        (said,) = answers(desk, second, CUSTOMERS)
        assert "INC-2 is closed and continues in INC-1" in desk.slack.text_of(said)
        assert desk.slack.buttons(said) == ["File a new one"]


class TestFileANewOne:
    """The words are carried over, and the new incident names the old one."""

    def test_is_linked_to_the_old_one(self, desk: Desk, cards: dict[str, str]) -> None:
        write(desk, cards)
        (said,) = answers(desk, cards, CUSTOMERS)
        assert desk.alice.click("File a new one", channel=CUSTOMERS, ts=said["ts"]).ok
        asked = {"What do you need?": "Help with one problem", "Product": "Mail Server 2022", "Cover": "Business hours"}
        assert desk.alice.submit(asked).ok
        desk.deliver()
        for channel in (CUSTOMERS, TRIAGE):
            assert "It is down again" in desk.slack.text_of(desk.cards(channel)[-1])
            assert "Follows INC-1, which was closed" in desk.slack.text_of(desk.cards(channel)[-1])
        with desk.guichet.database.reading() as session:
            new = session.exec(select(Incident).where(Incident.id == 2)).one()
        assert (new.title, new.severity, new.follows_id) == ("It is down again", "B", 1)
        assert "filed it as a follow-up to INC-1." in str(desk.alice.command("/incident", "show INC-2").body)

    def test_tells_nothing_to_others(self, desk: Desk, cards: dict[str, str]) -> None:
        write(desk, cards, "Secret words")
        (said,) = answers(desk, cards, CUSTOMERS)
        assert desk.bob.click("File a new one", channel=CUSTOMERS, ts=said["ts"]).ok
        assert desk.slack.open_view("U0BOB") is None
        assert desk.private_answers("U0BOB")[-1].startswith("INC-1 est introuvable ici.")


class TestReminder:
    """Nobody answers: who had it is reminded as of an update, in both cases within the severity's time."""

    def test_comes_after_the_time_of_an_update(self, desk: Desk, cards: dict[str, str]) -> None:
        """Severity A without 24x7 cover: four hours of business hours; the managers are told with the second one."""
        write(desk, cards)
        desk.clock.tick(timedelta(hours=4))
        desk.deliver()
        said = desk.thread(TRIAGE, cards[TRIAGE])[-1]
        assert "🔔 @tess, the customer of INC-1" in said
        assert "which is closed, wrote in its thread" in said
        desk.clock.tick(timedelta(hours=20))
        desk.deliver()
        assert [one for one in desk.direct("U0MAX") if "INC-1" in one and "est clos" in one]

    def test_is_ended_by_an_answer(self, desk: Desk, cards: dict[str, str]) -> None:
        write(desk, cards)
        desk.pass_time(minutes=1)
        desk.tess.click("Reply to customer", channel=TRIAGE, ts=cards[TRIAGE])
        assert desk.tess.submit({"Your reply": "Please reopen it."}).ok
        desk.deliver()
        assert "The customer has heard from us since." in desk.slack.text_of(answers(desk, cards, TRIAGE)[0])
        desk.clock.tick(timedelta(days=3))
        desk.deliver()
        assert not [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]

    def test_is_none_where_updates_are_off(self, desk: Desk) -> None:
        cards = desk.file(Severity="🔵 C · minimal business impact (response within 8 business hours)")
        desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert desk.alice.submit({}).ok
        desk.pass_time(minutes=1)
        write(desk, cards)
        assert "assigned to nobody" in desk.slack.text_of(answers(desk, cards, TRIAGE)[0])
        desk.clock.tick(timedelta(days=9))
        desk.deliver()
        assert not [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]
