"""The split: a technician proposes it, and the customer agrees or declines."""

from typing import Any

from bot.forms import split as form
from bot.listeners.gesture import Gesture
from bot.operations.incidents.parts import units_for
from bot.operations.incidents.split import agree_split, decline_split, propose_split
from models import Incident


def draw(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the form, with what each split would cost."""
    with gesture.reading() as session:
        left = units_for(session, incident, now=gesture.now)
    return form.view(incident.number, left=left, words=gesture.words)


def submit(gesture: Gesture) -> None:
    """Propose it to the customer, then close the form."""
    parts = form.read(gesture.view)
    gesture.once(propose_split, incident_id=gesture.subject.incident, parts=parts, context=gesture.member_context)
    gesture.ack()


def agree(gesture: Gesture) -> None:
    """Split the incident as proposed."""
    subject = gesture.subject
    gesture.once(agree_split, incident_id=subject.incident, split_id=subject.split or 0, context=gesture.member_context)
    gesture.ack()


def decline(gesture: Gesture) -> None:
    """Leave the incident as it is."""
    subject, context = gesture.subject, gesture.member_context
    gesture.once(decline_split, incident_id=subject.incident, split_id=subject.split or 0, context=context)
    gesture.ack()
