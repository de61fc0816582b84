"""After the last escalation planned at filing, escalations go on at a slower pace until somebody acts.

The first of these is planned with the others; each one posted adds the next. Where that chain has broken, because a
message was refused or an incident was given back, `is_silent` detects it and `escalate_again` repairs it.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, exists, select

from bot.delivery import outbox
from bot.delivery.destination import direct_message, triage_thread
from bot.delivery.outbox import WAITING_WRITTEN_OUT, NewMessage
from bot.operations.context import Context
from bot.operations.incidents.locking import lock_incident
from bot.queries.settled import is_of_another_deadline
from bot.queries.terms import terms_of
from bot.rules.terms import Terms
from bot.rules.workspace import Workspace
from models import Incident, OutboxMessage
from models.vocabulary import TO_TECHNICIANS, Kind

_IS_WAITING_REMINDER = (col(OutboxMessage.kind).in_(TO_TECHNICIANS), col(OutboxMessage.state).in_(WAITING_WRITTEN_OUT))


def keep_escalating(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Add the escalation that follows a posted one, unless another reminder waits."""
    incident = lock_incident(session, message.incident_number)
    terms = terms_of(incident)
    if incident.status != "open" or is_of_another_deadline(message, incident):
        return
    if is_silent(session, incident_id=incident.number, terms=terms, but=message.id):
        escalate_again(session, incident=incident, terms=terms, workspace=context.workspace, now=context.now)


def is_silent(session: Session, *, incident_id: int, terms: Terms, but: int | None = None) -> bool:
    """Return True if no reminder but the message `but` waits, although the terms want escalations to go on.

    The incident must be open.
    """
    waits = exists().where(
        col(OutboxMessage.incident_id) == incident_id,
        *_IS_WAITING_REMINDER,
        col(OutboxMessage.id).is_distinct_from(but),
    )
    return terms.goes_on_every is not None and not session.exec(select(waits)).one()


def reminded_of(session: Session, numbers: Collection[int]) -> set[int | None]:
    """Return which of these incidents have a reminder waiting; the same check as in `is_silent`, for many."""
    theirs = col(OutboxMessage.incident_id).in_(numbers)
    return set(session.exec(select(OutboxMessage.incident_id).where(theirs, *_IS_WAITING_REMINDER).distinct()))


def escalate_again(
    session: Session, *, incident: Incident, terms: Terms, workspace: Workspace, now: datetime
) -> list[NewMessage]:
    """Add the next escalation at the slower pace, counted from now, and its notices to managers; return them all."""
    step, pace = _next_step(session, incident, terms), terms.goes_on_every or timedelta()
    due_at = terms.after(now, pace).astimezone(UTC)
    parameters = {"deadline": incident.deadline_at.isoformat(), "step": str(step)}
    triage = triage_thread(incident.number, triage_channel=workspace.triage_of(incident.desk))
    escalation = NewMessage(Kind.ESCALATION, triage, due_at, str(step), {**parameters, "broadcast": True})
    added = [escalation, *notices_of(escalation, terms, managers=workspace.managers_of(incident.desk))]
    outbox.post_all(session, added, now=now)
    return added


def notices_of(escalation: NewMessage, terms: Terms, *, managers: Collection[str]) -> list[NewMessage]:
    """Return the notices to managers that belong to an escalation, if the terms want managers to get one each time."""
    step, number = escalation.parameters["step"], escalation.to.incident_id
    parameters = {name: escalation.parameters[name] for name in ("deadline", "step")}
    return [
        NewMessage(
            Kind.ESCALATION_NOTICE,
            direct_message(manager, incident_id=number),
            escalation.due_at,
            f"{manager} {step}",
            parameters,
        )
        for manager in (managers if terms.managers_each else ())
    ]


def _next_step(session: Session, incident: Incident, terms: Terms) -> int:
    """Return the number of the next escalation: one more than the highest so far, posted or not."""
    mine = (OutboxMessage.incident_id == incident.id, OutboxMessage.kind == Kind.ESCALATION)
    earlier = session.exec(select(OutboxMessage.parameters).where(*mine)).all()
    return max([terms.escalate_limit, *(int(one["step"]) for one in earlier)]) + 1
