"""The reopening: somebody on either side reopens a closed incident."""

from bot.forms import reopening as form
from bot.listeners.gesture import Gesture
from bot.operations.incidents.reopening import reopen_incident


def submit(gesture: Gesture) -> None:
    """Reopen the incident, then close the form."""
    reason = form.read(gesture.view)
    gesture.once(reopen_incident, incident_id=gesture.subject.incident, reason=reason, context=gesture.member_context)
    gesture.ack()
