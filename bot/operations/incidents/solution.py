"""A technician proposes a solution: the customer reads it, and the incident can be closed as solved."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import audit
from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.both_sides import post_to_both_sides
from bot.operations.incidents.permission import check_act
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Solution, vocabulary


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
    post_to_both_sides(
        session,
        incident,
        vocabulary.SOLUTION,
        workspace=workspace,
        dedup_key=f"{solution.id}",
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
