"""*More…* on a card opens a form with everything the person can do now; the act they choose opens its own form."""

from bot.forms import act_menu as form
from bot.listeners.act_forms import draw_form
from bot.listeners.attachments import with_what_is_taken
from bot.listeners.gesture import Gesture
from bot.operations.incidents.possible_acts import possible_acts
from bot.rules.carried import NotOurs, number_in
from bot.rules.statuses import Act

CHOICES: dict[str, Act] = {
    "assign_incident": "assign",
    "change_severity": "change_severity",
    "propose_split": "propose_split",
    "mark_duplicate": "mark_duplicate",
    "mark_unreachable": "mark_unreachable",
}
"""The act for each choice in the menu on cards of earlier versions."""


def open_menu(gesture: Gesture) -> None:
    """Open the form with the acts that are possible now."""
    number, context = gesture.subject.incident, gesture.member_context
    with gesture.reading() as session:
        acts = possible_acts(session, incident_id=number, context=context)
    gesture.open(form.view(number, acts, words=gesture.words))


def choose(gesture: Gesture) -> None:
    """Show the form of the act that was chosen, if the person can still do it."""
    act = form.read(gesture.view)
    drawn = draw_form(gesture, act, gesture.subject.incident)
    gesture.show_next(with_what_is_taken(gesture, drawn))


def choose_on_card(gesture: Gesture) -> None:
    """Open the form of the act that was chosen in the menu on a card of an earlier version."""
    option = gesture.action.get("selected_option") or {}
    chosen, _, number = str(option.get("value")).partition(" ")
    if chosen not in CHOICES:
        raise NotOurs
    gesture.open(draw_form(gesture, CHOICES[chosen], number_in(number)))
