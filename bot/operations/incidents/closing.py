"""An incident ends: solved or unresolved by a technician, or withdrawn by the customer. Source: contract, closing."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, select

from bot import audit
from bot.delivery import outbox
from bot.operations.incidents.acknowledgement import answer_customer
from bot.operations.incidents.ask_for_verdict import ask_for_verdict
from bot.operations.incidents.ask_survey import ask_survey
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import check_act
from bot.operations.packs.settle_unit import settle_unit
from bot.operations.take_buttons import REACHABLE_KINDS, take_buttons
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import ACTS, Act
from bot.rules.workspace import Workspace
from models import Incident, Solution, vocabulary


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
    policy: Policy,
    workspace: Workspace,
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
    answer_customer(session, incident, act=act, technician=person, workspace=workspace, now=now)
    end_incident(
        session, incident, act=act, explanation=explanation, actor=person.user_id, workspace=workspace, now=now
    )
    if act == "solve":
        settle_unit(session, incident_id=incident_id, actor=person.user_id, now=now)
    if act != "solve" or incident.billing == "pending_verdict":  # Solved after its pack had expired.
        _ask_for_verdict(session, incident, workspace=workspace, actor=person.user_id, now=now)
    notify_both_sides(session, incident, vocabulary.CLOSED, workspace=workspace, now=now)
    ask_survey(session, incident=incident, closed_by=person.user_id, policy=policy, now=now)


def end_incident(
    session: Session, incident: Incident, *, act: Act, explanation: str, actor: str, workspace: Workspace, now: datetime
) -> None:
    """Write that the incident has ended by this act, and end its clock; what it costs is the caller's to say."""
    before = incident.status
    incident.status, incident.outcome = "closed", ACTS[act].outcome
    incident.closed_at, incident.closed_by, incident.explanation = now, actor, explanation
    incident.version += 1
    session.flush()
    outbox.cancel_reminders(session, incident_id=incident.id or 0)
    over = (*outbox.REMINDER_KINDS, *outbox.UPDATE_KINDS, *REACHABLE_KINDS)
    take_buttons(session, incident_id=incident.id, kinds=over, now=now)
    if workspace.has_fallback and before == "open":
        outbox.disarm_fallback(session, incident_id=incident.id or 0, channel=workspace.triage_channel, now=now)
    audit.record(
        session,
        incident_id=incident.id,
        kind="close_incident",
        actor=actor,
        at=now,
        before={"status": before},
        after={"status": "closed", "outcome": incident.outcome, "explanation": explanation},
    )


def _ask_for_verdict(session: Session, incident: Incident, *, workspace: Workspace, actor: str, now: datetime) -> None:
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
    ask_for_verdict(session, incident=incident, managers=workspace.managers, due_at=now, now=now)
