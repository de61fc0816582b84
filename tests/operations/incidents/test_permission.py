"""Who may do what to the incidents of which desk, where the policy keeps the desks apart, and where it does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.operations.context import Context
from bot.operations.incidents.acknowledgement import acknowledge_incident, receive_eyes
from bot.operations.incidents.assignment import ChosenNotTechnician, assign_incident
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.permission import AtAnotherDesk, check_allowed, find_visible
from bot.operations.incidents.remark import receive_remark
from bot.operations.incidents.reply import reply_to_customer
from bot.operations.incidents.solution import propose_solution
from bot.operations.incidents.verdict import give_verdict
from bot.queries.home import queue_of
from bot.queries.incident_list import list_incidents
from bot.queries.incident_search import search_incidents
from bot.queries.incidents import pending_verdicts, visible_incident
from bot.rules.incident_list import Page
from bot.rules.person import Person, TechniciansUnknown
from bot.rules.refusal import Refusal
from bot.rules.reply import Reply
from bot.rules.workspace import Desk
from bot.rules.written_message import WrittenMessage
from models import Incident, OutboxMessage
from models.vocabulary import Kind, Side
from tests import case as cases
from tests.case import ALICE, EVE, MAX, TESS, THEO, Case

NETWORK = Desk("network", "C0NETWORK", ("U0NINA",), "fr", frozenset(), frozenset({"acme"}))
DESKS = replace(cases.WORKSPACE, further_desks=(NETWORK,))
AT_FIRST = replace(TESS, at_desks={"": True, "network": False})
AT_NETWORK = replace(THEO, at_desks={"": False, "network": True})
PERHAPS = replace(THEO, is_technician=True, at_desks={"": True, "network": None})
NINA = Person("U0NINA", "Nina", "fr", "Europe/Paris", manages=frozenset({"network"}))


class AtDesks(Case):
    """The incident is at the desk "network", as its account is."""

    def context(self, who: Person) -> Context:
        return replace(super().context(who), workspace=DESKS)


@pytest.fixture
def case(database: object) -> AtDesks:
    """An incident that has just been filed, in a workspace with two desks."""
    return AtDesks(database)  # type: ignore[arg-type]


def test_an_incident_is_filed_at_its_desk_with_all_that_is_posted_about_it(case: AtDesks) -> None:
    assert case.incident.desk == "network"
    assert {place for kind, place, *_ in case.posted("triage_card", "warning", "breach", "escalation")} == {"C0NETWORK"}
    assert {place for _, place, *_ in case.posted("breach_notice", "escalation_notice")} == {"U0NINA"}
    assert {place for _, place, *_ in case.posted(Kind.SCHEDULE_FALLBACK)} == {"C0NETWORK"}
    case.do(acknowledge_incident, AT_NETWORK)
    case.do(propose_solution, AT_NETWORK, text="Restart")
    to_triage = [place for kind, place, *_ in case.posted() if kind.endswith("_to_triage") or kind == "update_wanted"]
    assert set(to_triage) == {"C0NETWORK"}


def refusal(call: Callable[[], object]) -> str:
    """Return the name of what refuses it; "" where nothing does."""
    try:
        call()
    except Refusal as refused:
        return type(refused).__name__
    return ""


def test_who_may_do_what_at_a_desk(case: AtDesks) -> None:
    people = {
        "of the desk": AT_NETWORK,
        "of another desk": AT_FIRST,
        "perhaps of the desk": PERHAPS,
        "of any, where all see all": TESS,
        "its manager": NINA,
        "the manager of all": MAX,
        "customer": ALICE,
        "nobody": EVE,
    }
    incident = case.incident

    def tries(who: Person) -> tuple[str, str, str]:
        acts = ("assign", "give_verdict", "withdraw")
        closed = {"give_verdict": incident.model_copy(update={"status": "closed", "outcome": "unresolved"})}
        allowed = [
            refusal(
                lambda act=act: check_allowed(  # type: ignore[misc]
                    closed.get(act, incident), incident_id=case.number, act=act, context=case.context(who)
                )
            )
            for act in acts
        ]
        return allowed[0], allowed[1], allowed[2]

    assert {name: tries(who) for name, who in people.items()} == {
        # They assign, bill, withdraw.
        "of the desk": ("", "NotManager", "NotYours"),
        "of another desk": ("AtAnotherDesk",) * 3,
        "perhaps of the desk": ("TechniciansUnknown", "TechniciansUnknown", "TechniciansUnknown"),
        "of any, where all see all": ("", "NotManager", "NotYours"),
        "its manager": ("NotYours", "", "NotYours"),
        "the manager of all": ("NotYours", "", "NotYours"),
        "customer": ("NotYours", "NotManager", ""),
        "nobody": ("NoSuchIncident",) * 3,
    }


def test_who_sees_nothing_of_an_incident_is_told_so_as_they_may_know(case: AtDesks) -> None:
    rows = [
        (AT_NETWORK, None),
        (NINA, None),
        (ALICE, None),
        (AT_FIRST, AtAnotherDesk),
        (EVE, NoSuchIncident),
        (PERHAPS, TechniciansUnknown),
    ]
    with case.database.reading() as session:
        for who, expected in rows:
            context = case.context(who)
            if expected is None:
                assert find_visible(session, incident_id=case.number, context=context).number == case.number
            else:
                with pytest.raises(expected):
                    find_visible(session, incident_id=case.number, context=context)
            with pytest.raises(NoSuchIncident):
                find_visible(session, incident_id=99, context=context)


def test_only_a_technician_of_the_desk_acknowledges_answers_and_is_given_it(case: AtDesks) -> None:
    reply = Reply(incident_id=case.number, text="On it", ts="9.9")
    case.refused(acknowledge_incident, AT_FIRST)
    with pytest.raises(AtAnotherDesk), case.database.transaction() as session:
        reply_to_customer(session, reply=reply, context=case.context(AT_FIRST))
    with pytest.raises(TechniciansUnknown):
        case.do(acknowledge_incident, PERHAPS)
    case.do(receive_eyes, AT_FIRST, at=case.now + timedelta(minutes=1))
    for side, place in ((Side.CUSTOMER, "C0ACME"), (Side.TRIAGE, "C0NETWORK")):
        message = WrittenMessage(place, f"8.{len(place)}", "U0TESS", case.now, "Mine")
        with case.database.transaction() as session:
            receive_remark(session, message, incident_id=case.number, side=side, context=case.context(AT_FIRST))
    assert case.incident.status == "open"
    assert case.posted("talk_notice") == []
    assert isinstance(case.refused(assign_incident, AT_NETWORK, technician=AT_FIRST, note=""), ChosenNotTechnician)
    assert isinstance(case.refused(assign_incident, AT_NETWORK, technician=PERHAPS, note=""), TechniciansUnknown)
    case.do(assign_incident, AT_NETWORK, technician=AT_NETWORK, note="")
    case.do(receive_eyes, AT_NETWORK, at=case.now + timedelta(minutes=1))
    assert case.incident.acknowledged_by == "U0THEO"


def test_everybody_sees_the_incidents_of_their_own_desk_and_their_own(case: AtDesks) -> None:
    at_first, at_gone = case.file(), case.file()
    with case.database.transaction() as session:
        for number, desk in ((at_first, ""), (at_gone, "gone")):
            session.get_one(Incident, number).desk = desk
    everything = {case.number, at_first, at_gone}

    def seen_by(who: Person, *accounts: int) -> set[int]:
        with case.database.reading() as session:
            asked: dict[str, Any] = {"person": who, "accounts": accounts, "limit": 9}
            lists = [
                list_incidents(session, Page("open"), **asked),
                list_incidents(session, Page("open", case.account if who.is_staff else None), **asked),
                list_incidents(session, Page("open", typed="mail"), **asked),
                search_incidents(session, Page("found", typed="mail"), **asked),
                queue_of(session, **asked),
            ]
            shown = {
                number
                for number in everything
                if refusal(lambda n=number: _must_see(session, n, who, accounts)) == ""  # type: ignore[misc]
            }
        for one in lists:
            assert ({facts.number for facts in one.incidents}, one.count) == (shown, len(shown))
        return shown

    def _must_see(session: object, number: int, who: Person, accounts: tuple[int, ...]) -> None:
        if visible_incident(session, incident_id=number, person=who, accounts=accounts) is None:  # type: ignore[arg-type]
            raise NoSuchIncident

    assert seen_by(TESS) == seen_by(MAX) == everything
    assert seen_by(AT_FIRST) == seen_by(PERHAPS) == {at_first, at_gone}  # "gone" is no desk any more.
    assert seen_by(AT_FIRST, case.account) == everything  # It is of their account as well.
    assert seen_by(AT_NETWORK) == seen_by(NINA) == {case.number}
    assert seen_by(ALICE, case.account) == everything
    assert seen_by(replace(EVE, at_desks={"": False, "network": False})) == set()
    with case.database.reading() as session, pytest.raises(TechniciansUnknown):
        visible_incident(session, incident_id=case.number, person=PERHAPS, accounts=())


def test_the_managers_of_the_desk_are_asked_what_it_costs(case: AtDesks) -> None:
    case.do(close_incident, ALICE, act="withdraw", explanation="Gone")
    with case.database.reading() as session:
        asked = session.exec(select(OutboxMessage.channel).where(OutboxMessage.kind == Kind.VERDICT_WANTED)).all()
        waiting = [pending_verdicts(session, limit=9, desks=one)[1] for one in (None, {"network"}, {""})]
    assert (asked, waiting) == (["U0NINA"], [1, 1, 0])
    case.do(give_verdict, NINA, verdict="waived", reason="As agreed")
    assert case.incident.billing == "waived"
