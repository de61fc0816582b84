"""INDEX 3: every kind of message, one row each: how it goes out, what it shows, when it is dropped, what follows.

bot/app.py gives this table to the engine in bot/delivery, which asks nothing else about a kind; what the columns mean
stands at `Traits`. A new kind is a member of `models.vocabulary.Kind`, a row here, its words and its render function.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.delivery.traits import Judge, Obsolete, Render, Route, Traits, never
from bot.messages import (
    acknowledgement,
    assignment,
    card,
    certificate,
    claim,
    closing,
    duplicate,
    duty,
    edit,
    giving_back,
    notice,
    offer,
    remark,
    reminder,
    reopening,
    scope,
    severity,
    solution,
    split,
    survey,
    update,
    verdict,
)
from bot.messages.text_alone import for_text_alone
from bot.operations.counter import note_counter
from bot.operations.incidents.cards import refresh_after_reminder, refresh_parent
from bot.operations.incidents.customer_channel import move_to_direct_message
from bot.operations.incidents.escalation import keep_escalating
from bot.operations.incidents.offer import change_if_late, link_card
from bot.operations.incidents.reminders import take_back_fallback
from bot.operations.incidents.reply import confirm_reply
from bot.operations.incidents.survey_question import ask_in_thread
from bot.operations.incidents.update_clock import repeat_reminder
from bot.operations.incidents.verdict_question import ask_again
from bot.operations.packs.buyers import notify_in_channel, notify_managers_instead
from bot.operations.packs.claim_answer import answer_where_made, warn_owner_in_channel
from bot.operations.questions import lock_subject, settle_if_late
from bot.queries import obsolete, settled
from bot.queries.message_facts import (
    about_account,
    about_incident,
    about_incident_to_open,
    about_its_side,
    about_offer,
    about_pack,
    about_remark,
)
from bot.rendering import (
    about,
    about_assigned,
    about_now,
    as_given,
    at_this_time,
    brought_up_to_date,
    dated_notice,
    expiry_notice,
    is_told_to_managers,
    low_balance,
    offering,
    on_counter,
    relayed,
    reminding,
    telling_managers,
    urging,
    waits_for_verdict,
    warning_manager,
)
from bot.rendering import notice as plain_notice
from models import OutboxMessage, vocabulary
from models.vocabulary import GIVEN_BACK, BothSides, Kind


def always(_message: OutboxMessage) -> bool:
    """Return True: nobody else need hear of it where its reader has left."""
    return True


def is_for_buyer(message: OutboxMessage) -> bool:
    """Return whether a notice about a pack is for one of its buyers, and not for a manager."""
    return not message.parameters.get("to_manager")


_incident = partial(Traits, load=about_incident)
"""Traits of what is about an incident."""
_to_customer = partial(_incident, if_place_refused=move_to_direct_message)
"""Traits of what must reach the customer somewhere."""
_reminder = partial(
    Traits,
    Route.REPLY,
    load=about_incident_to_open,
    obsolete=obsolete.reminder,
    settled=settled.acknowledgement,
    asks_for_answer=True,
)
"""Traits of what complains in the technicians' thread that nobody has answered."""
_manager_notice = partial(
    Traits, Route.DIRECT, load=about_incident_to_open, obsolete=obsolete.reminder, settled=settled.acknowledgement
)
"""Traits of what complains of that to a manager."""
_survey = partial(
    _incident,
    Route.DIRECT,
    obsolete=obsolete.survey_question,
    settled=settled.survey,
    may_miss_reader=always,
    if_unreachable=ask_in_thread,
)
"""Traits of what asks who filed an incident what they think of it."""
_notice = partial(Traits, Route.DIRECT)
"""Traits of a direct message that is no incident's."""
_to_buyer = partial(
    _notice,
    load=about_pack,
    obsolete=obsolete.pack_notice,
    may_miss_reader=is_for_buyer,
    if_reader_left=notify_managers_instead,
    if_unreachable=notify_in_channel,
)
"""Traits of a notice about a pack."""


def both_sides(
    kinds: BothSides,
    customer: Render,
    triage: Render | None = None,
    *,
    judge: Obsolete = never,
    settled: Judge | None = None,
) -> dict[str, Traits]:
    """Return the rows of one thing that is posted in both threads of an incident."""
    return {
        kinds.customer: _to_customer(Route.REPLY, customer, obsolete=judge, settled=settled),
        kinds.triage: _incident(Route.REPLY, triage or customer, obsolete=judge, settled=settled),
    }


def told_by_text(traits: Traits) -> Traits:
    """Return the traits of a kind, whose messages tell by their text alone what their blocks do."""
    render = traits.render
    return replace(traits, render=lambda it: for_text_alone(render(it)))


