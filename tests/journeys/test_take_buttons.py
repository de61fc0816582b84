"""What was decided no longer offers buttons; what was posted stays word for word."""

import pytest
from sqlmodel import col, select

from models import OutboxMessage
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk
from tests.journeys.test_survey import ANSWERS


@pytest.fixture
def cards(desk: Desk) -> dict[str, str]:
    """The cards of an incident."""
    return desk.file()


def buttons(desk: Desk, channel: str, ts: str) -> list[list[str]]:
    """Return the buttons of each message in a thread."""
    return [desk.slack.buttons(one) for one in desk.slack.thread(channel, ts)]


def waiting(desk: Desk) -> list[str]:
    """Return the kinds of what is due and not said."""
    with desk.guichet.database.reading() as session:
        held = select(OutboxMessage).where(col(OutboxMessage.state).in_(("pending", "parked", "refused")))
        return [one.kind for one in session.exec(held) if one.due_at <= desk.guichet.now()]


class TestReminders:
    """An acknowledged incident needs no *Acknowledge*."""

    def test_lose_their_button_and_keep_their_words(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.pass_time(minutes=95)
        before = desk.thread(TRIAGE, cards[TRIAGE])
        assert buttons(desk, TRIAGE, cards[TRIAGE]) == [["Acknowledge"]] * 2
        desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        desk.deliver()
        assert buttons(desk, TRIAGE, cards[TRIAGE])[:2] == [[], []]
        after = desk.thread(TRIAGE, cards[TRIAGE])
        for was, now in zip(before, after, strict=False):
            assert was.removesuffix("\nAcknowledge").split("\n")[-1] in now
            assert now.endswith("\n✅ @theo has acknowledged it.")

    def test_whose_channel_takes_no_changes_hold_up_nothing(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.pass_time(minutes=61)
        desk.slack.fail("chat.update", times=9, error="edit_window_closed", channel=TRIAGE)
        desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert desk.alice.submit({}).ok
        desk.deliver()
        assert "@alice has closed INC-1 before it was solved" in desk.thread(TRIAGE, cards[TRIAGE])[-1]
        assert "buttons_gone" not in waiting(desk)


class TestScope:
    """An agreed version can still be amended, not agreed to again; an older one neither."""

    def test_offers_what_is_still_possible(self, desk: Desk, cards: dict[str, str]) -> None:
        for text in ("One", "Two"):
            desk.tess.click("Propose scope", channel=TRIAGE, ts=cards[TRIAGE])
            assert desk.tess.submit({"Scope": text}).ok
            desk.deliver()
        proposals = [one for one in buttons(desk, CUSTOMERS, cards[CUSTOMERS]) if one]
        assert proposals == [["Agree", "Amend"]]
        desk.alice.click("Agree", channel=CUSTOMERS)
        desk.deliver()
        assert [one for one in buttons(desk, CUSTOMERS, cards[CUSTOMERS]) if one] == [["Amend"]]


class TestQuestions:
    """A verdict that was given and a survey that was answered ask no more."""

    def test_are_asked_no_more(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
        assert desk.tess.submit({"Outcome": "Unresolved: there is no solution", "Explanation": "None."}).ok
        desk.deliver()
        alice, max_ = (desk.slack.direct_message(user).id for user in ("U0ALICE", "U0MAX"))
        assert desk.people["U0MAX"].click("Décider", channel=max_).ok
        assert desk.people["U0MAX"].submit({"Décision": "Facturer", "Motif": "Comme convenu"}).ok
        assert desk.alice.click("Answer", channel=alice).ok
        assert desk.alice.submit(ANSWERS).ok
        desk.deliver()
        for user in ("U0ALICE", "U0MAX"):
            assert [one for one in map(desk.slack.buttons, desk.slack.dms(user)) if one] == []
        assert waiting(desk) == []
