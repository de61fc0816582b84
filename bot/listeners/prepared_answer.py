"""A technician chooses a prepared answer: it is put into the text field of the form, to be edited before it is sent."""

from typing import Any

from bot.facts.incident import IncidentFacts
from bot.forms import closing, reply
from bot.forms import prepared_answer as form
from bot.forms.fields import NotChosen
from bot.listeners.gesture import Gesture
from bot.operations.incidents.permission import find_visible
from bot.operations.incidents.reply import check_may_reply
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
    filled = _with_chosen(gesture)
    if filled is None:
        gesture.ack()
    else:
        gesture.redraw(filled)


def not_yet_shown(gesture: Gesture) -> dict[str, Any] | None:
    """Return the form that was sent, with the chosen answer in its text; None if none is chosen, or it does not fit.

    The form was sent before it was redrawn, or by a client that reports no choices: nobody has read the answer in it.
    """
    try:
        return _with_chosen(gesture)
    except form.DoesNotFit:  # They were told so when they chose it, and send what they typed.
        return None


def _with_chosen(gesture: Gesture) -> dict[str, Any] | None:
    """Return the form with the chosen answer in its text; None if none is chosen.

    Raises `DoesNotFit`, or `NotChosen` for an answer that the policy no longer has.
    """
    view = gesture.view
    text, name = TEXTS.get(view["callback_id"]), form.chosen_in(view)
    if text is None:
        raise NotOurs
    if name is None:
        return None
    check_may_reply(gesture.person)
    number = decode(view["private_metadata"], name=view["callback_id"]).incident
    with gesture.reading() as session:
        facts = find_visible(session, incident_id=number, context=gesture.context)
    prepared = _answers(gesture, facts)
    if name not in prepared:  # The policy has changed since the form was opened.
        raise NotChosen(form.FIELD)
    return form.with_answer(view, prepared[name], text=text, prepared=prepared.values())


def _answers(gesture: Gesture, facts: IncidentFacts) -> dict[str, str]:
    """Return all prepared answers by name, as this incident's customer would read them."""
    customer = gesture.people.person(facts.opened_by)
    words = _words_of(customer, facts, channel_locale=gesture.workspace.locale)
    values = {
        "incident": written(facts.number),
        "customer": customer.name,
        "deadline": words.plain_moment(facts.deadline),  # Text typed in a form shows no dates in Slack's markup.
    }
    return {one.name: fill_in(one.texts[words.locale], values) for one in gesture.policy.replies}


def _words_of(customer: Person, facts: IncidentFacts, *, channel_locale: str) -> Words:
    """Return the words of the customer's thread: those of the channel, or their own in a direct message."""
    if is_member_id(facts.opened_in) and not customer.is_outsider:
        return Words(customer.locale, customer.timezone)
    return Words(facts.account_locale or channel_locale, facts.terms.calendar.timezone)
