"""Giving back: a technician cannot look after an incident after all, or a manager takes it from them."""

from bot.forms import giving_back as form
from bot.listeners.gesture import Gesture
from bot.operations.incidents.giving_back import give_back


def submit(gesture: Gesture) -> None:
    """Give the incident back, then close the form."""
    note = form.read(gesture.view)
    gesture.once(give_back, incident_id=gesture.subject.incident, note=note, context=gesture.member_context)
    gesture.ack()
