"""The reminder that the customer has had no update: a technician snoozes it, by a button below it or by a form."""

from bot.forms import update as form
from bot.listeners.gesture import Gesture
from bot.messages.update import SNOOZES
from bot.operations.incidents.update import snooze_update
from bot.rules.update_pace import Snooze


def snooze(gesture: Gesture) -> None:
    """Snooze the next reminder for as long as the button says."""
    _snooze(gesture, SNOOZES[gesture.action["action_id"]])


def submit(gesture: Gesture) -> None:
    """Snooze the next reminder for as long as the form says, then close the form."""
    _snooze(gesture, form.read(gesture.view))


def _snooze(gesture: Gesture, length: Snooze) -> None:
    gesture.once(snooze_update, incident_id=gesture.subject.incident, length=length, context=gesture.member_context)
    gesture.ack()
