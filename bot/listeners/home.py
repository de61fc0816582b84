"""Somebody opens the App Home, chooses what it lists, turns its pages, or opens an incident from it."""

from bot.forms.shown_incident import view
from bot.listeners.answers import one_shown
from bot.listeners.gesture import Gesture
from bot.operations import home
from bot.rules.home import decode, list_in


def open_home(gesture: Gesture) -> None:
    """Draw the Home tab when somebody opens it; apps and deactivated people are ignored, as are Slack's own tabs."""
    person = gesture.person
    if gesture.event["tab"] == "home" and person.looks_at_slack:
        gesture.write(home.open_home, user_id=person.user_id, now=gesture.now)
        gesture.redraw_home(is_blank="view" not in gesture.event)
    gesture.ack()


def choose(gesture: Gesture) -> None:
    """Show the list of incidents that was chosen."""
    chosen = list_in((gesture.action.get("selected_option") or {}).get("value"))
    gesture.once(home.choose_list, user_id=gesture.person.user_id, chosen=chosen, now=gesture.now)
    gesture.ack()


def turn(gesture: Gesture) -> None:
    """Show the page after the position that the button carries, or the first page."""
    carried = gesture.action.get("value")
    after = decode(carried).encode() if carried else ""
    gesture.once(home.turn_page, user_id=gesture.person.user_id, after=after, now=gesture.now)
    gesture.ack()


def show(gesture: Gesture) -> None:
    """Show an incident as `/incident show` does."""
    number = gesture.subject.incident
    gesture.open(view(number, one_shown(gesture, number), words=gesture.words))
