"""The split: a technician proposes it, and the customer agrees or declines."""

from typing import Any, Literal

from bot.forms import confirmation
from bot.forms import split as form
from bot.listeners.gesture import Gesture
from bot.messages.split import parts
from bot.operations.incidents.parts import units_for, units_left_after
from bot.operations.incidents.split import agree_split, check_proposed, decline_split, propose_split
from bot.rules.subject import Subject
from models import Incident


def draw(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the form, with what each split would cost."""
    with gesture.reading() as session:
        left = units_for(session, incident, now=gesture.now)
    return form.view(incident.number, left=left, words=gesture.words)


def draw_agreement(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the form that shows the proposal, which must exist, with what it costs now."""
    return _draw_decision("agree_split", gesture, incident)


def draw_refusal(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the same form, to decline it."""
    return _draw_decision("decline_split", gesture, incident)


def submit(gesture: Gesture) -> None:
    """Propose the split to the customer, then close the form."""
    proposed = form.read(gesture.view)
    gesture.once(propose_split, incident_id=gesture.subject.incident, parts=proposed, context=gesture.member_context)
    gesture.ack()


def agree(gesture: Gesture) -> None:
    """Split the incident as proposed."""
    subject = gesture.subject
    gesture.once(agree_split, incident_id=subject.incident, split_id=subject.split or 0, context=gesture.member_context)
    gesture.ack()


def decline(gesture: Gesture) -> None:
    """Leave the incident as it is."""
    subject, context = gesture.subject, gesture.member_context
    gesture.once(decline_split, incident_id=subject.incident, split_id=subject.split or 0, context=context)
    gesture.ack()


def _draw_decision(
    act: Literal["agree_split", "decline_split"], gesture: Gesture, incident: Incident
) -> dict[str, Any]:
    with gesture.reading() as session:
        split = check_proposed(session, incident)
        left = units_left_after(session, incident, count=len(split.children), now=gesture.now)
    blocks = parts(split.children, left=left, words=gesture.words)
    subject = Subject(incident.number, split=split.id)
    return confirmation.view(act, subject, blocks, title=f"button-{act}", words=gesture.words)
