"""An incident goes to another desk: what waits goes there, and nothing of its promise changes."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.desk import AtThatDesk, NoOtherDesk, NoSuchDesk, move_to_desk
from bot.operations.incidents.permission import NotNow, NotYours
from models.vocabulary import TO_TECHNICIANS, Kind
from tests import case as cases
from tests.case import ALICE, MAX, TESS, THEO, Case

TO_NETWORK = {"desk": "network", "note": "Not mine"}


def test_takes_reminders_fallback_and_notices_along_and_leaves_the_deadline(case: Case) -> None:
    before, due = case.incident, [(kind, at) for kind, _, _, at in case.posted(*TO_TECHNICIANS)]
    case.do(move_to_desk, THEO, **TO_NETWORK)
    after = case.incident
    assert (after.desk, after.deadline_at, after.status) == ("network", before.deadline_at, "open")
    assert [(kind, at) for kind, _, state, at in case.posted(*TO_TECHNICIANS) if state == "pending"] == due
    assert {place for _, place, *_ in case.posted(*TO_TECHNICIANS, "triage_card", "moved_to_triage")} == {"C0NETWORK"}
    assert [place for _, place, *_ in case.posted(Kind.SCHEDULE_FALLBACK)][-1] == "C0NETWORK"
    (event,) = case.events("move_to_desk")
    assert (event.before, event.after) == ({"desk": ""}, {"desk": "network", "note": "Not mine"})
    assert case.posted("breach_notice") == [("breach_notice", "U0MAX", "pending", before.deadline_at)]


def test_takes_nothing_along_that_lists_incidents_of_the_former_desk(case: Case) -> None:
    to = triage_thread(case.number, triage_channel=cases.WORKSPACE.triage_channel)
    with case.database.transaction() as session:
        outbox.post(session, kind=Kind.SIMILAR, to=to, parameters={"similar": [case.number]}, now=case.now)
    case.do(move_to_desk, THEO, **TO_NETWORK)
    assert [(place, state) for _, place, state, _ in case.posted("similar")] == [(to.channel, "cancelled")]


def test_after_a_breach_lets_nobody_hear_of_it_twice(case: Case) -> None:
    case.now += timedelta(hours=5)
    case.do(move_to_desk, THEO, **TO_NETWORK)
    case.do(move_to_desk, THEO, desk="", note="")
    assert len(case.posted("breach_notice")) == 1
    assert len({(kind, at) for kind, _, _, at in case.posted("escalation")}) == len(case.posted("escalation"))


def test_is_refused_where_it_leads_nowhere(case: Case) -> None:
    assert isinstance(case.refused(move_to_desk, THEO, desk="", note=""), AtThatDesk)
    assert isinstance(case.refused(move_to_desk, THEO, desk="gone", note=""), NoSuchDesk)
    assert isinstance(case.refused(move_to_desk, ALICE, **TO_NETWORK), NotYours)
    case.do(move_to_desk, MAX, **TO_NETWORK)
    assert isinstance(case.refused(move_to_desk, THEO, **TO_NETWORK), AtThatDesk)
    case.do(close_incident, ALICE, act="withdraw", explanation="Gone")
    assert isinstance(case.refused(move_to_desk, THEO, desk="", note=""), NotNow)


def test_needs_a_second_desk(case: Case) -> None:
    context = replace(case.context(THEO), workspace=replace(cases.WORKSPACE, further_desks=()))
    with pytest.raises(NoOtherDesk), case.database.transaction() as session:
        move_to_desk(session, incident_id=case.number, **TO_NETWORK, context=context)


def test_by_two_at_once_happens_once_and_while_somebody_acknowledges_both_happen(case: Case) -> None:
    case.now += timedelta(minutes=1)

    def attempt(operation: object, who: object, **given: object) -> None:
        with case.database.transaction() as session:
            operation(session, incident_id=case.number, **given, context=case.context(who))  # type: ignore[operator,arg-type]

    move = partial(attempt, move_to_desk, desk="network", note="")
    assert case.at_once([partial(move, THEO), partial(move, TESS)]) == ["", "AtThatDesk"]
    acknowledge, back = (
        partial(attempt, acknowledge_incident, TESS),
        partial(attempt, move_to_desk, THEO, desk="", note=""),
    )
    assert case.at_once([acknowledge, back]) == ["", ""]
    it = case.incident
    assert (it.desk, it.status, it.assigned_to) == ("", "acknowledged", "U0TESS")
    assert {state for _, _, state, _ in case.posted(*TO_TECHNICIANS)} == {"cancelled"}
