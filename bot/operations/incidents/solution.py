"""A technician proposes a solution: the customer reads it, and the incident can be closed as solved."""

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.both_sides import post_to_both_sides
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.words import index_message
from models import Solution, vocabulary


def propose_solution(session: Session, *, incident_id: int, text: str, context: Context) -> None:
    """Record the solution and post it to both sides; if nobody has answered yet, it may be the initial response.

    Raises what `lock_allowed` raises.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="propose_solution", context=context)
    answer_customer(session, incident, act="propose_solution", context=context)
    solution = Solution(incident_id=incident_id, text=text, proposed_by=context.actor, proposed_at=context.now)
    session.add(solution)
    session.flush()
    index_message(session, incident, text)
    post_to_both_sides(
        session,
        incident,
        vocabulary.SOLUTION,
        context=context,
        dedup_key=f"{solution.id}",
        parameters={"solution": text, "who": context.actor},
    )
    record_act(session, incident, "propose_solution", context=context, after={"solution": solution.id})
