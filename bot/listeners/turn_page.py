"""Somebody presses *Next* or *Previous* below a list of incidents."""

from bot.listeners.gesture import Gesture
from bot.listeners.incident_list import show
from bot.listeners.private_answer import show_instead
from bot.rules.incident_list import decode


def turn(gesture: Gesture) -> None:
    """Show the page in the place of this one; where others can read this one, to who pressed alone."""
    show_instead(gesture, show(gesture, decode(gesture.action.get("value"))))
    gesture.ack()
