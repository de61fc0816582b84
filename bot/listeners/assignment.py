"""The assignment: a technician hands an incident to somebody, or takes it over."""

from typing import Any

from bot.forms import assignment as form
from bot.forms import confirmation
from bot.listeners.gesture import Gesture
from bot.operations.incidents.assignment import assign_incident, take_over
from bot.rules.subject import Subject
from models import Incident


def submit(gesture: Gesture) -> None:
    """Assign the incident to the person chosen in the form, then close the form."""
    chosen, note = form.read(gesture.view)
    gesture.once(
        assign_incident,
        incident_id=gesture.subject.incident,
        technician=gesture.people.person(chosen),
        note=note,
        context=gesture.member_context,
    )
    gesture.ack()


def draw_taking_over(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the form that asks for confirmation and names the present assignee."""
    subject = Subject(incident.number, holder=incident.assigned_to)
    title = "button-take_over"
    return confirmation.view("take_over", subject, title=title, words=gesture.words, who=f"<@{incident.assigned_to}>")


def take(gesture: Gesture) -> None:
    """Assign the incident to the person, if the assignee whom the card named still has it."""
    subject = gesture.subject
    gesture.once(take_over, incident_id=subject.incident, holder=subject.holder, context=gesture.member_context)
    gesture.ack()
