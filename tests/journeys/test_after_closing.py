"""Somebody writes in the thread of a closed incident, and is not left without an answer."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from models import Incident
from tests.fake_slack.things import Message
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident of severity A that Tess has solved."""
    cards = harness.file()
    harness.tess.click("Propose solution", channel=TRIAGE, ts=cards[TRIAGE])
    assert harness.tess.submit({"Solution": "Restart it."}).ok
    harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
    assert harness.tess.submit({"Outcome": "Solved by the proposed solution"}).ok
    harness.pass_time(minutes=1)
    return cards


def write(harness: Harness, cards: dict[str, str], text: str = "B It is down again") -> None:
    """Let Alice write in the thread of her card."""
    assert harness.alice.reply(text, channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
    harness.deliver()


def answers(harness: Harness, cards: dict[str, str], channel: str) -> list[Message]:
    """Return what Guichet has posted in a thread because somebody wrote after closing."""
    return [one for one in harness.slack.thread(channel, cards[channel]) if "🔒" in harness.slack.text_of(one)]


class TestAnswer:
    """At once, in both threads, and once a day."""

    def test_offers_to_reopen_and_mentions_who_had_it(self, harness: Harness, cards: dict[str, str]) -> None:
        write(harness, cards)
        (said,) = answers(harness, cards, CUSTOMERS)
        assert "@alice, INC-1 “Mail is down” is closed." in harness.slack.text_of(said)
        assert "until Sat 28 Nov 2026" in harness.slack.text_of(said)
        assert harness.slack.buttons(said) == ["Reopen", "File a new one"]
        (told,) = answers(harness, cards, TRIAGE)
        assert "@tess, @alice has written in the thread of INC-1 “Mail is down”" in harness.slack.text_of(told)
        assert harness.alice.click("Reopen", channel=CUSTOMERS, ts=said["ts"]).ok
        assert harness.alice.submit({"Reason": "Still <down>."}).ok
        harness.deliver()
        for channel in (CUSTOMERS, TRIAGE):
            reopened = [one for one in harness.thread(channel, cards[channel]) if "🔁" in one and "has reopened" in one]
            assert "@alice has reopened INC-1, which goes back to @tess:" in reopened[0]
            assert "Still <down>." in reopened[0]
            (answer,) = answers(harness, cards, channel)
            assert "Reopen" not in harness.slack.buttons(answer)
            assert "The incident is open again." in harness.slack.text_of(answer)

    def test_comes_once_a_day(self, harness: Harness, cards: dict[str, str]) -> None:
        write(harness, cards)
        write(harness, cards, "Hello?")
        assert len(answers(harness, cards, CUSTOMERS)) == len(answers(harness, cards, TRIAGE)) == 1
        harness.clock.tick(timedelta(hours=24))
        write(harness, cards, "Hello??")
        assert len(answers(harness, cards, CUSTOMERS)) == len(answers(harness, cards, TRIAGE)) == 2

    def test_offers_no_reopening_once_it_is_too_late(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.clock.tick(timedelta(days=6))
        write(harness, cards)
        (said,) = answers(harness, cards, CUSTOMERS)
        assert harness.slack.buttons(said) == ["File a new one"]
        assert "It can no longer be reopened." in harness.slack.text_of(said)

    def test_is_none_to_a_technician(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        assert harness.tess.reply("All is well.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        harness.deliver()
        assert answers(harness, cards, CUSTOMERS) == []

    def test_names_where_a_duplicate_goes_on(self, harness: Harness) -> None:
        first, second = harness.file(), harness.file()
        assert first != second
        harness.choose(harness.tess, "mark_duplicate", second[TRIAGE])
        assert harness.tess.submit({"Duplicate of": "INC-1"}).ok
        harness.pass_time(minutes=1)
        write(harness, second)
        (said,) = answers(harness, second, CUSTOMERS)
        assert "INC-2 “Mail is down” is closed and continues in INC-1" in harness.slack.text_of(said)
        assert harness.slack.buttons(said) == ["File a new one"]


class TestFileANewOne:
    """The words are carried over, and the new incident names the old one."""

    def test_is_linked_to_the_old_one(self, harness: Harness, cards: dict[str, str]) -> None:
        write(harness, cards)
        (said,) = answers(harness, cards, CUSTOMERS)
        assert harness.alice.click("File a new one", channel=CUSTOMERS, ts=said["ts"]).ok
        asked = {"What do you need?": "Help with one problem", "Product": "Mail Server 2022", "Cover": "Business hours"}
        assert harness.alice.submit(asked).ok
        harness.deliver()
        for channel in (CUSTOMERS, TRIAGE):
            assert "It is down again" in harness.slack.text_of(harness.cards(channel)[-1])
            assert "Follows INC-1, which was closed" in harness.slack.text_of(harness.cards(channel)[-1])
        with harness.guichet.database.reading() as session:
            new = session.exec(select(Incident).where(Incident.id == 2)).one()
        assert (new.title, new.severity, new.follows_id) == ("It is down again", "B", 1)
        shown = str(harness.alice.command("/incident", "show INC-2").body)
        assert re.search(r"filed it as a follow-up to <https://\S+\|INC-1>\.", shown)

    def test_tells_nothing_to_others(self, harness: Harness, cards: dict[str, str]) -> None:
        write(harness, cards, "Secret words")
        (said,) = answers(harness, cards, CUSTOMERS)
        assert harness.bob.click("File a new one", channel=CUSTOMERS, ts=said["ts"]).ok
        assert harness.slack.open_view("U0BOB") is None
        assert harness.private_answers("U0BOB")[-1].startswith("INC-1 est introuvable ici.")


class TestReminder:
    """Nobody answers: who had it is reminded as of an update, in both cases within the severity's time."""

    def test_comes_after_the_time_of_an_update(self, harness: Harness, cards: dict[str, str]) -> None:
        """Severity A without 24x7 cover: four hours of business hours; the managers are told with the second one."""
        write(harness, cards)
        harness.clock.tick(timedelta(hours=4))
        harness.deliver()
        said = harness.thread(TRIAGE, cards[TRIAGE])[-1]
        assert "🔔 @tess, the customer of INC-1" in said
        assert "which is closed, wrote in its thread" in said
        harness.clock.tick(timedelta(hours=20))
        harness.deliver()
        [notice] = [one for one in harness.slack.dms("U0MAX") if "est clos" in harness.slack.text_of(one)]
        assert harness.slack.buttons(notice) == ["Ouvrir"]
        assert harness.people["U0MAX"].click("Ouvrir", channel="D0MAX", ts=notice["ts"]).ok

    def test_is_ended_by_an_answer(self, harness: Harness, cards: dict[str, str]) -> None:
        write(harness, cards)
        harness.pass_time(minutes=1)
        harness.tess.click("Reply to customer", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.tess.submit({"Your reply": "Please reopen it."}).ok
        harness.deliver()
        assert "The customer has heard from us since." in harness.slack.text_of(answers(harness, cards, TRIAGE)[0])
        harness.clock.tick(timedelta(days=3))
        harness.deliver()
        assert not [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]

    def test_is_none_where_updates_are_off(self, harness: Harness) -> None:
        cards = harness.file(Severity="🔵 C · minimal business impact (response within 8 business hours)")
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({}).ok
        harness.pass_time(minutes=1)
        write(harness, cards)
        assert "assigned to nobody" in harness.slack.text_of(answers(harness, cards, TRIAGE)[0])
        harness.clock.tick(timedelta(days=9))
        harness.deliver()
        assert not [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]
