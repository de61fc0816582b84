"""INDEX 3: every kind of message, one row each: how it goes out, what it shows, when it is dropped, what follows.

bot/app.py gives this table to the engine in bot/delivery; `Traits` explains its columns. What many rows have in common
is in bot/kind_groups.py; which kinds are posted, cancelled and counted together is in models/vocabulary.py: operations
cannot import this table. For the same reason the column `settled` is filled in from `JUDGES` in bot/queries/settled.py.
A new kind is a member of `models.vocabulary.Kind`, a row here, its words and its render function.
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
from bot.operations.incidents.managers_instead import notify_other_managers_instead
from bot.operations.incidents.new_card import follow_desk
from bot.operations.incidents.offer_posts import change_if_late, link_card
from bot.operations.incidents.reminders import delete_fallback_if_last
from bot.operations.incidents.reply import confirm_reply
from bot.operations.incidents.shift_change import refresh_at_shift_change
from bot.operations.incidents.survey_question import ask_in_thread, remind_in_thread
from bot.operations.incidents.turn import repeat_waiting_reminder
from bot.operations.incidents.update_clock import repeat_reminder
from bot.operations.incidents.verdict_question import ask_again
from bot.operations.missing_managers import notify_technicians_instead
from bot.operations.packs.claim_answer import answer_where_made, warn_owner_in_channel
from bot.operations.questions import lock_subject
from bot.queries import obsolete
from bot.queries.digest import digest_obsolete, load_digest
from bot.queries.message_facts import (
    load_account,
    load_incident_to_open,
    load_incidents_named,
    load_its_side,
    load_offer,
    load_remark,
    load_similar,
)
from bot.rendering import (
    as_given,
    as_offer,
    as_reminder,
    as_reminder_of_manager,
    as_urgent_reminder,
    counter_of_account,
    expiry_notice,
    has_no_manager,
    is_sent_to_managers,
    low_balance,
    noting_no_manager,
    parameters_and_now,
    parameters_only,
    waits_for_verdict,
    with_assignee,
    with_author_name,
    with_facts,
    with_facts_and_now,
    with_now,
    with_present_desk,
    with_roster,
    without_claim,
    without_settled_buttons,
)
from models import vocabulary
from models.vocabulary import Kind

CARDS: dict[str, Traits] = {
    Kind.CUSTOMER_CARD: group.to_customer(
        Route.NEW_CARD, with_now(card.customer_card), follow_ups=[refresh_parent, link_card]
    ),
    Kind.TRIAGE_CARD: group.to_desk(
        Route.NEW_CARD,
        with_roster(card.triage_card),
        locks_first=lock_subject,
        follow_ups=[refresh_parent, follow_desk, refresh_at_shift_change],
    ),
    Kind.REFRESH_CUSTOMER_CARD: group.incident(Route.CHANGE_CARD, with_now(card.customer_card)),
    Kind.REFRESH_TRIAGE_CARD: group.to_desk(
        Route.CHANGE_CARD, with_roster(card.triage_card), follow_ups=[refresh_at_shift_change]
    ),
    Kind.FILED_DETAILS: group.incident(Route.REPLY, with_facts(filed_details.to_triage)),
    Kind.MOVED_CARD: Traits(Route.TAKE_BUTTONS, with_present_desk(desk.former_card), load_incident_to_open),
    Kind.SIMILAR: Traits(Route.REPLY, with_now(similar.to_triage), load_similar, obsolete.comparison, takes_long=True),
    Kind.BUTTONS_GONE: Traits(Route.TAKE_BUTTONS, without_settled_buttons, load_its_side),
}
REMINDERS: dict[str, Traits] = {
    Kind.WARNING: group.reminder(
        as_urgent_reminder(reminder.warning, "share"),
        follow_ups=[refresh_after_reminder, delete_fallback_if_last],
    ),
    Kind.BREACH: group.reminder(
        noting_no_manager(as_urgent_reminder(reminder.breach)), follow_ups=[refresh_after_reminder]
    ),
    Kind.ESCALATION: group.reminder(as_urgent_reminder(reminder.escalation, "step"), follow_ups=[keep_escalating]),
    Kind.BREACH_NOTICE: group.manager_notice(as_reminder_of_manager(reminder.breach_notice)),
    Kind.ESCALATION_NOTICE: group.manager_notice(as_reminder_of_manager(reminder.escalation_notice, "step")),
    Kind.SECOND_VOICE: group.incident(Route.OUTSIDE, with_now(second_voice.reminder), obsolete=obsolete.reminder),
    Kind.SECOND_VOICE_IF_UNPOSTED: group.incident(
        Route.OUTSIDE, with_now(second_voice.unposted), obsolete=obsolete.second_voice_if_unposted
    ),
    Kind.SCHEDULE_FALLBACK: group.incident(
        Route.SCHEDULE, with_now(reminder.fallback), obsolete=obsolete.schedule_fallback
    ),
    Kind.DELETE_FALLBACK: group.incident(
        Route.DELETE_SCHEDULED, with_now(reminder.fallback), obsolete=obsolete.delete_fallback
    ),
    Kind.UPDATE_WANTED: group.to_desk(
        Route.REPLY,
        noting_no_manager(as_reminder(update.wanted, "step", optional=("since",)), applies=is_sent_to_managers),
        obsolete=obsolete.update_reminder,
        looks_for_answer=True,
        follow_ups=[repeat_reminder],
    ),
    Kind.UPDATE_NOTICE: Traits(
        Route.DIRECT,
        with_assignee(update.notice, optional=("since",)),
        load_incident_to_open,
        obsolete=obsolete.update_reminder,
        if_reader_left=notify_other_managers_instead,
    ),
    Kind.WAITING_REMINDER: group.to_customer(
        Route.REPLY, with_facts(waiting.reminder), obsolete=obsolete.waiting, follow_ups=[repeat_waiting_reminder]
    ),
    Kind.WAITING_OVER: group.incident(Route.REPLY, with_facts(waiting.over), obsolete=obsolete.waiting),
    Kind.WEEKLY_DIGEST: Traits(
        Route.DIRECT,
        with_facts(digest.weekly),
        load_digest,
        obsolete=digest_obsolete,
        may_miss_reader=group.always,
        if_reader_left=notify_technicians_instead,
        if_unreachable=notify_technicians_instead,
    ),
    Kind.UPDATE_SNOOZED: group.incident(Route.REPLY, with_facts(update.snoozed)),
    Kind.TALK_NOTICE: Traits(
        Route.DIRECT,
        with_facts(acknowledgement.talk_notice),
        load_incident_to_open,
        obsolete=obsolete.talk_notice,
        may_miss_reader=group.always,
    ),
}
ACTS: dict[str, Traits] = {
    **group.both_sides(
        vocabulary.ACKNOWLEDGED,
        with_facts(acknowledgement.to_customer),
        with_facts(acknowledgement.to_triage),
    ),
    Kind.MOVED_TO_TRIAGE: group.incident(Route.REPLY, with_facts(desk.to_triage)),
    **group.both_sides(
        vocabulary.GIVEN_BACK,
        with_facts_and_now(giving_back.to_customer),
        with_facts_and_now(giving_back.to_triage),
    ),
    **group.both_sides(vocabulary.ASSIGNED, with_facts(assignment.to_customer), with_facts(assignment.to_triage)),
    **group.both_sides(vocabulary.SEVERITY_CHANGED, with_facts(severity.changed)),
    **group.both_sides(
        vocabulary.EDITED,
        with_facts(edit.edited, for_technicians=False),
        with_facts(edit.edited, for_technicians=True),
    ),
    **group.both_sides(
        vocabulary.SCOPE,
        with_facts(scope.proposed, reader="customer"),
        with_facts(scope.proposed, reader="technician"),
    ),
    **group.both_sides(vocabulary.SCOPE_AGREED, with_facts(scope.agreed)),
    **group.both_sides(
        vocabulary.SPLIT,
        with_facts(split.proposed, reader="customer"),
        with_facts(split.proposed, reader="technician"),
        obsolete=obsolete.split_proposal,
    ),
    **group.both_sides(vocabulary.SPLIT_DECLINED, with_facts(split.declined)),
    **group.both_sides(vocabulary.JOINED, with_facts(joining.joined)),
    **group.both_sides(vocabulary.DUPLICATE, with_facts(duplicate.has_duplicate)),
    **group.both_sides(vocabulary.WAITING, with_facts(waiting.to_customer), with_facts(waiting.to_triage)),
    Kind.UNREACHABLE_TO_CUSTOMER: group.to_customer(
        Route.REPLY,
        with_facts(duty.unreachable_to_customer),
        obsolete=obsolete.reachability_question,
    ),
    Kind.UNREACHABLE_TO_TRIAGE: group.incident(Route.REPLY, with_facts(duty.unreachable_to_triage)),
    **group.both_sides(vocabulary.REACHABLE, with_facts(duty.reachable)),
    **group.both_sides(vocabulary.COVER_FELL_BACK, with_facts(duty.fell_back)),
    **group.both_sides(vocabulary.SOLUTION, with_facts(solution.proposed)),
    **group.both_sides(
        vocabulary.CLOSED,
        with_facts(closing.closed),
        noting_no_manager(with_facts(closing.closed), applies=waits_for_verdict),
    ),
    **group.both_sides(
        vocabulary.AFTER_CLOSING,
        with_facts(after_closing.to_customer),
        with_facts(after_closing.to_triage),
        obsolete=obsolete.after_closing,
    ),
    **group.both_sides(vocabulary.REOPENED, with_facts(reopening.reopened)),
    Kind.VERDICT_WANTED: group.incident(
        Route.DIRECT,
        with_facts(verdict.wanted),
        obsolete=obsolete.verdict_question,
        follow_ups=[ask_again],
        if_reader_left=notify_other_managers_instead,
    ),
    **group.both_sides(vocabulary.VERDICT_GIVEN, with_facts(verdict.given)),
    Kind.SURVEY_WANTED: group.survey(render=with_facts(survey.wanted), if_unreachable=ask_in_thread),
    Kind.SURVEY_REMINDER: group.survey(render=with_facts(survey.reminder), if_unreachable=remind_in_thread),
    Kind.SURVEY_IN_WORDS: group.incident(Route.REPLY, with_facts(survey.in_words), obsolete=obsolete.survey_question),
    Kind.SURVEY_ANSWERED: group.incident(Route.REPLY, with_facts(survey.answered)),
}
REMARKS: dict[str, Traits] = {
    Kind.REMARK_TO_TRIAGE: Traits(Route.REPLY, with_author_name(remark.to_triage), load_remark),
    Kind.REFRESH_REMARK: Traits(
        Route.CHANGE_COPY, with_author_name(remark.to_triage), load_remark, target=obsolete.copy_in_triage
    ),
    Kind.REPLY_TO_CUSTOMER: Traits(
        Route.REPLY,
        with_author_name(remark.to_customer),
        load_remark,
        if_place_refused=move_to_direct_message,
        follow_ups=[confirm_reply],
    ),
    Kind.REPLY_NOTED: Traits(Route.REPLY, with_author_name(remark.note), load_remark),
}
NOTICES: dict[str, Traits] = {
    Kind.LOW_BALANCE: group.to_buyer(
        noting_no_manager(low_balance, applies=has_no_manager), obsolete=obsolete.pack_notice
    ),
    Kind.EXPIRY_NOTICE: group.to_buyer(
        noting_no_manager(expiry_notice, applies=has_no_manager), obsolete=obsolete.expiry_notice
    ),
    Kind.CERTIFICATE_NOTICE: group.confidential("certificate", parameters_and_now(certificate.near_expiry)),
    Kind.CLAIM_MADE: group.confidential("claim", parameters_only(claim.made)),
    Kind.CLAIM_APPROVED: group.notice(without_claim(claim.approved), if_unreachable=answer_where_made),
    Kind.CLAIM_REFUSED: group.notice(without_claim(claim.refused), if_unreachable=answer_where_made),
    Kind.CLAIM_DECIDED: group.notice(parameters_only(claim.decided)),
    Kind.CLAIM_TOLD_OWNER: group.notice(
        without_claim(claim.former_owner), may_miss_reader=group.always, if_unreachable=warn_owner_in_channel
    ),
    Kind.CLAIM_APPROVED_TO_MANAGERS: group.notice(without_claim(claim.approved_to_managers)),
    Kind.CLAIM_REFUSED_TO_MANAGERS: group.notice(without_claim(claim.refused_to_managers)),
    Kind.TROUBLE_NOTICE: group.to_managers(
        noting_no_manager(parameters_only(notice.trouble), applies=has_no_manager), load=load_incidents_named
    ),
}
INTAKE: dict[str, Traits] = {
    Kind.ANSWER: Traits(Route.IN_THREAD, as_given),
    Kind.COUNTER: Traits(Route.DIRECT, counter_of_account, load_account, follow_ups=[note_counter]),
    Kind.REFRESH_COUNTER: Traits(Route.CHANGE_COPY, counter_of_account, load_account),
    Kind.REMOVE_COUNTER: Traits(Route.REMOVE, as_given),
    Kind.OFFER: Traits(
        Route.IN_THREAD,
        as_offer(offer.offer, "again"),
        load_offer,
        obsolete=obsolete.offer,
        follow_ups=[change_if_late],
    ),
    Kind.REFRESH_OFFER: Traits(Route.CHANGE_COPY, as_offer(offer.offer), load_offer, target=obsolete.post_of_offer),
    Kind.REMOVE_OFFER: Traits(Route.REMOVE, as_offer(offer.offer), load_offer, target=obsolete.post_of_offer),
}
"""Answers to those who write to Guichet, and offers to file."""
ROWS = {**CARDS, **REMINDERS, **ACTS, **REMARKS, **NOTICES, **INTAKE}
KINDS: Mapping[str, Traits] = {
    kind: group.with_judge(kind, group.with_full_text(group.replacing_card(traits))) for kind, traits in ROWS.items()
}
