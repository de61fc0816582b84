"""Traits that many kinds of message share; the rows of bot/kinds.py are made from these."""

from dataclasses import replace
from functools import partial

from bot.delivery.traits import Obsolete, Render, Route, Traits, never
from bot.messages.text_alone import for_text_alone
from bot.operations.incidents.customer_channel import move_to_direct_message
from bot.operations.incidents.managers_instead import notify_other_managers_instead
from bot.operations.incidents.new_card import begin_card_anew
from bot.operations.missing_managers import Confidential, notify_technicians_instead, notify_technicians_of_instead
from bot.operations.packs.buyers import notify_in_channel, notify_others_instead
from bot.operations.questions import lock_subject, settle_if_late
from bot.queries import obsolete, settled
from bot.queries.message_facts import (
    load_incident,
    load_incident_of_filer,
    load_incident_on_call,
    load_incident_to_open,
    load_pack,
    load_reminder,
)
from models import OutboxMessage
from models.vocabulary import BothSides


def always(_message: OutboxMessage) -> bool:
    """Return True: if its reader has left, nobody else needs to read it."""
    return True


def is_for_buyer(message: OutboxMessage) -> bool:
    """Return True if a notice about a pack is for one of its buyers, not for a manager."""
    return not message.parameters.get("to_manager")


incident = partial(Traits, load=load_incident)
"""A message about an incident."""
to_desk = partial(Traits, load=load_incident_on_call)
"""A message about an incident that names who is on call."""
to_customer = partial(incident, if_place_refused=move_to_direct_message)
"""A message that must reach the customer: if Slack refuses the channel, it becomes a direct message."""
reminder = partial(
    Traits,
    Route.REPLY,
    load=load_reminder,
    obsolete=obsolete.reminder,
    looks_for_answer=True,
)
"""A reminder in the technicians' thread, saying that nobody has answered the incident."""
manager_notice = partial(
    Traits,
    Route.DIRECT,
    load=load_incident_to_open,
    obsolete=obsolete.reminder,
    if_reader_left=notify_other_managers_instead,
)
"""A direct message reminding a manager that nobody has answered the incident."""
survey = partial(
    incident,
    Route.DIRECT,
    load=load_incident_of_filer,
    obsolete=obsolete.survey_question,
    may_miss_reader=always,
)
"""A question to whoever filed an incident."""
notice = partial(Traits, Route.DIRECT)
"""A direct message that belongs to no incident."""
to_managers = partial(notice, if_reader_left=notify_technicians_instead)
"""A direct message to each manager; the technicians read it if no manager can be reached."""
to_buyer = partial(
    notice,
    load=load_pack,
    may_miss_reader=is_for_buyer,
    if_reader_left=notify_others_instead,
    if_unreachable=notify_in_channel,
)
"""A notice about a pack."""


def confidential(what: Confidential, render: Render) -> Traits:
    """Return the traits of a notice to the managers that must not be read in a channel."""
    return notice(render, if_reader_left=partial(notify_technicians_of_instead, what=what))


def both_sides(
    kinds: BothSides,
    customer: Render,
    triage: Render | None = None,
    *,
    obsolete: Obsolete = never,
) -> dict[str, Traits]:
    """Return the two rows of a message that is posted in both threads of an incident."""
    return {
        kinds.customer: to_customer(Route.REPLY, customer, obsolete=obsolete),
        kinds.triage: incident(Route.REPLY, triage or customer, obsolete=obsolete),
    }


def with_full_text(traits: Traits) -> Traits:
    """Return the traits of a kind, changed so that each message's text says everything that its blocks show."""
    render = traits.render
    return replace(traits, render=lambda it: for_text_alone(render(it)))


def with_judge(kind: str, traits: Traits) -> Traits:
    """Return the traits of a kind; one that asks something is given what all such kinds have in common.

    The rows that settle the question are locked before the message. Once the message is posted, the question is judged
    again: it may have been settled meanwhile.
    """
    judge = settled.JUDGES.get(kind)
    if judge is None:
        return traits
    return replace(traits, settled=judge, locks_first=lock_subject, follow_ups=[*traits.follow_ups, settle_if_late])


def replacing_card(traits: Traits) -> Traits:
    """Return the traits of a kind; if it depends on a card, a new card is posted when that card is gone."""
    is_of_card = traits.route in {Route.REPLY, Route.CHANGE_CARD, Route.DIRECT}
    return replace(traits, if_card_gone=begin_card_anew) if is_of_card else traits
