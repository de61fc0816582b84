"""A technician hands an incident to somebody: from then on it is theirs, and they are the one who is reminded."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import audit
from bot.delivery import outbox
from bot.delivery.destination import customer_thread, triage_thread
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.update_clock import record_customer_update
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Incident
from models.vocabulary import ASSIGNED, Side


class ChosenNotTechnician(Refusal):
    """Whoever was chosen is not in the triage channel, or is an app."""

    text = "refusal-chosen_not_technician"


class HasItAlready(Refusal):
    """It is assigned to this technician already."""

    text = "refusal-has_it_already"


def assign_incident(
    session: Session,
    *,
    incident_id: int,
    technician: Person,
    note: str,
    by: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Assign the incident to the technician, who reads the note; nobody has thereby answered the customer yet.

    Raises what `check_act` raises, and at `technician`: `ChosenNotTechnician`, `HasItAlready`.
    """
    incident = check_act(session, incident_id=incident_id, act="assign", person=by, accounts=accounts)
    who = f"<@{technician.user_id}>"
    if not technician.answers:
        raise ChosenNotTechnician("technician", who=who)
    if incident.assigned_to == technician.user_id:
        raise HasItAlready("technician", who=who, incident=written(incident_id))
    hand_over(session, incident, to=technician, by=by, kind="assign_incident", note=note, workspace=workspace, now=now)


def hand_over(
    session: Session,
    incident: Incident,
    *,
    to: Person,
    by: Person,
    kind: str,
    workspace: Workspace,
    now: datetime,
    note: str = "",
) -> None:
    """Change who has the locked incident; both threads and cards tell, the customer's once it is being worked on."""
    former, incident.assigned_to = incident.assigned_to, to.user_id
    incident.version += 1
    session.flush()
    audit.record(
        session,
        incident_id=incident.id,
        kind=kind,
        actor=by.user_id,
        at=now,
        before={"assigned_to": former},
        after={"assigned_to": to.user_id, **({"note": note} if note else {})},
    )
    told = {"who": to.user_id, "by": by.user_id, "former": former, "note": note}
    _say(session, incident, Side.TRIAGE, workspace=workspace, parameters=told, now=now)
    if incident.status == "acknowledged":
        _say(session, incident, Side.CUSTOMER, workspace=workspace, parameters={"who": to.user_id}, now=now)
        record_customer_update(session, incident_id=incident.id or 0, workspace=workspace, at=now, now=now)
    outbox.refresh_cards(
        session, incident=incident, dedup_key=f"v{incident.version}", triage_channel=workspace.triage_channel, now=now
    )


def _say(
    session: Session,
    incident: Incident,
    side: Side,
    *,
    workspace: Workspace,
    parameters: dict[str, str | None],
    now: datetime,
) -> None:
    if side is Side.CUSTOMER:
        kind, to = ASSIGNED.customer, customer_thread(incident)
    else:
        kind, to = ASSIGNED.triage, triage_thread(incident.id, triage_channel=workspace.triage_channel)
    outbox.post(session, kind=kind, to=to, dedup_key=f"v{incident.version}", parameters=parameters, now=now)
