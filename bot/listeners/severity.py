"""The severity: somebody on either side changes it."""

from typing import Any

from bot.forms import severity as form
from bot.listeners.gesture import Gesture
from bot.operations.incidents.severity import change_severity
from bot.queries.terms import terms_of
from models import Incident


def draw(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the form, with what each severity would promise."""
    promises = terms_of(incident).promised(today=gesture.policy.promises())
    return form.view(incident.number, incident.severity, promises, words=gesture.words)


def submit(gesture: Gesture) -> None:
    """Change the severity, then close the form."""
    severity, reason = form.read(gesture.view)
    gesture.once(
        change_severity,
        incident_id=gesture.subject.incident,
        severity=severity,
        reason=reason,
        context=gesture.member_context,
    )
    gesture.ack()
