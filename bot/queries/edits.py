"""What can be edited of an incident, and who has edited it?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.facts.event import EventFacts
from bot.rules.edit import FIELDS, Details
from bot.rules.extra import ExtraAnswer
from models import Event, Incident


def details_of(incident: Incident) -> Details:
    """Return the details of the incident that can be edited."""
    extra = {one["key"]: ExtraAnswer.model_validate(one) for one in incident.extra_answers}
    return Details(**{name: getattr(incident, name) for name in FIELDS}, extra=extra)


def newest_edit(session: Session, *, incident_id: int) -> int:
    """Return the event id of the newest edit of the incident; 0 for none."""
    of_it = (Event.incident_id == incident_id, Event.kind == "edit_incident")
    return session.exec(select(Event.id).where(*of_it).order_by(col(Event.id).desc()).limit(1)).first() or 0


def edits_since(session: Session, *, incident_id: int, seen: int) -> Sequence[EventFacts]:
    """Return the edits of the incident that are newer than the event `seen`, oldest first."""
    newer = (Event.incident_id == incident_id, Event.kind == "edit_incident", col(Event.id) > seen)
    found = session.exec(select(Event).where(*newer).order_by(col(Event.id)))
    return [EventFacts(one.kind, one.actor, one.at, one.before, one.after) for one in found]
