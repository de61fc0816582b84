"""Which form does an act open? Its button and *More…* on a card both lead here."""

from collections.abc import Callable
from typing import Any

from bot.forms import assignment as assignment_form
from bot.forms import closing as closing_form
from bot.forms import confirmation
from bot.forms import duplicate as duplicate_form
from bot.forms import duty as duty_form
from bot.forms import giving_back as giving_back_form
from bot.forms import reopening as reopening_form
from bot.forms import solution as solution_form
from bot.forms import survey as survey_form
from bot.forms import update as update_form
from bot.forms import verdict as verdict_form
from bot.forms.attachments import asks_for_files, without_files
from bot.listeners import assignment, closing, desk, edit, reply, scope, severity, split
from bot.listeners.attachments import open_asking_for_files
from bot.listeners.card_links import linking
from bot.listeners.gesture import Gesture
from bot.messages import closing as closing_message
from bot.messages import edit as edit_message
from bot.messages import reopening as reopening_message
from bot.messages import scope as scope_message
from bot.messages import severity as severity_message
from bot.messages import solution as solution_message
from bot.messages import survey as survey_message
from bot.messages import verdict as verdict_message
from bot.rules.statuses import Act
from bot.rules.subject import Subject
from models import Incident

Draw = Callable[[Gesture, Incident], dict[str, Any]]


def _blank(view: Callable[..., dict[str, Any]]) -> Draw:
    """Return a function that draws a form which needs nothing but the incident's number."""
    return lambda gesture, incident: view(incident.number, words=gesture.words)


def _confirmation(act: Act, title: str) -> Draw:
    """Return a function that draws a form which only asks for confirmation."""
    return lambda gesture, incident: confirmation.view(act, Subject(incident.number), title=title, words=gesture.words)


FORMS: dict[Act, Draw] = {
    "acknowledge": _confirmation("acknowledge", "button-acknowledge"),
    "reply_to_customer": reply.draw,
    "propose_solution": _blank(solution_form.view),
    "propose_scope": scope.draw,
    "agree_scope": scope.draw_agreement,
    "amend_scope": scope.draw_amendment,
    "propose_split": split.draw,
    "agree_split": split.draw_agreement,
    "decline_split": split.draw_refusal,
    "edit": edit.draw,
    "mark_duplicate": _blank(duplicate_form.view),
    "assign": _blank(assignment_form.view),
    "take_over": assignment.draw_taking_over,
    "give_back": _blank(giving_back_form.view),
    "move_to_desk": desk.draw,
    "snooze_update": _blank(update_form.view),
    "change_severity": severity.draw,
    "wait_for_customer": _confirmation("wait_for_customer", "button-wait_for_customer"),
    "end_waiting": _confirmation("end_waiting", "button-end_waiting"),
    "mark_unreachable": _blank(duty_form.view),
    "mark_reachable": _confirmation("mark_reachable", "button-reachable"),
    "solve": closing.draw_solved,
    "give_up": closing.draw_unresolved,
    "close_unanswered": closing.draw_unanswered,
    "withdraw": _blank(closing_form.withdraw_view),
    "reopen": _blank(reopening_form.view),
    "give_verdict": _blank(verdict_form.view),
    "answer_survey": _blank(survey_form.view),
}
"""For each act, the function that draws its form."""
BUTTONS: dict[str, Act] = {
    scope_message.PROPOSE: "propose_scope",
    severity_message.CHANGE: "change_severity",
    edit_message.EDIT: "edit",
    solution_message.PROPOSE: "propose_solution",
    closing_message.CLOSE: "give_up",  # Whoever may give up an incident may close it.
    closing_message.WITHDRAW: "withdraw",
    reopening_message.REOPEN: "reopen",
    verdict_message.GIVE: "give_verdict",
    survey_message.ANSWER: "answer_survey",
}
"""For each button that opens a form, its act."""
CHOOSING: dict[str, Draw] = {closing_message.CLOSE: closing.draw}
"""The function that draws the form of a button which leaves the act to be chosen in the form."""


def draw_form(gesture: Gesture, act: Act, number: int, *, button: str = "") -> dict[str, Any]:
    """Return the form of the act, or of a button that leaves the act open; raise what `gesture.allowed` raises."""
    incident = gesture.allowed(act, number)
    return CHOOSING.get(button, FORMS[act])(linking(gesture, number), incident)


def open_form(gesture: Gesture) -> None:
    """Open the form of the button, if the person can perform its act now."""
    button = gesture.action["action_id"]
    view = draw_form(gesture, BUTTONS[button], gesture.subject.incident, button=button)
    if asks_for_files(view):
        open_asking_for_files(gesture, lambda takes_files: view if takes_files else without_files(view, gesture.words))
    else:
        gesture.open(view)
