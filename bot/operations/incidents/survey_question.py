"""An incident has ended: the person who filed it is asked for feedback. Source: contract, survey after closing."""

from datetime import datetime

from sqlmodel import Session, select

from bot.delivery import outbox
from bot.delivery.destination import customer_thread, direct_message
from bot.operations.context import Context
from bot.queries.accounts import account_at
from bot.queries.settled import SURVEYED
from models import Incident, OutboxMessage, Survey
from models.vocabulary import EndedBecause, Kind

QUESTIONS = (Kind.SURVEY_WANTED, Kind.SURVEY_REMINDER)
"""The question, and the reminder of it."""


def ask_in_thread(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Ask in the thread of the card, as Slack accepts no direct message to the person who filed the incident.

    If the channel is not tied to the account that pays, the survey is not posted there: a single sentence invites
    feedback in the thread instead.
    """
    incident = session.get_one(Incident, message.incident_id)
    kind = Kind(message.kind) if _is_tied(session, incident) else Kind.SURVEY_IN_WORDS
    _post_in_thread(session, message, incident, kind=kind, now=context.now)


def remind_in_thread(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Remind in the thread of the card, if the survey was posted there."""
    incident = session.get_one(Incident, message.incident_id)
    if _is_tied(session, incident):
        _post_in_thread(session, message, incident, kind=Kind(message.kind), now=context.now)


def _is_tied(session: Session, incident: Incident) -> bool:
    """Return True if the channel of filing belongs to the account that pays."""
    return incident.account_id is not None and account_at(session, channel=incident.opened_in) == incident.account_id


def _post_in_thread(session: Session, message: OutboxMessage, incident: Incident, *, kind: Kind, now: datetime) -> None:
    outbox.post(
        session,
        kind=kind,
        to=customer_thread(incident),
        dedup_key=f"{message.dedup_key} in thread",
        parameters=outbox.in_channel(incident.opened_by),
        now=now,
    )


def ask_survey(session: Session, incident: Incident, *, context: Context) -> None:
    """Ask the person who filed the incident in a direct message, and remind them once if they have not answered.

    Nobody is asked about an incident that they closed themselves: after withdrawing it there is no solution to judge,
    and technicians need not rate their own work. After a reopening, only those who have not answered are asked again,
    because reopening removed the buttons of the first question.
    """
    survey, now = context.policy.survey, context.now
    if not survey.ask or incident.outcome not in SURVEYED or incident.opened_by == context.actor:
        return
    asked = session.exec(select(Survey).where(Survey.incident_id == incident.id)).one_or_none()
    if asked is not None and asked.answered_at is not None:
        return
    if asked is None:
        session.add(Survey(incident_id=incident.number, member=incident.opened_by, asked_at=now))
    outbox.cancel(session, incident_id=incident.number, kinds=QUESTIONS, because=EndedBecause.REPLACED)
    to = direct_message(incident.opened_by, incident_id=incident.id)
    for kind, due_at in zip(QUESTIONS, (now, now + survey.remind_after), strict=True):
        outbox.post(session, kind=kind, to=to, dedup_key=f"v{incident.version}", due_at=due_at, now=now)
