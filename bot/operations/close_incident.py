"""An incident ends: solved or unresolved by a technician, or withdrawn by the customer. Source: contract, closing."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from bot import audit, outbox
from bot.operations.acknowledge_incident import acknowledge_incident
from bot.operations.check_act import check_act
from bot.operations.settle_unit import settle_unit
from bot.rules.desk import Desk
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import ACTS, Act
from models import Incident, Solution


class NoSolution(Refusal):
    """Solved needs a proposed solution. Source: contract, what an acceptable solution is."""

    text = "refusal-no_solution"


def close_incident(
    session: Session,
    *,
    incident_id: int,
    act: Act,
    explanation: str,
    person: Person,
    accounts: Collection[int],
    desk: Desk,
    now: datetime,
) -> None:
    """Close the incident by `act`: "solve", "give_up" or "withdraw"; end its clock, settle or ask what it costs.

    Solved settles the unit. Unresolved and withdrawn leave the billing to a manager's verdict. Giving up on what
    nobody has answered is the initial response. Raises what `check_act` raises, or `NoSolution` at `outcome`.
    """
    incident = check_act(session, incident_id=incident_id, act=act, person=person, accounts=accounts)
    solved = session.exec(select(Solution.id).where(Solution.incident_id == incident_id).limit(1)).first()
    if act == "solve" and solved is None:
        raise NoSolution("outcome")
    if act == "give_up" and incident.status == "open":
        acknowledge_incident(
            session, incident_id=incident_id, technician=person, how="reply", at=now, now=now, desk=desk
        )
    before = incident.status
    incident.status, incident.outcome = "closed", ACTS[act].outcome
    incident.closed_at, incident.closed_by, incident.explanation = now, person.user_id, explanation
    incident.version += 1
    session.flush()
    outbox.cancel_reminders(session, incident_id=incident_id)
    if desk.has_fallback and before == "open":
        outbox.disarm_fallback(session, incident_id=incident_id, channel=desk.triage_channel, now=now)
    audit.record(
        session,
        incident_id=incident_id,
        kind="close_incident",
        actor=person.user_id,
        at=now,
        before={"status": before},
        after={"status": "closed", "outcome": incident.outcome, "explanation": explanation},
    )
    if act == "solve":
        settle_unit(session, incident_id=incident_id, actor=person.user_id, now=now)
    if act != "solve" or incident.billing == "pending_verdict":  # Solved after its pack had expired.
        _ask_for_verdict(session, incident, desk=desk, actor=person.user_id, now=now)
    tell_both_sides(session, incident, kind="closed", desk=desk, now=now)


def tell_both_sides(
    session: Session,
    incident: Incident,
    *,
    kind: str,
    desk: Desk,
    now: datetime,
    parameters: dict[str, Any] | None = None,
) -> None:
    """Say in both threads what has happened, and bring the cards up to date."""
    for side, channel in (("customer", incident.opened_in), ("triage", desk.triage_channel)):
        outbox.post(
            session,
            incident_id=incident.id,
            kind=f"{kind}_to_{side}",
            slot=f"v{incident.version}",
            side=side,
            channel=channel,
            parameters=parameters,
            now=now,
        )
    outbox.refresh_cards(
        session, incident=incident, slot=f"v{incident.version}", triage_channel=desk.triage_channel, now=now
    )


def _ask_for_verdict(session: Session, incident: Incident, *, desk: Desk, actor: str, now: datetime) -> None:
    """Leave the billing to the managers: they are asked now, and each week until one has decided."""
    if incident.billing in {"billed", "waived"}:
        return  # It was decided before the incident was reopened.
    before, incident.billing = incident.billing, "pending_verdict"
    audit.record(
        session,
        incident_id=incident.id,
        kind="ask_for_verdict",
        actor=actor,
        at=now,
        before={"billing": before},
        after={"billing": incident.billing},
    )
    for manager in desk.managers:
        outbox.ask_for_verdict(session, incident=incident, manager=manager, due_at=now, now=now)
