"""*Open*: somebody who reads about an incident in a direct message looks at it, with its history."""

from bot.forms import opened
from bot.listeners.answers import one_shown
from bot.listeners.gesture import Gesture


def open_incident(gesture: Gesture) -> None:
    """Show the incident as `/incident show` does, if the person may see it."""
    number = gesture.subject.incident
    gesture.open(opened.view(number, one_shown(gesture, number), words=gesture.words))
