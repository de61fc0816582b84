"""Whose turn is it? A technician marks an incident as waiting for the customer's answer, or as no longer waiting."""

from bot.listeners.gesture import Gesture
from bot.operations.incidents.waiting import end_waiting, wait_for_customer


def wait(gesture: Gesture) -> None:
    """Mark the incident as waiting for the customer's answer."""
    gesture.once(wait_for_customer, incident_id=gesture.subject.incident, context=gesture.member_context)
    gesture.ack()


def end(gesture: Gesture) -> None:
    """Mark the incident as no longer waiting for the customer's answer."""
    gesture.once(end_waiting, incident_id=gesture.subject.incident, context=gesture.member_context)
    gesture.ack()