def asking(traits: Traits) -> Traits:
    """Return the traits of a kind, with what all that ask something have in common.

    What settles the question is locked before the message, and once it is posted it is looked at whether that came too
    late: so no question stays open because it was settled while it was on its way.
    """
    if traits.settled is None:
        return traits
    return replace(traits, locks_first=lock_subject, follow_ups=[*traits.follow_ups, settle_if_late])


CARDS: dict[str, Traits] = {
    Kind.CUSTOMER_CARD: _to_customer(
        Route.NEW_CARD, at_this_time(card.customer_card), follow_ups=[refresh_parent, link_card]
    ),
    Kind.TRIAGE_CARD: _incident(Route.NEW_CARD, at_this_time(card.triage_card), follow_ups=[refresh_parent]),
    Kind.REFRESH_CUSTOMER_CARD: _incident(
        Route.CHANGE_CARD, at_this_time(card.customer_card), obsolete=obsolete.card_change
    ),
    Kind.REFRESH_TRIAGE_CARD: _incident(
        Route.CHANGE_CARD, at_this_time(card.triage_card), obsolete=obsolete.card_change
    ),
    Kind.BUTTONS_GONE: Traits(Route.TAKE_BUTTONS, brought_up_to_date, about_its_side),
}
REMINDERS: dict[str, Traits] = {
    Kind.WARNING: _reminder(urging(reminder.warning, "share"), follow_ups=[refresh_after_reminder, take_back_fallback]),
    Kind.BREACH: _reminder(telling_managers(urging(reminder.breach)), follow_ups=[refresh_after_reminder]),
    Kind.ESCALATION: _reminder(urging(reminder.escalation, "step"), follow_ups=[keep_escalating]),
    Kind.BREACH_NOTICE: _manager_notice(warning_manager(reminder.breach_notice)),
    Kind.ESCALATION_NOTICE: _manager_notice(warning_manager(reminder.escalation_notice, "step")),
    Kind.ARM_FALLBACK: _incident(
        Route.SCHEDULE, at_this_time(reminder.fallback), obsolete=obsolete.fallback_to_schedule
    ),
    Kind.DISARM_FALLBACK: _incident(
        Route.UNSCHEDULE, at_this_time(reminder.fallback), obsolete=obsolete.fallback_to_take_back
    ),
    Kind.UPDATE_WANTED: _incident(
        Route.REPLY,
        telling_managers(reminding(update.wanted, "step"), applies=is_told_to_managers),
        obsolete=obsolete.update_reminder,
        asks_for_answer=True,
        settled=settled.update,
        follow_ups=[repeat_reminder],
    ),
    Kind.UPDATE_NOTICE: Traits(
        Route.DIRECT,
        about_assigned(update.notice),
        about_incident_to_open,
        obsolete=obsolete.update_reminder,
        settled=settled.update,
    ),
    Kind.UPDATE_SNOOZED: _incident(Route.REPLY, about(update.snoozed)),
    Kind.TALK_NOTICE: Traits(
        Route.DIRECT,
        about(acknowledgement.talk_notice),
        about_incident_to_open,
        obsolete=obsolete.talk_notice,
        settled=settled.acknowledgement,
        may_miss_reader=always,
    ),
}
ACTS: dict[str, Traits] = {
    **both_sides(vocabulary.ACKNOWLEDGED, about(acknowledgement.to_customer), about(acknowledgement.to_triage)),
    GIVEN_BACK.customer: _to_customer(Route.REPLY, about_now(giving_back.to_customer)),
    GIVEN_BACK.triage: _incident(Route.REPLY, about_now(giving_back.to_triage), settled=settled.acknowledgement),
    **both_sides(vocabulary.ASSIGNED, about(assignment.to_customer), about(assignment.to_triage)),
    **both_sides(vocabulary.SEVERITY_CHANGED, about(severity.changed)),
    **both_sides(
        vocabulary.EDITED, about(edit.edited, for_technicians=False), about(edit.edited, for_technicians=True)
    ),
    **both_sides(
        vocabulary.SCOPE,
        about(scope.proposed, reader="customer"),
        about(scope.proposed, reader="technician"),
        settled=settled.scope,
    ),
    **both_sides(vocabulary.SCOPE_AGREED, about(scope.agreed)),
    **both_sides(
        vocabulary.SPLIT,
        about(split.proposed, reader="customer"),
        about(split.proposed, reader="technician"),
        judge=obsolete.split_proposal,
        settled=settled.split,
    ),
    **both_sides(vocabulary.SPLIT_DECLINED, about(split.declined)),
    **both_sides(vocabulary.DUPLICATE, about(duplicate.has_duplicate)),
    Kind.UNREACHABLE_TO_CUSTOMER: _to_customer(
        Route.REPLY, about(duty.ask_customer), obsolete=obsolete.reachability_question, settled=settled.reachability
    ),
    Kind.UNREACHABLE_TO_TRIAGE: _incident(Route.REPLY, about(duty.tell_technicians)),
    **both_sides(vocabulary.REACHABLE, about(duty.reachable)),
    **both_sides(vocabulary.COVER_FELL_BACK, about(duty.fell_back)),
    **both_sides(vocabulary.SOLUTION, about(solution.proposed)),
    **both_sides(
        vocabulary.CLOSED,
        about(closing.closed),
        telling_managers(about(closing.closed), applies=waits_for_verdict),
    ),
    **both_sides(vocabulary.REOPENED, about(reopening.reopened)),
    Kind.VERDICT_WANTED: _incident(
        Route.DIRECT,
        about(verdict.wanted),
        obsolete=obsolete.verdict_question,
        settled=settled.verdict,
        follow_ups=[ask_again],
    ),
    **both_sides(vocabulary.VERDICT_GIVEN, about(verdict.given)),
    Kind.SURVEY_WANTED: _survey(render=about(survey.wanted)),
    Kind.SURVEY_REMINDER: _survey(render=about(survey.reminder)),
    Kind.SURVEY_IN_WORDS: _incident(Route.REPLY, about(survey.in_words), obsolete=obsolete.survey_question),
    Kind.SURVEY_ANSWERED: _incident(Route.REPLY, about(survey.answered)),
}
REMARKS: dict[str, Traits] = {
    Kind.REMARK_TO_TRIAGE: Traits(Route.REPLY, relayed(remark.to_triage), about_remark),
    Kind.REFRESH_REMARK: Traits(
        Route.CHANGE_COPY,
        relayed(remark.to_triage),
        about_remark,
        obsolete=obsolete.copy_change,
        target=obsolete.copy_in_triage,
    ),
    Kind.REPLY_TO_CUSTOMER: Traits(
        Route.REPLY,
        relayed(remark.to_customer),
        about_remark,
        if_place_refused=move_to_direct_message,
        follow_ups=[confirm_reply],
    ),
    Kind.REPLY_NOTED: Traits(Route.REPLY, relayed(remark.note), about_remark),
}
NOTICES: dict[str, Traits] = {
    Kind.LOW_BALANCE: _to_buyer(low_balance),
    Kind.EXPIRY_NOTICE: _to_buyer(expiry_notice),
    Kind.CERTIFICATE_NOTICE: _notice(dated_notice(certificate.near_expiry), settled=settled.certificate),
    Kind.CLAIM_MADE: _notice(plain_notice(claim.made), settled=settled.claim),
    Kind.CLAIM_APPROVED: _notice(plain_notice(claim.approved), if_unreachable=answer_where_made),
    Kind.CLAIM_REFUSED: _notice(plain_notice(claim.refused), if_unreachable=answer_where_made),
    Kind.CLAIM_DECIDED: _notice(plain_notice(claim.decided)),
    Kind.CLAIM_TOLD_OWNER: _notice(
        plain_notice(claim.former_owner), may_miss_reader=always, if_unreachable=warn_owner_in_channel
    ),
    Kind.CLAIM_APPROVED_TO_MANAGERS: _notice(plain_notice(claim.approved_to_managers)),
    Kind.CLAIM_REFUSED_TO_MANAGERS: _notice(plain_notice(claim.refused_to_managers)),
    Kind.TROUBLE_NOTICE: _notice(plain_notice(notice.trouble)),
}
INTAKE: dict[str, Traits] = {
    Kind.ANSWER: Traits(Route.IN_THREAD, as_given),
    Kind.COUNTER: Traits(Route.DIRECT, on_counter, about_account, follow_ups=[note_counter]),
    Kind.REMOVE_COUNTER: Traits(Route.REMOVE, as_given),
    Kind.OFFER: Traits(
        Route.IN_THREAD,
        offering(offer.offer, "again"),
        about_offer,
        obsolete=obsolete.offer,
        follow_ups=[change_if_late],
    ),
    Kind.REFRESH_OFFER: Traits(Route.CHANGE_COPY, offering(offer.offer), about_offer, target=obsolete.post_of_offer),
    Kind.REMOVE_OFFER: Traits(Route.REMOVE, offering(offer.offer), about_offer, target=obsolete.post_of_offer),
}
"""What answers those who speak to Guichet."""
ROWS = {**CARDS, **REMINDERS, **ACTS, **REMARKS, **NOTICES, **INTAKE}
KINDS: Mapping[str, Traits] = {kind: asking(told_by_text(traits)) for kind, traits in ROWS.items()}
