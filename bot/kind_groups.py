"""What do many kinds of message have in common? The rows of bot/kinds.py are made of these."""

from dataclasses import replace
from functools import partial

from bot.delivery.traits import Judge, Obsolete, Render, Route, Traits, never
from bot.messages.text_alone import for_text_alone
from bot.operations.incidents.customer_channel import move_to_direct_message
from bot.operations.incidents.new_card import begin_card_anew
from bot.operations.missing_managers import Confidential, notify_technicians_instead, notify_technicians_of_instead
from bot.operations.packs.buyers import notify_in_channel, notify_others_instead
from bot.operations.questions import lock_subject, settle_if_late
from bot.queries import obsolete, settled
from bot.queries.message_facts import (
    about_incident,
    about_incident_of_filer,
    about_incident_on_call,
    about_incident_to_open,
    about_pack,
    about_reminder,
)
from models import OutboxMessage
from models.vocabulary import BothSides


def always(_message: OutboxMessage) -> bool:
    """Return True: where its reader has left, nobody else needs to know."""
    return True


def is_for_buyer(message: OutboxMessage) -> bool:
    """Return whether a notice about a pack is for one of its buyers, and not for a manager."""
    return not message.parameters.get("to_manager")


incident = partial(Traits, load=about_incident)
"""Traits of what is about an incident."""
to_desk = partial(Traits, load=about_incident_on_call)
"""Traits of what is about an incident and names who is on call."""
to_customer = partial(incident, if_place_refused=move_to_direct_message)
"""Traits of what must reach the customer somewhere."""
reminder = partial(
    Traits,
    Route.REPLY,
    load=about_reminder,
    obsolete=obsolete.reminder,
    settled=settled.acknowledgement,
    asks_for_answer=True,
)
"""Traits of a reminder in the technicians' thread that nobody has answered."""
manager_notice = partial(
    Traits, Route.DIRECT, load=about_incident_to_open, obsolete=obsolete.reminder, settled=settled.acknowledgement
)
"""Traits of a direct message to a manager that nobody has answered."""
survey = partial(
    incident,
    Route.DIRECT,
    load=about_incident_of_filer,
    obsolete=obsolete.survey_question,
    settled=settled.survey,
    may_miss_reader=always,
)
"""Traits of a survey, which asks whoever filed an incident."""
notice = partial(Traits, Route.DIRECT)
"""Traits of a direct message that belongs to no incident."""
to_managers = partial(notice, if_reader_left=notify_technicians_instead)
"""Traits of a direct message to each manager, or to the technicians where no manager can be reached."""
to_buyer = partial(
    notice,
    load=about_pack,
    may_miss_reader=is_for_buyer,
    if_reader_left=notify_others_instead,
    if_unreachable=notify_in_channel,
)
"""Traits of a notice about a pack."""


def confidential(what: Confidential, render: Render, *, settled: Judge) -> Traits:
    """Return the traits of a notice to the managers that belongs in no channel."""
    return notice(render, if_reader_left=partial(notify_technicians_of_instead, what=what), settled=settled)


def both_sides(
    kinds: BothSides,
    customer: Render,
    triage: Render | None = None,
    *,
    obsolete: Obsolete = never,
    settled: Judge | None = None,
) -> dict[str, Traits]:
    """Return the rows of one thing that is posted in both threads of an incident."""
    return {
        kinds.customer: to_customer(Route.REPLY, customer, obsolete=obsolete, settled=settled),
        kinds.triage: incident(Route.REPLY, triage or customer, obsolete=obsolete, settled=settled),
    }


def told_by_text(traits: Traits) -> Traits:
    """Return the traits of a kind; the text of its messages says all that their blocks show."""
    render = traits.render
    return replace(traits, render=lambda it: for_text_alone(render(it)))


def asking(traits: Traits) -> Traits:
    """Return the traits of a kind, with what all kinds that ask something have in common.

    What settles the question is locked before the message. Once the message is posted, the question is looked at again:
    it may have been settled while the message was on its way.
    """
    if traits.settled is None:
        return traits
    return replace(traits, locks_first=lock_subject, follow_ups=[*traits.follow_ups, settle_if_late])


def threaded(traits: Traits) -> Traits:
    """Return the traits of a kind, with what becomes of a message whose card is gone."""
    is_of_card = traits.route in {Route.REPLY, Route.CHANGE_CARD, Route.DIRECT}
    return replace(traits, if_card_gone=begin_card_anew) if is_of_card else traits
