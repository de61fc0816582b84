"""An incident has ended: who filed it is asked what they think of it. Source: contract, survey after closing."""

from datetime import datetime

from sqlmodel import Session, select

from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.policy import Policy
from models import Incident, Survey
from models.vocabulary import Kind


def ask_survey(session: Session, *, incident: Incident, closed_by: str, policy: Policy, now: datetime) -> None:
    """Ask who filed the incident, once and in a direct message; remind once, if there is no answer by then.

    Nobody is asked about an incident that they closed as their own work, nor about one that was closed before anybody
    had answered it, nor again about a reopened one.
    """
    is_own_work = incident.opened_by == closed_by and incident.outcome != "withdrawn"
    asked = session.exec(select(Survey.id).where(Survey.incident_id == incident.id)).first()
    if not policy.survey.ask or is_own_work or incident.acknowledged_at is None or asked is not None:
        return
    member = incident.opened_by
    session.add(Survey(incident_id=incident.id or 0, member=member, asked_at=now))
    for kind, due_at in ((Kind.SURVEY_WANTED, now), (Kind.SURVEY_REMINDER, now + policy.survey.remind_after)):
        to = direct_message(member, incident_id=incident.id)
        outbox.post(session, kind=kind, to=to, due_at=due_at, now=now)
