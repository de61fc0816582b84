"""A technician chooses a prepared answer: it stands in the text of the form, to be edited before it is sent."""

from bot.facts.incident import IncidentFacts
from bot.forms import closing, reply
from bot.forms import prepared_answer as form
from bot.forms.fields import NotChosen
from bot.listeners.gesture import Gesture
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.reply import check_may_reply
from bot.queries.incidents import visible_incident
from bot.rules.carried import NotOurs
from bot.rules.numbers import written
from bot.rules.person import Person, is_member_id
from bot.rules.placeholders import fill_in
from bot.rules.subject import decode
from bot.texts.catalogue import Words

TEXTS = {reply.CALLBACK: "reply", closing.CLOSE: "explanation"}
"""The field into which the answer goes, by the callback ids of the forms that offer answers."""


def choose(gesture: Gesture) -> None:
    """Put the answer that was chosen into the open form, in the customer's language and filled in for the incident."""
    view = gesture.view
    text = TEXTS.get(view["callback_id"])
    if text is None:
        raise NotOurs
    check_may_reply(gesture.person)
    facts = _incident(gesture, decode(view["private_metadata"], name=view["callback_id"]).incident)
    name, prepared = form.chosen_in(view), _answers(gesture, facts)
    if name is None:
        gesture.ack()
        return
    if name not in prepared:  # The policy has changed since the form was opened.
        raise NotChosen(form.FIELD)
    gesture.redraw(form.with_answer(view, prepared[name], text=text, prepared=prepared.values()))


def _incident(gesture: Gesture, number: int) -> IncidentFacts:
    with gesture.reading() as session:
        facts = visible_incident(session, incident_id=number, person=gesture.person, accounts=())
    if facts is None:
        raise NoSuchIncident(incident=written(number))
    return facts


def _answers(gesture: Gesture, facts: IncidentFacts) -> dict[str, str]:
    """Return all prepared answers by name, as this incident's customer would read them."""
    customer = gesture.people.person(facts.opened_by)
    words = _words_of(customer, facts, channel_locale=gesture.workspace.locale)
    values = {
        "incident": written(facts.number),
        "customer": customer.name,
        "deadline": words.plain_moment(facts.deadline),  # What is typed in a form has no dates of Slack's.
    }
    return {one.name: fill_in(one.texts[words.locale], values) for one in gesture.policy.replies}


def _words_of(customer: Person, facts: IncidentFacts, *, channel_locale: str) -> Words:
    """Return the words of the customer's thread: those of the channel, or their own in a direct message."""
    if is_member_id(facts.opened_in) and not customer.is_outsider:
        return Words(customer.locale, customer.timezone)
    return Words(facts.account_locale or channel_locale, facts.terms.calendar.timezone)
