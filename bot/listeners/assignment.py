"""The assignment: a technician hands an incident to somebody, or takes it over."""

from bot.forms import assignment as form
from bot.listeners.gesture import Gesture
from bot.operations.incidents.assignment import assign_incident, take_over


def submit(gesture: Gesture) -> None:
    """Assign the incident to whom the form says, then close the form."""
    chosen, note = form.read(gesture.view)
    gesture.once(
        assign_incident,
        incident_id=gesture.subject.incident,
        technician=gesture.people.person(chosen),
        note=note,
        context=gesture.member_context,
    )
    gesture.ack()


def take(gesture: Gesture) -> None:
    """Give the incident to the person, if whoever had it on the card still has it."""
    subject = gesture.subject
    gesture.once(take_over, incident_id=subject.incident, holder=subject.holder, context=gesture.member_context)
    gesture.ack()
