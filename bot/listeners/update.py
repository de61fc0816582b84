"""A technician presses one of the *Snooze* buttons below a reminder that the customer has heard nothing."""

from bot.listeners.gesture import Gesture
from bot.messages.update import SNOOZES
from bot.operations.incidents.update import snooze_update


def snooze(gesture: Gesture) -> None:
    """Put the next reminder off for as long as the button says."""
    gesture.once(
        snooze_update,
        incident_id=gesture.subject.incident,
        length=SNOOZES[gesture.action["action_id"]],
        context=gesture.member_context,
    )
    gesture.ack()
