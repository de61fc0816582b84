"""The move to another desk."""

from typing import Any

from bot.forms import desk as form
from bot.listeners.gesture import Gesture
from bot.operations.incidents.desk import move_to_desk
from models import Incident


def draw(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the form, which offers every desk but the incident's own."""
    here = gesture.workspace.desk_of(incident.desk).name
    others = [one.name for one in gesture.workspace.desks if one.name != here]
    return form.view(incident.number, desks=others, words=gesture.words)


def submit(gesture: Gesture) -> None:
    """Move the incident to the desk that was chosen, then close the form."""
    desk, note = form.read(gesture.view)
    gesture.once(
        move_to_desk, incident_id=gesture.subject.incident, desk=desk, note=note, context=gesture.member_context
    )
    gesture.ack()
