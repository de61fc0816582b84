"""Somebody about to file the same problem joins the existing incident, once, or has it reopened."""

from typing import Any

from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.joining import ClosedMeanwhile, join_incident, reopen_for
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import NotNow
from bot.rules.contribution import Contribution
from models.vocabulary import JOINED
from tests.case import ALICE, BOB, EVE, THEO, Case
from tests.paying import left

FORM: dict[str, Any] = {"form_id": "VSAME", "contribution": Contribution("No mail here", "Since ten.")}


def test_is_read_on_both_sides_and_uses_no_unit(case: Case) -> None:
    before = left(case.database, case.pack)

    case.do(join_incident, BOB, **FORM)

    wrote = {"who": "U0BOB", "title": "No mail here", "description": "Since ten."}
    assert [(one.channel, one.parameters) for one in case.messages(*JOINED)] == [("C0ACME", wrote), ("C0TRIAGE", wrote)]
    assert [(one.actor, one.after) for one in case.events("join_incident")] == [
        ("U0BOB", {"title": "No mail here", "description": "Since ten."})
    ]
    assert left(case.database, case.pack) == before


def test_of_one_form_happens_once(case: Case) -> None:
    case.do(join_incident, BOB, **FORM)
    case.do(join_incident, BOB, **FORM)
    case.do(join_incident, ALICE, **FORM | {"form_id": "VOTHER"})

    assert [one.actor for one in case.events("join_incident")] == ["U0BOB", "U0ALICE"]


def test_is_for_those_who_may_know_of_it(case: Case) -> None:
    assert isinstance(case.refused(join_incident, EVE, **FORM), NoSuchIncident)
    assert isinstance(case.refused(join_incident, EVE, **FORM | {"incident_id": 99}), NoSuchIncident)
    case.do(join_incident, THEO, **FORM)


def test_what_was_closed_meanwhile_is_refused_and_may_be_reopened(case: Case) -> None:
    case.do(close_incident, THEO, act="give_up", explanation="No.")
    assert isinstance(case.refused(join_incident, BOB, **FORM), ClosedMeanwhile)

    case.do(reopen_for, BOB, **FORM)

    assert case.incident.status == "acknowledged"  # By what Theo closed it with.
    (event,) = case.events("reopen_incident")
    assert (event.actor, event.after["reason"]) == ("U0BOB", "No mail here\n\nSince ten.")


def test_what_is_open_is_not_reopened(case: Case) -> None:
    assert isinstance(case.refused(reopen_for, BOB, **FORM), NotNow)
    case.do(join_incident, BOB, **FORM)  # The refusal has not used the form up.
    assert len(case.events("join_incident")) == 1
