"""Whose turn is it? A technician says that the customer's answer is waited for, or no longer."""

from bot.listeners.gesture import Gesture
from bot.operations.incidents.waiting import end_waiting, wait_for_customer


def wait(gesture: Gesture) -> None:
    """Let it be the customer's turn."""
    gesture.once(wait_for_customer, incident_id=gesture.subject.incident, context=gesture.member_context)
    gesture.ack()


def end(gesture: Gesture) -> None:
    """Let it be our turn again."""
    gesture.once(end_waiting, incident_id=gesture.subject.incident, context=gesture.member_context)
    gesture.ack()
