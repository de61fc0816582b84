"""Somebody presses *Next* or *Previous* below a list of incidents."""

from bot.listeners.gesture import Gesture
from bot.listeners.incident_list import show
from bot.listeners.private_answer import show_instead
from bot.rules.incident_list import decode


def turn(gesture: Gesture) -> None:
    """Replace this page by the one asked for; if others can read this one, show the new one to the person alone."""
    show_instead(gesture, show(gesture, decode(gesture.action.get("value"))))
    gesture.ack()
