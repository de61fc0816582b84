"""The duplicate: a technician marks an incident as the same problem as another one."""

from bot.forms import duplicate as form
from bot.listeners.gesture import Gesture
from bot.listeners.unread import read_first
from bot.operations.incidents.duplicate import mark_duplicate


def submit(gesture: Gesture) -> None:
    """Close the incident as a duplicate, then close the form."""
    original = form.read(gesture.view)
    read_first(gesture, "mark_duplicate", field="duplicate_of")
    gesture.once(
        mark_duplicate, incident_id=gesture.subject.incident, original_id=original, context=gesture.member_context
    )
    gesture.ack()
