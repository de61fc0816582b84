"""Which form does an act open? Buttons and the menu on a card lead here."""

from collections.abc import Callable
from typing import Any

from bot.forms import assignment, closing, duplicate, duty, reopening, solution, survey, verdict
from bot.listeners import scope, severity, split
from bot.listeners.gesture import Gesture
from bot.messages import assignment as assignment_message
from bot.messages import closing as closing_message
from bot.messages import duplicate as duplicate_message
from bot.messages import duty as duty_message
from bot.messages import reopening as reopening_message
from bot.messages import scope as scope_message
from bot.messages import severity as severity_message
from bot.messages import solution as solution_message
from bot.messages import split as split_message
from bot.messages import survey as survey_message
from bot.messages import verdict as verdict_message
from bot.rules.carried import NotOurs, number_in
from bot.rules.statuses import Act
from models import Incident

Draw = Callable[[Gesture, Incident], dict[str, Any]]


def _blank(view: Callable[..., dict[str, Any]]) -> Draw:
    """Return what draws a form that needs nothing but the incident's number."""
    return lambda gesture, incident: view(incident.number, words=gesture.words)


FORMS: dict[Act, Draw] = {
    "assign": _blank(assignment.view),
    "change_severity": severity.draw,
    "mark_unreachable": _blank(duty.view),
    "propose_scope": scope.draw,
    "propose_split": split.draw,
    "mark_duplicate": _blank(duplicate.view),
    "propose_solution": _blank(solution.view),
    "give_up": _blank(closing.close_view),
    "withdraw": _blank(closing.withdraw_view),
    "reopen": _blank(reopening.view),
    "give_verdict": _blank(verdict.view),
    "answer_survey": _blank(survey.view),
}
"""For each act that has a form, what draws it."""
BUTTONS: dict[str, Act] = {
    scope_message.PROPOSE: "propose_scope",
    severity_message.CHANGE: "change_severity",
    solution_message.PROPOSE: "propose_solution",
    closing_message.CLOSE: "give_up",  # Who may give up may close.
    closing_message.WITHDRAW: "withdraw",
    reopening_message.REOPEN: "reopen",
    verdict_message.GIVE: "give_verdict",
    survey_message.ANSWER: "answer_survey",
}
"""For each button that opens a form, its act."""
CHOICES: dict[str, Act] = {
    assignment_message.ASSIGN: "assign",
    severity_message.CHANGE: "change_severity",
    split_message.PROPOSE: "propose_split",
    duplicate_message.MARK: "mark_duplicate",
    duty_message.UNREACHABLE: "mark_unreachable",
}
"""For each choice in the menu on a card, its act."""


def open_form(gesture: Gesture) -> None:
    """Open the form of the button, if the person can do this now."""
    _open(gesture, BUTTONS[gesture.action["action_id"]], gesture.subject.incident)


def choose(gesture: Gesture) -> None:
    """Open the form of the act that was chosen in the menu, if the person can do this now."""
    option = gesture.action.get("selected_option") or {}
    chosen, _, number = str(option.get("value")).partition(" ")
    if chosen not in CHOICES:
        raise NotOurs
    _open(gesture, CHOICES[chosen], number_in(number))


def _open(gesture: Gesture, act: Act, number: int) -> None:
    gesture.open(FORMS[act](gesture, gesture.allowed(act, number)))
