"""A technician reaches none of the contacts of an incident with 24x7 cover: the customer is asked."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import audit
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.update_clock import record_customer_update
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.terms import Terms
from bot.rules.workspace import Workspace
from models import Incident, vocabulary


class NobodyOnDuty(Refusal):
    """The cover is business hours, so nobody need be reachable."""

    text = "refusal-nobody_on_duty"


class AlreadyAsked(Refusal):
    """The customer has been asked already, and the time to answer is running."""

    text = "refusal-already_asked"


def mark_unreachable(
    session: Session,
    *,
    incident_id: int,
    tried: str,
    technician: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Note it, and ask in the customer's thread; what was tried is for the technicians, it may name phone numbers.

    It is no answer, so it acknowledges nothing. Raises what `check_act` and `check_may_ask` raise.
    """
    incident = check_act(session, incident_id=incident_id, act="mark_unreachable", person=technician, accounts=accounts)
    check_may_ask(incident)
    incident.unreachable_at = now
    incident.version += 1
    session.flush()
    audit.record(
        session,
        incident_id=incident_id,
        kind="mark_unreachable",
        actor=technician.user_id,
        at=now,
        before={"unreachable_at": None},
        after={"unreachable_at": now.isoformat(), "tried": tried},
    )
    until = now + Terms.model_validate(incident.terms).answer_within
    told = {"who": technician.user_id, "at": now.isoformat(), "until": until.isoformat(), "tried": tried}
    notify_both_sides(session, incident, vocabulary.UNREACHABLE, workspace=workspace, now=now, parameters=told)
    if incident.status == "acknowledged":
        record_customer_update(session, incident_id=incident_id, workspace=workspace, at=now, now=now)


def check_may_ask(incident: Incident) -> None:
    """Raise `NobodyOnDuty` or `AlreadyAsked` where there is nothing to ask."""
    if incident.cover != "24x7":
        raise NobodyOnDuty(incident=written(incident.id or 0))
    if incident.unreachable_at is not None:
        raise AlreadyAsked(incident=written(incident.id or 0))
