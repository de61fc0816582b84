"""The closing: a technician closes an incident, or its customer withdraws it."""

from typing import Any

from bot.forms import closing as form
from bot.listeners.gesture import Gesture
from bot.listeners.prepared_answer import not_yet_shown
from bot.listeners.unread import read_first
from bot.operations.incidents.closing import close_incident, has_solution, reminders_in_vain
from bot.rules.statuses import Act
from models import Incident


def draw(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the technician's form with the fitting outcome chosen: *Solved* once a solution has been proposed.

    Otherwise it is the outcome for a customer who did not answer the reminders, or *Unresolved*.
    """
    with gesture.reading() as session:
        is_solved = has_solution(session, incident_id=incident.number)
        is_unanswered = bool(reminders_in_vain(session, incident))
    return _draw(gesture, incident, "solved" if is_solved else "withdrawn" if is_unanswered else "unresolved")


def draw_solved(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the technician's form with *Solved* chosen."""
    return form.close_view(incident.number, outcome="solved", words=gesture.words, answers=gesture.policy.replies)


def draw_unresolved(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the technician's form with *Unresolved* chosen."""
    return _draw(gesture, incident, "unresolved")


def draw_unanswered(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the technician's form for a customer who has not answered."""
    return _draw(gesture, incident, "withdrawn")


def _draw(gesture: Gesture, incident: Incident, outcome: str) -> dict[str, Any]:
    """Return the technician's form, with the reason filled in if the customer did not answer the reminders."""
    with gesture.reading() as session:
        reminded = reminders_in_vain(session, incident)
    number, words, since = incident.number, gesture.words, incident.waiting_since
    answers = gesture.policy.replies
    if since is None or not reminded:
        return form.close_view(number, outcome=outcome, words=words, answers=answers)
    # Text typed in a form shows neither mentions nor dates in Slack's markup.
    days = [words.plain_moment(one) for one in (since, *reminded)]
    reason = words("waiting-reason", since=days[0], first=days[1], second=days[2])
    return form.close_view(
        number, outcome=outcome, words=words, answers=answers, explanation=reason, is_unanswered=True
    )


def close(gesture: Gesture) -> None:
    """Close the incident as the technician chose, or first show a chosen answer that is not in the explanation yet."""
    if (filled := not_yet_shown(gesture)) is not None:
        gesture.show_next(filled)
        return
    act, explanation = form.read_close(gesture.view)
    read_first(gesture, act, field="outcome")
    _close(gesture, act, explanation)


def withdraw(gesture: Gesture) -> None:
    """Close the incident because its customer no longer needs it."""
    reason = form.read_withdrawal(gesture.view)
    gesture.allowed("withdraw", gesture.subject.incident)
    gesture.read_thread(gesture.subject.incident)  # So that nothing is lost; its customer has read their own thread.
    _close(gesture, "withdraw", reason)


def _close(gesture: Gesture, act: Act, explanation: str) -> None:
    gesture.once(
        close_incident,
        incident_id=gesture.subject.incident,
        act=act,
        explanation=explanation,
        context=gesture.member_context,
    )
    gesture.ack()
