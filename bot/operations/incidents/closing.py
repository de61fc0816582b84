"""An incident ends: solved or unresolved by a technician, or withdrawn by the customer. Source: contract, closing."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, select

from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.ending import end_incident
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.survey_question import ask_survey
from bot.operations.incidents.verdict_question import leave_to_managers
from bot.operations.packs.settlement import settle_unit
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import Act
from bot.rules.workspace import Workspace
from models import Solution, vocabulary


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
        leave_to_managers(session, incident, workspace=workspace, actor=person.user_id, now=now)
    notify_both_sides(session, incident, vocabulary.CLOSED, workspace=workspace, now=now)
    ask_survey(session, incident=incident, closed_by=person.user_id, policy=policy, now=now)
