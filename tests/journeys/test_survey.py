"""Who filed an incident is asked once what they think of it, and reminded once."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from sqlmodel import col, select

from bot.reports.billing import read_month
from bot.reports.surveys import write_surveys
from models import Event, OutboxMessage, Survey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_closing import SOLVED, close, propose

USEFUL, QUALITY, LANGUAGE = "Was the answer useful?", "Quality of the answer", "Quality of the language"
EXPERIENCE = "What affected your experience?"
ANSWERS = {USEFUL: "yes", QUALITY: "4, good", LANGUAGE: "5, very good"}


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident that was solved."""
    cards = harness.file()
    propose(harness, cards)
    close(harness, cards, SOLVED)
    return cards


def questions(harness: Harness, user: str = "U0ALICE") -> list[str]:
    """Return what this person was asked."""
    return [one for one in harness.direct(user) if "Your opinion is still" in one or "How did it go" in one]


def press(harness: Harness, user: str = "U0ALICE") -> None:
    """Let somebody press the button that Alice has."""
    place, asked = harness.slack.direct_message("U0ALICE").id, harness.slack.dms("U0ALICE")[-1]
    harness.people[user].click("Answer", channel=place, ts=asked["ts"])


def survey(harness: Harness) -> Survey:
    """Return the one survey there is."""
    with harness.guichet.database.reading() as session:
        return session.exec(select(Survey)).one()


class TestSurvey:
    """Asked and answered."""

    def test_is_asked_answered_and_shown_to_the_technicians(self, harness: Harness, cards: dict[str, str]) -> None:
        assert "INC-1 “Mail is down” is closed." in questions(harness)[0]
        assert "we use them to improve" in questions(harness)[0]
        press(harness)
        assert harness.alice.submit(ANSWERS | {EXPERIENCE: "Fast, <!channel> & kind."}).ok
        harness.deliver()
        said = harness.thread(TRIAGE, cards[TRIAGE])[-1]
        assert "@alice has answered the survey about INC-1: useful: yes · answer 4/5 · language 5/5" in said
        assert "Fast, <!channel> & kind." in said
        assert "survey" not in "\n".join(harness.thread(CUSTOMERS, cards[CUSTOMERS]))
        with harness.guichet.database.reading() as session:
            event = session.exec(select(Event).where(Event.kind == "answer_survey")).one()
        assert event.after == {"is_useful": True, "quality": 4, "language": 5, "remarks": "Fast, <!channel> & kind."}

    @pytest.mark.usefixtures("cards")
    def test_is_exported(self, harness: Harness) -> None:
        november, december = read_month("2026-11"), read_month("2026-12")
        assert harness.slack.dms("U0ALICE")
        press(harness)
        assert harness.alice.submit(ANSWERS | {EXPERIENCE: "=1+1"}).ok
        with harness.guichet.database.reading() as session:
            for month, form in ((november, "csv"), (november, "json"), (december, "json")):
                write_surveys(session, month=month, form=form, file=(file := StringIO()))
                if form == "csv":
                    assert "INC-1,,A,solved,U0ALICE,2026-11-23T08:00:00+00:00,True,4,5,'=1+1" in file.getvalue()
                else:
                    told = json.loads(file.getvalue())
                    assert told["means"] == dict.fromkeys(("useful", "quality", "language")) | (
                        {"useful": 1, "quality": 4, "language": 5} if month == november else {}
                    )

    @pytest.mark.usefixtures("cards")
    def test_without_an_answer_is_reminded_of_once(self, harness: Harness) -> None:
        for days, asked in ((2, 1), (1, 2), (30, 2)):
            harness.clock.tick(timedelta(days=days, seconds=1))
            harness.deliver()
            assert len(questions(harness)) == asked

    @pytest.mark.usefixtures("cards")
    def test_with_an_answer_is_not_reminded_of(self, harness: Harness) -> None:
        press(harness)
        assert harness.alice.submit(ANSWERS).ok
        harness.clock.tick(timedelta(days=4))
        harness.deliver()
        assert len(questions(harness)) == 1

    @pytest.mark.usefixtures("cards")
    def test_is_answered_once(self, harness: Harness) -> None:
        press(harness)
        assert harness.alice.submit(ANSWERS).ok
        press(harness)
        assert harness.private_answers("U0ALICE")[-1].startswith("You have already answered the survey about INC-1")
        assert survey(harness).quality == 4

    @pytest.mark.usefixtures("cards")
    def test_is_for_who_was_asked(self, harness: Harness) -> None:
        harness.slack.add_member(harness.slack.direct_message("U0ALICE").id, "U0BOB")  # As if it could be forwarded.
        press(harness, "U0BOB")
        assert harness.private_answers("U0BOB")[-1].startswith("INC-1 est introuvable ici")

    def test_of_somebody_who_has_left_holds_up_nothing(self, harness: Harness) -> None:
        cards = harness.file()
        propose(harness, cards)
        harness.slack.fail("chat.postMessage", times=9, error="user_disabled", channel="U0ALICE")
        close(harness, cards, SOLVED)
        harness.clock.tick(timedelta(days=4))
        harness.deliver()
        with harness.guichet.database.reading() as session:
            wanted = select(OutboxMessage).where(col(OutboxMessage.kind).startswith("survey_"))
            assert {(one.state, one.last_error) for one in session.exec(wanted)} == {("cancelled", "user_disabled")}

    def test_waits_until_slack_takes_it(self, harness: Harness) -> None:
        cards = harness.file()
        propose(harness, cards)
        harness.slack.fail("chat.postMessage", times=1, error="token_revoked", channel="U0ALICE")
        close(harness, cards, SOLVED)
        assert questions(harness) == []
        harness.pass_time(minutes=11)
        assert len(questions(harness)) == 1

    @pytest.mark.parametrize("is_answered", [True, False])
    def test_is_not_asked_of_what_the_customer_closed(self, harness: Harness, *, is_answered: bool) -> None:
        """Whoever withdraws an incident has no solution to judge."""
        cards = harness.file()
        if is_answered:
            propose(harness, cards)
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": ""}).ok
        harness.deliver()
        assert questions(harness) == []

    def test_is_asked_anew_after_reopening_as_the_first_one_has_no_button_any_more(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "Down again"}).ok
        harness.deliver()
        assert [harness.slack.buttons(one) for one in harness.slack.dms("U0ALICE")] == [[]]
        assert "The incident is open again." in questions(harness)[0]
        close(harness, cards, SOLVED)
        harness.clock.tick(timedelta(days=4))
        harness.deliver()
        offered = [harness.slack.buttons(one) for one in harness.slack.dms("U0ALICE")]
        assert offered == [[], ["Answer"], ["Answer"]]  # The new question, and its only reminder.

    def test_is_not_asked_again_after_it_was_answered(self, harness: Harness, cards: dict[str, str]) -> None:
        assert harness.alice.click("Answer", channel=harness.slack.direct_message("U0ALICE").id).ok
        assert harness.alice.submit(ANSWERS).ok
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "Down again"}).ok
        harness.deliver()
        close(harness, cards, SOLVED)
        harness.clock.tick(timedelta(days=4))
        harness.deliver()
        assert len(questions(harness)) == 1
        assert "You have answered; thank you." in questions(harness)[0]
