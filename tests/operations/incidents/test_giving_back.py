"""An incident that is given back waits as if nobody had taken it; what was done before takes it on no more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.operations.incidents.acknowledgement import acknowledge_incident, receive_eyes
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.giving_back import NotWithYou, give_back, take_back_eyes
from bot.operations.incidents.permission import NotNow, NotYours
from bot.operations.incidents.remark import receive_remark
from bot.operations.incidents.reply import reply_to_customer
from bot.rules.reply import Reply
from bot.rules.written_message import WrittenMessage
from models.vocabulary import GIVEN_BACK, REMINDERS, Side
from tests.case import ALICE, MAX, TESS, THEO, Case

MINUTE = timedelta(minutes=1)
MINE = WrittenMessage("C0TRIAGE", "2.0", "U0THEO", min, "Mine")  # type: ignore[arg-type]


def open_and_untaken(case: Case) -> bool:
    """Return whether the incident waits as if nobody had taken it."""
    it = case.incident
    taken = it.acknowledged_at, it.acknowledged_by, it.acknowledged_how, it.acknowledged_margin, it.assigned_to
    return it.status == "open" and not any(taken) and it.customer_updated_at is None


class TestGivingBack:
    """By whoever has it, or a manager."""

    @pytest.mark.parametrize("by", [THEO, MAX])
    def test_lets_it_wait_with_its_first_deadline_and_its_reminders(self, case: Case, by: object) -> None:
        deadline, reminders = case.incident.deadline_at, case.posted(*REMINDERS)
        case.do(acknowledge_incident, THEO)
        assert {state for _, _, state, _ in case.posted(*REMINDERS)} == {"cancelled"}
        case.do(give_back, by, note="Not my product")  # type: ignore[arg-type]
        assert open_and_untaken(case)
        assert case.incident.deadline_at == deadline
        assert case.posted(*REMINDERS) == reminders
        assert [state for *_, state, _ in case.posted("update_wanted", "update_notice")] == ["cancelled"]

    def test_tells_both_sides_and_keeps_both_acts(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        taken_at = case.now
        case.do(give_back, THEO, note="Not my product")
        assert [(one.kind, one.parameters) for one in case.messages(*GIVEN_BACK)] == [
            (kind, {"who": "U0THEO", "former": "U0THEO", "note": "Not my product"}) for kind in GIVEN_BACK
        ]
        (taken,), (given,) = case.events("acknowledge_incident"), case.events("give_back")
        assert (taken.actor, given.actor, given.after) == (
            "U0THEO",
            "U0THEO",
            {"status": "open", "note": "Not my product"},
        )
        assert (given.before["acknowledged_at"], given.before["how"]) == (taken_at.isoformat(), "button")
        assert given.before["margin"] == taken.after["margin"] == 239 * 60  # Four hours less a minute.

    def test_judges_the_promise_by_the_acknowledgement_that_stood(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        case.do(give_back, THEO, note="")
        case.now += timedelta(hours=5)
        case.do(acknowledge_incident, TESS)
        it = case.incident
        assert (it.acknowledged_by, it.acknowledged_margin) == ("U0TESS", -63 * 60)

    def test_after_a_breach_posts_it_now_and_no_escalation_that_should_have_followed(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        case.now += timedelta(hours=5)
        case.do(give_back, THEO, note="")
        (breach,) = case.messages("breach")
        assert (breach.state, breach.run_at, breach.parameters["arranged_at"]) == (
            "pending",
            case.now,
            case.now.isoformat(),
        )
        late = [one.state for one in case.messages("escalation") if one.due_at <= case.now]
        assert late == ["superseded"] * 2

    def test_twice_after_closing_and_by_others_is_refused(self, case: Case) -> None:
        assert isinstance(case.refused(give_back, THEO, note=""), NotNow)  # It has no assignee.
        case.do(acknowledge_incident, THEO)
        refusal = case.refused(give_back, TESS, note="")
        assert isinstance(refusal, NotWithYou)
        assert refusal.facts == {"incident": "INC-1", "who": "<@U0THEO>"}
        assert isinstance(case.refused(give_back, ALICE, note=""), NotYours)
        case.do(give_back, THEO, note="")
        for who in (THEO, MAX):
            assert isinstance(case.refused(give_back, who, note=""), NotNow)
        case.do(close_incident, TESS, act="give_up", explanation="None.")
        assert isinstance(case.refused(give_back, TESS, note=""), NotNow)

    def test_at_once_by_two_happens_once(self, case: Case) -> None:
        case.do(acknowledge_incident, THEO)
        tries = [lambda who=who: case.do(give_back, who, note="") for who in (THEO, MAX)]
        assert case.at_once(tries) == ["", "NotNow"]
        assert len(case.events("give_back")) == 1

    def test_and_taking_in_turn_arms_every_reminder_once(self, case: Case) -> None:
        reminders = case.posted(*REMINDERS)
        for _ in range(3):
            case.do(acknowledge_incident, THEO)
            case.do(give_back, THEO, note="")
        assert case.posted(*REMINDERS) == reminders


class TestWhatWasDoneBefore:
    """It is found again whenever the threads are read."""

    @pytest.mark.parametrize("side", list(Side))
    def test_acknowledges_no_more_and_what_is_newer_does(self, case: Case, side: Side) -> None:
        old = replace(MINE, at=case.now + MINUTE)
        case.do(receive_remark, THEO, message=old, side=side)
        assert case.incident.status == "acknowledged"
        case.do(give_back, THEO, note="")
        case.do(receive_remark, THEO, message=old, side=side)
        assert open_and_untaken(case)
        assert case.messages("talk_notice") == []
        case.do(receive_remark, THEO, message=replace(MINE, ts="3.0", at=case.now), side=side)
        assert case.incident.acknowledged_by == "U0THEO"

    @pytest.mark.parametrize(("after", "counts"), [(None, False), (-1, False), (0, False), (1, True)])
    def test_are_eyes_that_nobody_knows_the_time_of(self, case: Case, after: int | None, counts: bool) -> None:
        case.do(acknowledge_incident, THEO)
        case.do(give_back, THEO, note="")
        at = None if after is None else case.now + after * timedelta(seconds=1)
        case.do(receive_eyes, TESS, at=at)
        assert (case.incident.status == "acknowledged") is counts


class TestEyesTakenAway:
    """Within five minutes, by whoever acknowledged with them."""

    @pytest.mark.parametrize(
        ("minutes", "who", "is_given_back"),
        [(0, THEO, True), (4, THEO, True), (5, THEO, True), (6, THEO, False), (1, TESS, False), (-1, THEO, False)],
    )
    def test_give_it_back(self, case: Case, minutes: int, who: object, is_given_back: bool) -> None:
        case.do(receive_eyes, THEO, at=case.now + MINUTE)
        at = case.now + minutes * MINUTE
        case.now += 10 * MINUTE
        for _ in range(2):
            case.do(take_back_eyes, who, at=at)  # type: ignore[arg-type]
        assert open_and_untaken(case) is is_given_back
        assert len(case.events("give_back")) == is_given_back

    def test_change_nothing_where_it_was_acknowledged_otherwise_or_answered_since(self, case: Case) -> None:
        case.do(take_back_eyes, THEO, at=case.now)
        case.do(acknowledge_incident, THEO)
        case.do(take_back_eyes, THEO, at=case.now)
        assert case.incident.status == "acknowledged"
        case.do(give_back, THEO, note="")
        case.do(receive_eyes, THEO, at=case.now + MINUTE)
        case.do(
            lambda session, incident_id, context: reply_to_customer(
                session, reply=Reply(incident_id=incident_id, text="At it", ts="9.9"), context=context
            ),
            THEO,
        )
        case.do(take_back_eyes, THEO, at=case.now)
        assert case.incident.status == "acknowledged"
