"""The verdict: a manager decides what an incident costs that was not solved."""

from bot.forms import verdict as form
from bot.forms.finished import finished
from bot.listeners.gesture import Gesture
from bot.operations.incidents.verdict import give_verdict
from bot.rules.numbers import written


def submit(gesture: Gesture) -> None:
    """Bill the incident or waive it, and confirm that."""
    number = gesture.subject.incident
    verdict, reason = form.read(gesture.view)
    gesture.once(give_verdict, incident_id=number, verdict=verdict, reason=reason, context=gesture.context)
    done = gesture.words("done-verdict", verdict=verdict, incident=written(number))
    gesture.show_next(finished(done, words=gesture.words))
