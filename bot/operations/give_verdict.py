"""A manager decides what an incident costs that was not solved. Source: contract, billing at discretion."""

from datetime import datetime

from sqlmodel import Session, select

from bot.operations.settle_unit import release_unit, settle_unit
from bot.rules.managers import check_manager
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import Verdict, is_allowed
from models import Incident


class NoVerdictDue(Refusal):
    """Somebody has decided already, or the incident was reopened."""

    text = "refusal-no_verdict_due"


def check_verdict(session: Session, *, incident_id: int, manager: Person) -> Incident:
    """Return the incident whose billing waits for a verdict; raise `NotManager` or `NoVerdictDue`.

    One whose pack has expired while it is worked on waits for none before it has ended.
    """
    check_manager(manager)
    incident = session.exec(select(Incident).where(Incident.id == incident_id)).one_or_none()
    is_due = incident is not None and is_allowed("give_verdict", status=incident.status, roles=["manager"])
    if incident is None or not is_due or incident.billing != "pending_verdict":
        raise NoVerdictDue(incident=written(incident_id), billing=incident.billing if incident else "")
    return incident


def give_verdict(
    session: Session, *, incident_id: int, verdict: Verdict, reason: str, manager: Person, now: datetime
) -> None:
    """Bill the incident or waive it, for a reason that is kept; raise what `check_verdict` raises."""
    check_verdict(session, incident_id=incident_id, manager=manager)
    who = manager.user_id
    if verdict == "billed":
        settle_unit(session, incident_id=incident_id, actor=who, reason=reason, now=now, is_verdict=True)
    else:
        release_unit(session, incident_id=incident_id, actor=who, reason=reason, now=now)
