"""Duty around the clock: a technician can reach nobody, and somebody on the customer's side answers."""

from bot.forms import duty as form
from bot.listeners.gesture import Gesture
from bot.operations.incidents.duty import mark_reachable, mark_unreachable


def submit(gesture: Gesture) -> None:
    """Ask the customer, then close the form."""
    tried = form.read(gesture.view)
    gesture.once(mark_unreachable, incident_id=gesture.subject.incident, tried=tried, context=gesture.member_context)
    gesture.ack()


def answer(gesture: Gesture) -> None:
    """Record that somebody can be reached."""
    gesture.once(mark_reachable, incident_id=gesture.subject.incident, context=gesture.member_context)
    gesture.ack()
