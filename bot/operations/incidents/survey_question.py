"""An incident has ended: who filed it is asked what they think of it. Source: contract, survey after closing."""

from sqlmodel import Session, select

from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.context import Context
from models import Incident, Survey
from models.vocabulary import Kind


def ask_survey(session: Session, incident: Incident, *, context: Context) -> None:
    """Ask who filed the incident, once and in a direct message; remind once, if there is no answer by then.

    Nobody is asked about an incident that they closed as their own work, nor about one that was closed before anybody
    had answered it, nor again about a reopened one.
    """
    survey = context.policy.survey
    is_own_work = incident.opened_by == context.actor and incident.outcome != "withdrawn"
    if not survey.ask or is_own_work or incident.acknowledged_at is None or _is_asked(session, incident):
        return
    member, now = incident.opened_by, context.now
    session.add(Survey(incident_id=incident.number, member=member, asked_at=now))
    to = direct_message(member, incident_id=incident.id)
    for kind, due_at in ((Kind.SURVEY_WANTED, now), (Kind.SURVEY_REMINDER, now + survey.remind_after)):
        outbox.post(session, kind=kind, to=to, due_at=due_at, now=now)


def _is_asked(session: Session, incident: Incident) -> bool:
    return session.exec(select(Survey.id).where(Survey.incident_id == incident.id)).first() is not None
