"""An incident goes from hand to hand: assigned by a form, taken over by a button."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models import Event, Incident
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk


@pytest.fixture
def cards(desk: Desk) -> dict[str, str]:
    """The cards of an incident that nobody has yet."""
    return desk.file()


def assign(desk: Desk, cards: dict[str, str], user: str, note: str = "") -> dict[str, str]:
    """Let Tess assign the incident; return the errors of the form."""
    assert desk.choose(desk.tess, "assign", cards[TRIAGE]).ok
    answer = desk.tess.submit({"Technician": user, "Handover note": note})
    desk.deliver()
    return answer.errors


def assigned(desk: Desk) -> str | None:
    """Return who has it."""
    with desk.guichet.database.reading() as session:
        return session.exec(select(Incident.assigned_to)).one()


def handovers(desk: Desk) -> list[tuple[str, str | None, str]]:
    """Return kind, before and after of each event about who has it."""
    with desk.guichet.database.reading() as session:
        events = session.exec(select(Event).order_by(Event.id)).all()  # type: ignore[arg-type]
        found = [one for one in events if one.kind in {"assign_incident", "take_over"}]
        return [(one.kind, one.before["assigned_to"], one.after["assigned_to"]) for one in found]


class TestAssign:
    """A technician names another one."""

    def test_open_incident_is_reminded_of_by_name_and_is_not_acknowledged(
        self, desk: Desk, cards: dict[str, str]
    ) -> None:
        said = len(desk.thread(CUSTOMERS, cards[CUSTOMERS]))
        assert assign(desk, cards, "U0THEO", "Call <b>Bob</b> first") == {}
        thread = desk.thread(TRIAGE, cards[TRIAGE])[-1]
        assert "@theo, @tess has assigned INC-1 to you." in thread
        assert "Call <b>Bob</b> first" in thread
        assert "Waiting for a technician" in desk.card(TRIAGE, cards[TRIAGE])
        assert "Assigned to\n@theo" in desk.card(TRIAGE, cards[TRIAGE])
        assert len(desk.thread(CUSTOMERS, cards[CUSTOMERS])) == said
        desk.pass_time(minutes=61)
        assert (
            "@theo ⏰ INC-1 “Mail is down” (severity A, no account) needs an initial response"
            in desk.thread(TRIAGE, cards[TRIAGE])[-1]
        )
        assert "no longer a technician" not in desk.thread(TRIAGE, cards[TRIAGE])[-1]
        desk.theo.leave(TRIAGE)
        desk.pass_time(minutes=30)
        assert "@theo is no longer a technician" in desk.thread(TRIAGE, cards[TRIAGE])[-1]

    def test_acknowledged_incident_tells_the_customer_but_not_the_note(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        assert assign(desk, cards, "U0THEO", "A secret") == {}
        assert "@theo is now looking after INC-1" in desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "@theo has it" in desk.card(CUSTOMERS, cards[CUSTOMERS])
        assert "A secret" not in "\n".join(desk.thread(CUSTOMERS, cards[CUSTOMERS]))
        assert handovers(desk) == [("assign_incident", "U0TESS", "U0THEO")]

    def test_wrong_choice_is_refused_at_its_field(self, desk: Desk, cards: dict[str, str]) -> None:
        assert "is not a technician" in assign(desk, cards, "U0ALICE")["Technician"]
        desk.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        desk.deliver()
        assert "INC-1 is already assigned to" in assign(desk, cards, "U0TESS")["Technician"]
        assert handovers(desk) == []

    def test_form_sent_twice_counts_once(self, desk: Desk, cards: dict[str, str]) -> None:
        assign(desk, cards, "U0THEO")
        assert desk.tess.resubmit().ok
        desk.deliver()
        assert len(handovers(desk)) == 1


class TestTakeOver:
    """A technician takes what another one has."""

    def test_of_two_at_once_the_second_is_told(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.slack.add_user("U0TOM", name="tom", tz="Europe/Paris", locale="en-US")
        desk.people["U0TOM"].join(TRIAGE)
        desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        desk.deliver()
        for user in ("U0TESS", "U0TOM"):  # Before the card has changed.
            desk.people[user].click("Take over", channel=TRIAGE, ts=cards[TRIAGE])
        assert desk.private_answers("U0TOM")[-1].startswith("@tess has taken over INC-1 in the meantime.")
        desk.deliver()
        assert assigned(desk) == "U0TESS"
        assert handovers(desk) == [("take_over", "U0THEO", "U0TESS")]
        assert "@tess has taken over INC-1 from @theo." in "\n".join(desk.thread(TRIAGE, cards[TRIAGE]))
        assert "@tess is now looking after INC-1" in desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        desk.people["U0TOM"].click("Take over", channel=TRIAGE, ts=cards[TRIAGE])
        assert assigned(desk) == "U0TOM"

    def test_who_has_it_is_told_so(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        desk.deliver()
        desk.tess.click("Take over", channel=TRIAGE, ts=cards[TRIAGE])
        assert desk.private_answers("U0TESS")[-1] == "INC-1 is already assigned to you."


def reminders(desk: Desk, cards: dict[str, str]) -> list[str]:
    """Return what was posted because the customer heard nothing."""
    return [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "🔔" in one]


class TestUpdates:
    """Severity A with business cover: the customer may hear nothing for four hours of opening time."""

    @pytest.fixture
    def cards(self, desk: Desk) -> dict[str, str]:
        """The cards of an incident that Tess acknowledged on Monday at 9:00."""
        cards = desk.file()
        desk.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        desk.deliver()
        return cards

    def later(self, desk: Desk, **length: float) -> None:
        """Let time pass at once, with a delivery at the end."""
        desk.clock.tick(timedelta(**length))
        desk.deliver()

    def test_remind_who_has_it_then_tell_the_managers_and_never_speak_at_night(
        self, desk: Desk, cards: dict[str, str]
    ) -> None:
        self.later(desk, hours=3, minutes=59)
        assert reminders(desk, cards) == []
        self.later(desk, minutes=1)  # 13:00
        assert "🔔 @tess, the customer of INC-1 has not heard from us" in reminders(desk, cards)[-1]
        assert not [one for one in desk.direct("U0MAX") if "🔔" in one]
        self.later(desk, hours=4)  # 17:00
        assert "(reminder 2 of 5)" in reminders(desk, cards)[-1]
        assert len([one for one in desk.direct("U0MAX") if "🔔" in one]) == 1
        self.later(desk, hours=15, minutes=59)  # Tuesday, 8:59; one hour of Monday counted.
        assert len(reminders(desk, cards)) == 2
        self.later(desk, hours=3, minutes=1)  # 12:00
        assert "(reminder 3 of 5)" in reminders(desk, cards)[-1]
        for _ in range(8):
            self.later(desk, hours=12)
        assert len(reminders(desk, cards)) == 5
        assert len([one for one in desk.direct("U0MAX") if "🔔" in one]) == 1

    def test_say_that_who_has_it_has_left(self, desk: Desk, cards: dict[str, str]) -> None:
        """Nobody who is called by name reads it there, so that somebody else must have it; the managers read it too."""
        desk.tess.leave(TRIAGE)
        for _ in range(2):
            self.later(desk, hours=4)
            assert "@tess is no longer a technician here: please assign INC-1" in reminders(desk, cards)[-1]
        assert "@tess n’est plus technicien" in desk.direct("U0MAX")[-1]
        desk.theo.click("Take over", channel=TRIAGE, ts=cards[TRIAGE])
        self.later(desk, hours=4 + 15)
        assert "not a technician" not in reminders(desk, cards)[-1]

    def test_begin_anew_with_each_word_to_the_customer(self, desk: Desk, cards: dict[str, str]) -> None:
        self.later(desk, hours=3)
        desk.theo.reply("Ça avance.", channel=TRIAGE, thread_ts=cards[TRIAGE])  # Private.
        desk.slack.add_member(CUSTOMERS, "U0THEO")
        desk.theo.reply("We are on it.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        self.later(desk, hours=3)  # 15:00
        assert reminders(desk, cards) == []
        desk.alice.reply("And?", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        self.later(desk, hours=1, seconds=1)  # 16:00, and what Slack's clock is ahead of ours.
        assert len(reminders(desk, cards)) == 1

    def test_words_that_slack_did_not_tell_us_of_are_found_first(self, desk: Desk, cards: dict[str, str]) -> None:
        self.later(desk, hours=3)
        desk.unheard("U0TESS", "Still at it.", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        self.later(desk, hours=1)
        assert reminders(desk, cards) == []
        self.later(desk, hours=3)
        assert len(reminders(desk, cards)) == 1

    @pytest.mark.parametrize(
        ("button", "quiet", "rest"),
        [
            ("Snooze 1 h", timedelta(minutes=59), timedelta(minutes=1)),  # 14:00
            ("Snooze to next business day", timedelta(hours=19, minutes=59), timedelta(minutes=1)),  # Tuesday, 9:00
            ("Snooze 2 business days", timedelta(hours=47, minutes=59), timedelta(minutes=1)),  # Wednesday, 13:00
        ],
    )
    def test_can_be_put_off(
        self, desk: Desk, cards: dict[str, str], button: str, quiet: timedelta, rest: timedelta
    ) -> None:
        self.later(desk, hours=4)
        reminder = next(one for one in desk.slack.thread(TRIAGE, cards[TRIAGE]) if "🔔" in desk.slack.text_of(one))
        assert desk.tess.click(button, channel=TRIAGE, ts=reminder["ts"]).ok
        desk.deliver()
        assert "💤 @tess has snoozed the reminder about INC-1 until" in desk.thread(TRIAGE, cards[TRIAGE])[-1]
        desk.clock.tick(quiet)
        desk.deliver()
        assert len(reminders(desk, cards)) == 1
        desk.clock.tick(rest)
        desk.deliver()
        assert len(reminders(desk, cards)) == 2
        assert not [one for one in desk.direct("U0MAX") if "🔔" in one]

    def test_end_with_the_incident_and_begin_when_it_is_reopened(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert desk.alice.submit({}).ok
        self.later(desk, hours=24)
        assert reminders(desk, cards) == []
        desk.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert desk.alice.submit({"Reason": "Again"}).ok
        self.later(desk, hours=3, minutes=59)
        assert reminders(desk, cards) == []
        self.later(desk, minutes=1)
        assert len(reminders(desk, cards)) == 1

    def test_come_late_once_after_a_stop(self, desk: Desk, cards: dict[str, str]) -> None:
        self.later(desk, hours=50)  # Wednesday, 11:00
        (said,) = reminders(desk, cards)
        assert "late: Guichet was not running" in said
