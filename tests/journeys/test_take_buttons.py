"""A message loses its buttons once its question is decided; its text stays word for word."""

import pytest
from sqlmodel import col, select

from models import OutboxMessage
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_survey import ANSWERS


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident."""
    return harness.file()


def buttons(harness: Harness, channel: str, ts: str) -> list[list[str]]:
    """Return the buttons of each message in a thread."""
    return [harness.slack.buttons(one) for one in harness.slack.thread(channel, ts)]


def waiting(harness: Harness) -> list[str]:
    """Return the kinds of the messages that are due and not posted."""
    with harness.guichet.database.reading() as session:
        held = select(OutboxMessage).where(col(OutboxMessage.state).in_(("pending", "parked", "refused")))
        return [one.kind for one in session.exec(held) if one.due_at <= harness.guichet.now()]


class TestReminders:
    """An acknowledged incident needs no *Acknowledge*."""

    def test_lose_their_button_and_keep_their_words(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.pass_time(minutes=95)
        before = harness.thread(TRIAGE, cards[TRIAGE])
        assert buttons(harness, TRIAGE, cards[TRIAGE]) == [["Acknowledge"]] * 2
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.deliver()
        assert buttons(harness, TRIAGE, cards[TRIAGE])[:2] == [[], []]
        after = harness.thread(TRIAGE, cards[TRIAGE])
        for was, now in zip(before, after, strict=False):
            assert was.removesuffix("\nAcknowledge").split("\n")[-1] in now
            assert now.endswith("\n✅ @theo has acknowledged it.")

    def test_whose_channel_takes_no_changes_hold_up_nothing(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.pass_time(minutes=61)
        harness.slack.fail("chat.update", times=9, error="edit_window_closed", channel=TRIAGE)
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({}).ok
        harness.deliver()
        assert "@alice has closed INC-1 before it was solved" in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        assert "buttons_gone" not in waiting(harness)


class TestScope:
    """An agreed version can still be amended, not agreed to again; an older one neither."""

    def test_offers_what_is_still_possible(self, harness: Harness, cards: dict[str, str]) -> None:
        for text in ("One", "Two"):
            harness.tess.click("Propose scope", channel=TRIAGE, ts=cards[TRIAGE])
            assert harness.tess.submit({"Scope": text}).ok
            harness.deliver()
        proposals = [one for one in buttons(harness, CUSTOMERS, cards[CUSTOMERS]) if one]
        assert proposals == [["Agree", "Amend"]]
        harness.alice.click("Agree", channel=CUSTOMERS)
        harness.deliver()
        assert [one for one in buttons(harness, CUSTOMERS, cards[CUSTOMERS]) if one] == [["Amend"]]


class TestQuestions:
    """A verdict that was given and a survey that was answered ask no more."""

    def test_are_asked_no_more(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.tess.submit({"Outcome": "Unresolved: there is no solution", "Explanation": "None."}).ok
        harness.deliver()
        alice, max_ = (harness.slack.direct_message(user).id for user in ("U0ALICE", "U0MAX"))
        assert harness.people["U0MAX"].click("Décider", channel=max_).ok
        assert harness.people["U0MAX"].submit({"Décision": "Facturer", "Motif": "Comme convenu"}).ok
        assert harness.alice.click("Answer", channel=alice).ok
        assert harness.alice.submit(ANSWERS).ok
        harness.deliver()
        for user in ("U0ALICE", "U0MAX"):
            assert [one for one in map(harness.slack.buttons, harness.slack.dms(user)) if one] == []
        assert waiting(harness) == []
