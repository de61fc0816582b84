"""A manager decides what an incident costs that was not solved. Source: contract, billing at discretion."""

from datetime import datetime

from sqlmodel import Session

from bot.delivery.buttons import take_buttons
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import check_act
from bot.operations.packs.settlement import release_unit, settle_unit
from bot.rules.managers import check_manager
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import Verdict
from bot.rules.workspace import Workspace
from models import Incident, vocabulary


class NoVerdictDue(Refusal):
    """Somebody has decided already."""

    text = "refusal-no_verdict_due"


def check_verdict(session: Session, *, incident_id: int, manager: Person) -> Incident:
    """Return the incident, locked, whose billing waits for a verdict.

    Raises `NotManager`, what `check_act` raises, or `NoVerdictDue`.
    """
    check_manager(manager)
    incident = check_act(session, incident_id=incident_id, act="give_verdict", person=manager, accounts=())
    if incident.billing != "pending_verdict":
        raise NoVerdictDue(incident=written(incident_id), billing=incident.billing)
    return incident


def give_verdict(
    session: Session,
    *,
    incident_id: int,
    verdict: Verdict,
    reason: str,
    manager: Person,
    workspace: Workspace,
    now: datetime,
) -> None:
    """Bill the incident or waive it, and tell both sides, with the reason; raise what `check_verdict` raises."""
    incident = check_verdict(session, incident_id=incident_id, manager=manager)
    take_buttons(session, incident_id=incident_id, kinds=("verdict_wanted",), now=now)
    who = manager.user_id
    if verdict == "billed":
        settle_unit(session, incident_id=incident_id, actor=who, reason=reason, now=now, is_verdict=True)
    else:
        release_unit(session, incident_id=incident_id, actor=who, reason=reason, now=now)
    told = {"verdict": verdict, "reason": reason, "who": who}
    notify_both_sides(session, incident, vocabulary.VERDICT_GIVEN, workspace=workspace, now=now, parameters=told)
