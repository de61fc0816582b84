"""An incident goes from hand to hand: assigned by a form, taken over by a button."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Event, Incident
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident that nobody has yet."""
    return harness.file()


def assign(harness: Harness, cards: dict[str, str], user: str, note: str = "") -> dict[str, str]:
    """Let Tess assign the incident; return the errors of the form."""
    assert harness.choose(harness.tess, "assign", cards[TRIAGE]).ok
    answer = harness.tess.submit({"Technician": user, "Handover note": note})
    harness.deliver()
    return answer.errors


def assigned(harness: Harness) -> str | None:
    """Return the assignee of the incident."""
    with harness.guichet.database.reading() as session:
        return session.exec(select(Incident.assigned_to)).one()


def handovers(harness: Harness) -> list[tuple[str, str | None, str]]:
    """Return the kind, the old and the new value of each event about the assignee."""
    with harness.guichet.database.reading() as session:
        events = session.exec(select(Event).order_by(Event.id)).all()  # type: ignore[arg-type]
        found = [one for one in events if one.kind in {"assign_incident", "take_over"}]
        return [(one.kind, one.before["assigned_to"], one.after["assigned_to"]) for one in found]


class TestAssign:
    """A technician names another one."""

    def test_open_incident_is_reminded_of_by_name_and_is_not_acknowledged(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        said = len(harness.thread(CUSTOMERS, cards[CUSTOMERS]))
        assert assign(harness, cards, "U0THEO", "Call <b>Bob</b> first") == {}
        thread = harness.thread(TRIAGE, cards[TRIAGE])[-1]
        assert "@theo, @tess has assigned INC-1 “Mail is down” to you." in thread
        assert "Call <b>Bob</b> first" in thread
        assert "Waiting for a technician" in harness.card(TRIAGE, cards[TRIAGE])
        assert "Assigned to\n@theo" in harness.card(TRIAGE, cards[TRIAGE])
        assert len(harness.thread(CUSTOMERS, cards[CUSTOMERS])) == said
        harness.pass_time(minutes=61)
        assert (
            "@theo ⏰ INC-1 “Mail is down” (severity A, no account) needs an initial response"
            in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        )
        assert "no longer a technician" not in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        harness.theo.leave(TRIAGE)
        harness.pass_time(minutes=30)
        assert "@theo is no longer a technician" in harness.thread(TRIAGE, cards[TRIAGE])[-1]

    def test_acknowledged_incident_tells_the_customer_but_not_the_note(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        assert assign(harness, cards, "U0THEO", "A secret") == {}
        assert "@theo is now looking after INC-1" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "@theo has it" in harness.card(CUSTOMERS, cards[CUSTOMERS])
        assert "A secret" not in "\n".join(harness.thread(CUSTOMERS, cards[CUSTOMERS]))
        assert handovers(harness) == [("assign_incident", "U0TESS", "U0THEO")]

    def test_wrong_choice_is_refused_at_its_field(self, harness: Harness, cards: dict[str, str]) -> None:
        assert "is not one of the technicians of this incident" in assign(harness, cards, "U0ALICE")["Technician"]
        harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.deliver()
        assert "INC-1 is already assigned to" in assign(harness, cards, "U0TESS")["Technician"]
        assert handovers(harness) == []

    def test_form_sent_twice_counts_once(self, harness: Harness, cards: dict[str, str]) -> None:
        assign(harness, cards, "U0THEO")
        assert harness.tess.resubmit().ok
        harness.deliver()
        assert len(handovers(harness)) == 1


class TestTakeOver:
    """A technician takes over an incident that is assigned to another one."""

    def test_of_two_at_once_the_second_is_told(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.slack.add_user("U0TOM", name="tom", tz="Europe/Paris", locale="en-US")
        harness.people["U0TOM"].join(TRIAGE)
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.deliver()
        for user in ("U0TESS", "U0TOM"):  # Before the card has changed.
            harness.people[user].click("Take over", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.private_answers("U0TOM")[-1].startswith("@tess has taken over INC-1 in the meantime.")
        harness.deliver()
        assert assigned(harness) == "U0TESS"
        assert handovers(harness) == [("take_over", "U0THEO", "U0TESS")]
        assert "@tess has taken over INC-1 “Mail is down” from @theo." in "\n".join(
            harness.thread(TRIAGE, cards[TRIAGE])
        )
        assert "@tess is now looking after INC-1" in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        harness.people["U0TOM"].click("Take over", channel=TRIAGE, ts=cards[TRIAGE])
        assert assigned(harness) == "U0TOM"

    def test_who_has_it_is_told_so(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.deliver()
        harness.tess.click("Take over", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.private_answers("U0TESS")[-1] == "INC-1 is already assigned to you."


def reminders(harness: Harness, cards: dict[str, str]) -> list[str]:
    """Return the reminders posted because the customer had received no update."""
    return [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]


class TestUpdates:
    """Severity A with business cover: the customer may hear nothing for four hours of opening time."""

    @pytest.fixture
    def cards(self, harness: Harness) -> dict[str, str]:
        """The cards of an incident that Tess acknowledged on Monday at 9:00."""
        cards = harness.file()
        harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.deliver()
        return cards

    def later(self, harness: Harness, **length: float) -> None:
        """Let time pass at once, with a delivery at the end."""
        harness.clock.tick(timedelta(**length))
        harness.deliver()

    def test_remind_who_has_it_then_tell_the_managers_and_never_speak_at_night(
        self, harness: Harness, cards: dict[str, str]
    ) -> None:
        self.later(harness, hours=3, minutes=59)
        assert reminders(harness, cards) == []
        self.later(harness, minutes=1)  # 13:00
        assert "🔔 @tess, the customer of INC-1 “Mail is down” has not heard from us" in reminders(harness, cards)[-1]
        assert not [one for one in harness.direct("U0MAX") if "🔔" in one]
        self.later(harness, hours=4)  # 17:00
        assert "(reminder 2 of 5)" in reminders(harness, cards)[-1]
        assert len([one for one in harness.direct("U0MAX") if "🔔" in one]) == 1
        self.later(harness, hours=15, minutes=59)  # Tuesday, 8:59; one hour of Monday counted.
        assert len(reminders(harness, cards)) == 2
        self.later(harness, hours=3, minutes=1)  # 12:00
        assert "(reminder 3 of 5)" in reminders(harness, cards)[-1]
        for _ in range(8):
            self.later(harness, hours=12)
        assert len(reminders(harness, cards)) == 5
        assert len([one for one in harness.direct("U0MAX") if "🔔" in one]) == 1

    def test_say_that_who_has_it_has_left(self, harness: Harness, cards: dict[str, str]) -> None:
        """Nobody who is called by name reads it there, so that somebody else must have it; the managers read it too."""
        harness.tess.leave(TRIAGE)
        for _ in range(2):
            self.later(harness, hours=4)
            assert "@tess is no longer a technician here: please assign INC-1" in reminders(harness, cards)[-1]
        assert "@tess n’est plus technicien" in harness.direct("U0MAX")[-1]
        harness.theo.click("Take over", channel=TRIAGE, ts=cards[TRIAGE])
        self.later(harness, hours=4 + 15)
        assert "not a technician" not in reminders(harness, cards)[-1]

    def test_begin_anew_with_each_word_to_the_customer(self, harness: Harness, cards: dict[str, str]) -> None:
        self.later(harness, hours=3)
        harness.theo.reply("Ça avance.", channel=TRIAGE, thread_ts=cards[TRIAGE])  # Private.
        harness.slack.add_member(CUSTOMERS, "U0THEO")
        harness.theo.reply("We are on it.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        self.later(harness, hours=3)  # 15:00
        assert reminders(harness, cards) == []
        harness.alice.reply("And?", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        self.later(harness, hours=1, seconds=1)  # 16:00, and what Slack's clock is ahead of ours.
        assert len(reminders(harness, cards)) == 1

    def test_words_that_slack_did_not_tell_us_of_are_found_first(self, harness: Harness, cards: dict[str, str]) -> None:
        self.later(harness, hours=3)
        harness.unheard("U0TESS", "Still at it.", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        self.later(harness, hours=1)
        assert reminders(harness, cards) == []
        self.later(harness, hours=3)
        assert len(reminders(harness, cards)) == 1

    @pytest.mark.parametrize(
        ("button", "quiet", "rest"),
        [
            ("Snooze 1 h", timedelta(minutes=59), timedelta(minutes=1)),  # 14:00
            ("Snooze to next business day", timedelta(hours=19, minutes=59), timedelta(minutes=1)),  # Tuesday, 9:00
            ("Snooze 2 business days", timedelta(hours=47, minutes=59), timedelta(minutes=1)),  # Wednesday, 13:00
        ],
    )
    def test_can_be_put_off(
        self, harness: Harness, cards: dict[str, str], button: str, quiet: timedelta, rest: timedelta
    ) -> None:
        self.later(harness, hours=4)
        reminder = next(
            one for one in harness.slack.thread(TRIAGE, cards[TRIAGE]) if "🔔" in harness.slack.text_of(one)
        )
        assert harness.tess.click(button, channel=TRIAGE, ts=reminder["ts"]).ok
        harness.deliver()
        assert "💤 @tess has snoozed the reminder about INC-1 until" in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        harness.clock.tick(quiet)
        harness.deliver()
        assert len(reminders(harness, cards)) == 1
        harness.clock.tick(rest)
        harness.deliver()
        assert len(reminders(harness, cards)) == 2
        assert not [one for one in harness.direct("U0MAX") if "🔔" in one]

    def test_end_with_the_incident_and_begin_when_it_is_reopened(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({}).ok
        self.later(harness, hours=24)
        assert reminders(harness, cards) == []
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "Again"}).ok
        self.later(harness, hours=3, minutes=59)
        assert reminders(harness, cards) == []
        self.later(harness, minutes=1)
        assert len(reminders(harness, cards)) == 1

    def test_come_late_once_after_a_stop(self, harness: Harness, cards: dict[str, str]) -> None:
        self.later(harness, hours=50)  # Wednesday, 11:00
        (said,) = reminders(harness, cards)
        assert "late: Guichet was not running" in said
