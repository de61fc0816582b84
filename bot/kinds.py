"""INDEX 3: every kind of message, one row each: how it goes out, what it shows, when it is dropped, what follows.

bot/app.py gives this table to the engine in bot/delivery; `Traits` explains its columns. What many rows have in common
is in bot/kind_groups.py; which kinds are posted, cancelled and counted together is in models/vocabulary.py: operations
cannot import this table. A new kind is a member of `models.vocabulary.Kind`, a row here, its words and its render
function.
"""

from collections.abc import Mapping

from bot import kind_groups as group
from bot.delivery.traits import Route, Traits
from bot.messages import (
    acknowledgement,
    after_closing,
    assignment,
    card,
    certificate,
    claim,
    closing,
    desk,
    digest,
    duplicate,
    duty,
    edit,
    filed_details,
    giving_back,
    joining,
    notice,
    offer,
    remark,
    reminder,
    reopening,
    scope,
    second_voice,
    severity,
    similar,
    solution,
    split,
    survey,
    update,
    verdict,
    waiting,
)
from bot.operations.counter import note_counter
from bot.operations.incidents.cards import refresh_after_reminder, refresh_parent
from bot.operations.incidents.customer_channel import move_to_direct_message
from bot.operations.incidents.escalation import keep_escalating
from bot.operations.incidents.new_card import follow_desk
from bot.operations.incidents.offer_posts import change_if_late, link_card
from bot.operations.incidents.reminders import delete_fallback_of_last_warning
from bot.operations.incidents.reply import confirm_reply
from bot.operations.incidents.survey_question import ask_in_thread, remind_in_thread
from bot.operations.incidents.turn import repeat_waiting_reminder
from bot.operations.incidents.update_clock import repeat_reminder
from bot.operations.incidents.verdict_question import ask_again
from bot.operations.missing_managers import notify_technicians_instead
from bot.operations.packs.claim_answer import answer_where_made, warn_owner_in_channel
from bot.operations.questions import lock_subject
from bot.queries import obsolete, settled
from bot.queries.digest import about_digest, digest_obsolete
from bot.queries.message_facts import (
    about_account,
    about_incident_to_open,
    about_its_side,
    about_offer,
    about_remark,
    about_similar,
)
from bot.rendering import (
    about,
    about_assigned,
    about_claim,
    about_now,
    as_given,
    at_this_time,
    brought_up_to_date,
    dated_notice,
    expiry_notice,
    is_told_to_managers,
    is_unheard,
    low_balance,
    offering,
    on_call,
    on_counter,
    relayed,
    reminding,
    telling_managers,
    urging,
    waits_for_verdict,
    warning_manager,
)
from bot.rendering import notice as plain_notice
from models import vocabulary
from models.vocabulary import GIVEN_BACK, Kind

