"""The survey: whoever filed an incident answers it."""

from bot.forms import survey as form
from bot.forms.finished import finished
from bot.listeners.gesture import Gesture
from bot.operations.incidents.survey import answer_survey


def submit(gesture: Gesture) -> None:
    """Store the answers, and thank the person for them."""
    answers = form.read(gesture.view)
    gesture.once(answer_survey, incident_id=gesture.subject.incident, answers=answers, context=gesture.context)
    gesture.show_next(finished(gesture.words("survey-thanks"), words=gesture.words))
