"""The verdict: a manager decides whether an incident that was not solved is billed."""

from bot.forms import verdict as form
from bot.forms.finished import finished
from bot.listeners.card_links import words_with_links
from bot.listeners.gesture import Gesture
from bot.operations.incidents.verdict import give_verdict
from models.vocabulary import Side


def submit(gesture: Gesture) -> None:
    """Bill the incident or waive it, and confirm that."""
    number = gesture.subject.incident
    verdict, reason = form.read(gesture.view)
    words = words_with_links(gesture, [number], side=Side.TRIAGE)  # First, as nothing may fail after the verdict.
    gesture.once(give_verdict, incident_id=number, verdict=verdict, reason=reason, context=gesture.context)
    done = words("done-verdict", verdict=verdict, incident=words.named(number))
    gesture.show_next(finished(done, words=words))
