"""A technician answers from the triage side: *Reply to customer* on a card, *Send to customer* on a message."""

from typing import Any

from bot.forms import reply as form
from bot.listeners.card_links import linking
from bot.listeners.gesture import Gesture
from bot.listeners.prepared_answer import not_yet_shown
from bot.operations.incidents.reply import check_may_reply, find_sendable, reply_to_customer
from bot.rules.written_message import read_message
from bot.texts.slack_text import as_typed
from models import Incident


def open_form(gesture: Gesture) -> None:
    """Open the empty form for the incident whose button was pressed."""
    check_may_reply(gesture.person)
    number = gesture.subject.incident
    incident = gesture.allowed("reply_to_customer", number)
    gesture.open(draw(linking(gesture, number), incident))


def draw(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the empty form."""
    customer = gesture.people.person(incident.opened_by)
    answers = gesture.policy.replies
    return form.view(incident.number, incident.title, customer=customer, words=gesture.words, answers=answers)


def open_from_message(gesture: Gesture) -> None:
    """Open the form with a message of a triage thread, to be confirmed; raise what `find_sendable` raises."""
    check_may_reply(gesture.person)
    written = read_message(gesture.body["message"], channel=gesture.channel, at=gesture.now)
    with gesture.reading() as session:
        facts, message = find_sendable(session, written, thread_ts=gesture.thread, context=gesture.context)
    gesture.open(
        form.view(
            facts.number,
            facts.title,
            customer=gesture.people.person(facts.opened_by),
            words=linking(gesture, facts.number).words,
            answers=gesture.policy.replies,
            text=as_typed(message.text, gesture.people.name_of),
            ts=message.ts,
            files=len(message.files),
        )
    )


def submit(gesture: Gesture) -> None:
    """Send the reply, then close the form; or first show the form again, if a chosen answer is not in its text yet."""
    if (filled := not_yet_shown(gesture)) is not None:
        gesture.show_next(filled)
        return
    gesture.once(reply_to_customer, reply=form.read(gesture.view), context=gesture.context)
    gesture.ack()