CARDS: dict[str, Traits] = {
    Kind.CUSTOMER_CARD: group.to_customer(
        Route.NEW_CARD, at_this_time(card.customer_card), follow_ups=[refresh_parent, link_card]
    ),
    Kind.TRIAGE_CARD: group.to_desk(
        Route.NEW_CARD,
        on_call(card.triage_card),
        locks_first=lock_subject,
        follow_ups=[refresh_parent, follow_desk],
    ),
    Kind.REFRESH_CUSTOMER_CARD: group.incident(Route.CHANGE_CARD, at_this_time(card.customer_card)),
    Kind.REFRESH_TRIAGE_CARD: group.to_desk(Route.CHANGE_CARD, on_call(card.triage_card)),
    Kind.FILED_DETAILS: group.incident(Route.REPLY, about(filed_details.to_triage)),
    Kind.MOVED_CARD: Traits(Route.TAKE_BUTTONS, about(desk.former_card), about_incident_to_open),
    Kind.SIMILAR: Traits(Route.REPLY, at_this_time(similar.to_triage), about_similar),
    Kind.BUTTONS_GONE: Traits(Route.TAKE_BUTTONS, brought_up_to_date, about_its_side),
}
REMINDERS: dict[str, Traits] = {
    Kind.WARNING: group.reminder(
        urging(reminder.warning, "share"), follow_ups=[refresh_after_reminder, delete_fallback_of_last_warning]
    ),
    Kind.BREACH: group.reminder(telling_managers(urging(reminder.breach)), follow_ups=[refresh_after_reminder]),
    Kind.ESCALATION: group.reminder(urging(reminder.escalation, "step"), follow_ups=[keep_escalating]),
    Kind.BREACH_NOTICE: group.manager_notice(warning_manager(reminder.breach_notice)),
    Kind.ESCALATION_NOTICE: group.manager_notice(warning_manager(reminder.escalation_notice, "step")),
    Kind.SECOND_VOICE: group.incident(Route.OUTSIDE, at_this_time(second_voice.reminder), obsolete=obsolete.reminder),
    Kind.SECOND_VOICE_IF_UNPOSTED: group.incident(
        Route.OUTSIDE, at_this_time(second_voice.unposted), obsolete=obsolete.second_voice_if_unposted
    ),
    Kind.SCHEDULE_FALLBACK: group.incident(
        Route.SCHEDULE, at_this_time(reminder.fallback), obsolete=obsolete.schedule_fallback
    ),
    Kind.DELETE_FALLBACK: group.incident(
        Route.DELETE_SCHEDULED, at_this_time(reminder.fallback), obsolete=obsolete.delete_fallback
    ),
    Kind.UPDATE_WANTED: group.to_desk(
        Route.REPLY,
        telling_managers(reminding(update.wanted, "step", optional=("since",)), applies=is_told_to_managers),
        obsolete=obsolete.update_reminder,
        asks_for_answer=True,
        settled=settled.update,
        follow_ups=[repeat_reminder],
    ),
    Kind.UPDATE_NOTICE: Traits(
        Route.DIRECT,
        about_assigned(update.notice, optional=("since",)),
        about_incident_to_open,
        obsolete=obsolete.update_reminder,
        settled=settled.update,
    ),
    Kind.WAITING_REMINDER: group.to_customer(
        Route.REPLY, about(waiting.reminder), obsolete=obsolete.waiting, follow_ups=[repeat_waiting_reminder]
    ),
    Kind.WAITING_OVER: group.incident(
        Route.REPLY, about(waiting.over), obsolete=obsolete.waiting, settled=settled.waiting
    ),
    Kind.WEEKLY_DIGEST: Traits(
        Route.DIRECT,
        about(digest.weekly),
        about_digest,
        obsolete=digest_obsolete,
        may_miss_reader=group.always,
        if_reader_left=notify_technicians_instead,
        if_unreachable=notify_technicians_instead,
    ),
    Kind.UPDATE_SNOOZED: group.incident(Route.REPLY, about(update.snoozed)),
    Kind.TALK_NOTICE: Traits(
        Route.DIRECT,
        about(acknowledgement.talk_notice),
        about_incident_to_open,
        obsolete=obsolete.talk_notice,
        settled=settled.acknowledgement,
        may_miss_reader=group.always,
    ),
}
ACTS: dict[str, Traits] = {
    **group.both_sides(vocabulary.ACKNOWLEDGED, about(acknowledgement.to_customer), about(acknowledgement.to_triage)),
    Kind.MOVED_TO_TRIAGE: group.incident(Route.REPLY, about(desk.to_triage)),
    GIVEN_BACK.customer: group.to_customer(Route.REPLY, about_now(giving_back.to_customer)),
    GIVEN_BACK.triage: group.incident(Route.REPLY, about_now(giving_back.to_triage), settled=settled.acknowledgement),
    **group.both_sides(vocabulary.ASSIGNED, about(assignment.to_customer), about(assignment.to_triage)),
    **group.both_sides(vocabulary.SEVERITY_CHANGED, about(severity.changed)),
    **group.both_sides(
        vocabulary.EDITED, about(edit.edited, for_technicians=False), about(edit.edited, for_technicians=True)
    ),
    **group.both_sides(
        vocabulary.SCOPE,
        about(scope.proposed, reader="customer"),
        about(scope.proposed, reader="technician"),
        settled=settled.scope,
    ),
    **group.both_sides(vocabulary.SCOPE_AGREED, about(scope.agreed)),
    **group.both_sides(
        vocabulary.SPLIT,
        about(split.proposed, reader="customer"),
        about(split.proposed, reader="technician"),
        obsolete=obsolete.split_proposal,
        settled=settled.split,
    ),
    **group.both_sides(vocabulary.SPLIT_DECLINED, about(split.declined)),
    **group.both_sides(vocabulary.JOINED, about(joining.joined)),
    **group.both_sides(vocabulary.DUPLICATE, about(duplicate.has_duplicate)),
    **group.both_sides(vocabulary.WAITING, about(waiting.to_customer), about(waiting.to_triage)),
    Kind.UNREACHABLE_TO_CUSTOMER: group.to_customer(
        Route.REPLY, about(duty.ask_customer), obsolete=obsolete.reachability_question, settled=settled.reachability
    ),
    Kind.UNREACHABLE_TO_TRIAGE: group.incident(Route.REPLY, about(duty.tell_technicians)),
    **group.both_sides(vocabulary.REACHABLE, about(duty.reachable)),
    **group.both_sides(vocabulary.COVER_FELL_BACK, about(duty.fell_back)),
    **group.both_sides(vocabulary.SOLUTION, about(solution.proposed)),
    **group.both_sides(
        vocabulary.CLOSED,
        about(closing.closed),
        telling_managers(about(closing.closed), applies=waits_for_verdict),
    ),
    **group.both_sides(
        vocabulary.AFTER_CLOSING,
        about(after_closing.to_customer),
        about(after_closing.to_triage),
        obsolete=obsolete.after_closing,
        settled=settled.after_closing,
    ),
    **group.both_sides(vocabulary.REOPENED, about(reopening.reopened)),
    Kind.VERDICT_WANTED: group.incident(
        Route.DIRECT,
        about(verdict.wanted),
        obsolete=obsolete.verdict_question,
        settled=settled.verdict,
        follow_ups=[ask_again],
    ),
    **group.both_sides(vocabulary.VERDICT_GIVEN, about(verdict.given)),
    Kind.SURVEY_WANTED: group.survey(render=about(survey.wanted), if_unreachable=ask_in_thread),
    Kind.SURVEY_REMINDER: group.survey(render=about(survey.reminder), if_unreachable=remind_in_thread),
    Kind.SURVEY_IN_WORDS: group.incident(Route.REPLY, about(survey.in_words), obsolete=obsolete.survey_question),
    Kind.SURVEY_ANSWERED: group.incident(Route.REPLY, about(survey.answered)),
}
REMARKS: dict[str, Traits] = {
    Kind.REMARK_TO_TRIAGE: Traits(Route.REPLY, relayed(remark.to_triage), about_remark),
    Kind.REFRESH_REMARK: Traits(
        Route.CHANGE_COPY, relayed(remark.to_triage), about_remark, target=obsolete.copy_in_triage
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
    Kind.LOW_BALANCE: group.to_buyer(telling_managers(low_balance, applies=is_unheard), obsolete=obsolete.pack_notice),
    Kind.EXPIRY_NOTICE: group.to_buyer(
        telling_managers(expiry_notice, applies=is_unheard), obsolete=obsolete.expiry_notice
    ),
    Kind.CERTIFICATE_NOTICE: group.confidential(
        "certificate", dated_notice(certificate.near_expiry), settled=settled.certificate
    ),
    Kind.CLAIM_MADE: group.confidential("claim", plain_notice(claim.made), settled=settled.claim),
    Kind.CLAIM_APPROVED: group.notice(about_claim(claim.approved), if_unreachable=answer_where_made),
    Kind.CLAIM_REFUSED: group.notice(about_claim(claim.refused), if_unreachable=answer_where_made),
    Kind.CLAIM_DECIDED: group.notice(plain_notice(claim.decided)),
    Kind.CLAIM_TOLD_OWNER: group.notice(
        about_claim(claim.former_owner), may_miss_reader=group.always, if_unreachable=warn_owner_in_channel
    ),
    Kind.CLAIM_APPROVED_TO_MANAGERS: group.notice(about_claim(claim.approved_to_managers)),
    Kind.CLAIM_REFUSED_TO_MANAGERS: group.notice(about_claim(claim.refused_to_managers)),
    Kind.TROUBLE_NOTICE: group.to_managers(telling_managers(plain_notice(notice.trouble), applies=is_unheard)),
}
INTAKE: dict[str, Traits] = {
    Kind.ANSWER: Traits(Route.IN_THREAD, as_given),
    Kind.COUNTER: Traits(Route.DIRECT, on_counter, about_account, follow_ups=[note_counter]),
    Kind.REFRESH_COUNTER: Traits(Route.CHANGE_COPY, on_counter, about_account),
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
KINDS: Mapping[str, Traits] = {
    kind: group.asking(group.told_by_text(group.threaded(traits))) for kind, traits in ROWS.items()
}
