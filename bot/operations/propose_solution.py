"""A technician proposes a solution: the customer reads it, and the incident can be closed as solved."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import audit, outbox
from bot.operations.acknowledge_incident import answer_customer
from bot.operations.check_act import check_act
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Solution


def propose_solution(
    session: Session,
    *,
    incident_id: int,
    text: str,
    technician: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Record the solution and tell both sides; where nobody has answered yet, it is the initial response.

    Raises what `check_act` raises.
    """
    incident = check_act(session, incident_id=incident_id, act="propose_solution", person=technician, accounts=accounts)
    answer_customer(session, incident, act="propose_solution", technician=technician, workspace=workspace, now=now)
    solution = Solution(incident_id=incident_id, text=text, proposed_by=technician.user_id, proposed_at=now)
    session.add(solution)
    session.flush()
    for side, channel in (("customer", incident.opened_in), ("triage", workspace.triage_channel)):
        outbox.post(
            session,
            incident_id=incident_id,
            kind=f"solution_to_{side}",
            dedup_key=f"{solution.id}",
            side=side,
            channel=channel,
            parameters={"solution": text, "who": technician.user_id},
            now=now,
        )
    audit.record(
        session,
        incident_id=incident_id,
        kind="propose_solution",
        actor=technician.user_id,
        at=now,
        after={"solution": solution.id},
    )
