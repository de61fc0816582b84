"""A technician answers from the triage side: *Reply to customer* on a card, *Send to customer* on a message."""

from typing import Any

from bot.facts.incident import IncidentFacts
from bot.forms import reply as form
from bot.listeners.gesture import Gesture
from bot.listeners.prepared_answer import not_yet_shown
from bot.operations.incidents.reply import check_may_reply, check_not_sent, reply_to_customer
from bot.queries.incidents import card_at, visible_incident
from bot.rules.refusal import Refusal
from bot.rules.written_message import WrittenMessage, read_message
from bot.texts.slack_text import as_typed
from models import Incident
from models.vocabulary import Side


class NotInTriageThread(Refusal):
    """*Send to customer* was used on something that nobody wrote in the triage thread of an incident."""

    text = "refusal-not_in_triage_thread"


def open_form(gesture: Gesture) -> None:
    """Open the empty form for the incident whose button was pressed."""
    check_may_reply(gesture.person)
    gesture.open(draw(gesture, gesture.allowed("reply_to_customer", gesture.subject.incident)))


def draw(gesture: Gesture, incident: Incident) -> dict[str, Any]:
    """Return the empty form."""
    customer = gesture.people.person(incident.opened_by)
    answers = gesture.policy.replies
    return form.view(incident.number, incident.title, customer=customer, words=gesture.words, answers=answers)


def open_from_message(gesture: Gesture) -> None:
    """Open the form with a message of a triage thread, to be confirmed; raise `NotInTriageThread` for any other."""
    check_may_reply(gesture.person)
    body = gesture.body
    message = read_message(body["message"], channel=body["channel"]["id"], at=gesture.now)
    if message is None:
        raise NotInTriageThread
    facts = _incident_of_thread(gesture, message, thread_ts=body["message"].get("thread_ts") or "")
    gesture.open(
        form.view(
            facts.number,
            facts.title,
            customer=gesture.people.person(facts.opened_by),
            words=gesture.words,
            answers=gesture.policy.replies,
            text=as_typed(message.text, gesture.people.name_of),
            ts=message.ts,
            files=len(message.files),
        )
    )


def submit(gesture: Gesture) -> None:
    """Send the reply, then close the form; show it once more with an answer that is chosen and not in the text yet."""
    if (filled := not_yet_shown(gesture)) is not None:
        gesture.show_next(filled)
        return
    gesture.once(reply_to_customer, reply=form.read(gesture.view), context=gesture.context)
    gesture.ack()


def _incident_of_thread(gesture: Gesture, message: WrittenMessage, *, thread_ts: str) -> IncidentFacts:
    """Return the incident in whose triage thread the message stands; raise `NotInTriageThread` or `AlreadySent`."""
    with gesture.reading() as session:
        card = card_at(session, channel=message.channel, ts=thread_ts)
        if card is None or card.side != Side.TRIAGE:
            raise NotInTriageThread
        check_not_sent(session, channel=message.channel, ts=message.ts)
        facts = visible_incident(session, incident_id=card.incident_id, person=gesture.person, accounts=())
    if facts is None:
        raise NotInTriageThread
    return facts
