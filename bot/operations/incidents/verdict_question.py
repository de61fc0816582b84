"""Is an incident that was not solved billed? Each manager is asked, and again each week until one has decided.

At most one question about an incident waits for each manager: whoever asks holds the incident's lock.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.delivery.outbox import WAITING
from bot.operations.context import Context
from bot.operations.incidents.trail import record_act
from bot.queries.incidents import VERDICT_WANTED, is_verdict_wanted
from models import Incident, OutboxMessage
from models.vocabulary import EndedBecause, Kind

QUESTION = Kind.VERDICT_WANTED
AGAIN_AFTER = timedelta(days=7)
"""Time after which the managers are asked again."""


def ask_for_verdict(session: Session, *, incident: Incident, due_at: datetime, context: Context) -> None:
    """Ask the managers at `due_at` whether the locked incident is billed, except those for whom a question waits."""
    for manager in context.workspace.managers_of(incident.desk):
        if manager not in _asked(session, incident):
            outbox.post(
                session,
                kind=QUESTION,
                to=direct_message(manager, incident_id=incident.id),
                dedup_key=f"v{incident.version} {manager}",
                due_at=due_at,
                now=context.now,
            )


def leave_to_managers(session: Session, incident: Incident, *, context: Context) -> None:
    """Leave the billing to the managers, who are asked now and each week until one has decided."""
    if incident.billing in {"billed", "waived"}:
        return  # It was decided before the incident was reopened.
    before, incident.billing = {"billing": incident.billing}, "pending_verdict"
    record_act(
        session, incident, "ask_for_verdict", context=context, before=before, after={"billing": incident.billing}
    )
    ask_for_verdict(session, incident=incident, due_at=context.now, context=context)


def ask_again(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Ask again a week after a question was posted, if nobody has decided yet; the incident must be locked."""
    incident = session.get_one(Incident, message.incident_id, populate_existing=True)
    if is_verdict_wanted(incident):
        ask_for_verdict(session, incident=incident, due_at=context.now + AGAIN_AFTER, context=context)


def pending_verdict_numbers(session: Session, *, context: Context) -> Sequence[int]:  # noqa: ARG001 - see Find
    """Return the numbers of incidents whose verdict is pending, in the order in which they were closed."""
    found = session.exec(select(Incident.id).where(VERDICT_WANTED).order_by(col(Incident.closed_at), col(Incident.id)))
    return [one for one in found if one is not None]


def ask_for_pending_verdict(session: Session, incident_id: int, *, context: Context) -> None:
    """Ask the present managers, and nobody else any more, about the billing, if nobody has decided yet."""
    incident = session.get_one(Incident, incident_id, populate_existing=True, with_for_update=True)
    if is_verdict_wanted(incident):
        managers = context.workspace.managers_of(incident.desk)
        withdraw_questions(session, incident_id=incident_id, because=EndedBecause.READER_LEFT, but_to=managers)
        ask_for_verdict(session, incident=incident, due_at=context.now, context=context)


def withdraw_questions(
    session: Session, *, incident_id: int, because: EndedBecause, but_to: Collection[str] = ()
) -> None:
    """Withdraw the waiting questions, except those to `but_to`."""
    outbox.cancel(
        session, incident_id=incident_id, kinds=[QUESTION], because=because, is_claimed_too=True, but_to=but_to
    )


def _asked(session: Session, incident: Incident) -> Collection[str]:
    waiting = select(OutboxMessage.channel).where(
        OutboxMessage.incident_id == incident.id,
        OutboxMessage.kind == QUESTION,
        col(OutboxMessage.state).in_(WAITING),
    )
    return session.exec(waiting).all()
