"""The solution: a technician proposes it."""

from bot.forms import solution as form
from bot.listeners.gesture import Gesture
from bot.operations.incidents.solution import propose_solution


def submit(gesture: Gesture) -> None:
    """Record the solution, then close the form."""
    text = form.read(gesture.view)
    gesture.once(propose_solution, incident_id=gesture.subject.incident, text=text, context=gesture.member_context)
    gesture.ack()
