"""The words that columns hold, each typed once; those of the audit trail are in `event_vocabulary.py`.

They are stored as written here, so a value must never be changed.
"""

from enum import StrEnum
from typing import Literal, NamedTuple

Status = Literal["open", "acknowledged", "closed"]
"""How far an incident has got."""
Outcome = Literal["solved", "unresolved", "withdrawn", "split", "duplicate"]
"""How an incident has ended."""
AcknowledgedHow = Literal["button", "eyes", "reply", "word", "triage_reply"]
"""How the initial response was given: by the button, the reaction :eyes:, what the customer reads ("reply"), a
word for it in the technicians' thread ("word"), or any message there."""
AcknowledgeBy = Literal["button", "eyes", "reply", "word", "talk"]
"""What the policy lets count as the initial response; "talk" is any message in the technicians' thread."""
SeverityLetter = Literal["A", "B", "C"]
OfferState = Literal["open", "used", "taken_back"]
"""What became of an offer to file."""
Call = Literal["here", "channel", "nobody"]
"""Whom a reminder calls if nobody is named: those active in the triage channel, the whole channel, or nobody."""
Cover = Literal["business", "24x7"]
"""When an incident is worked on."""
Exclusion = Literal["feature_request", "on_site", "custom_code", "developer_support", "security_response"]
"""What the contract does not cover; a technician can make an exception."""
Request = Literal["incident", Exclusion]
"""What was filed."""
Billing = Literal["reserved", "billed", "waived", "pending_verdict", "pay_per_incident"]
"""How an incident is paid for: a unit of a pack is set aside, used for good, or given back; a manager decides; or it is
paid for individually."""
Verdict = Literal["billed", "waived"]
"""What a manager decides about an incident that was not solved."""
Role = Literal["customer", "filer", "technician", "manager"]
"""What somebody is to an incident: of the account that pays, who filed it, in its triage channel, or its manager."""
ScopeSide = Literal["customer", "technician"]
"""Whose wording of the scope it is."""
SplitState = Literal["proposed", "agreed", "declined", "replaced"]
ClaimState = Literal["waiting", "approved", "refused"]
FallbackState = Literal["scheduled", "posted", "deleted"]
"""Scheduled in Slack; posted by Slack, or too late to delete; deleted because it is no longer needed."""
MessageState = Literal["pending", "parked", "done", "cancelled", "superseded", "refused"]
"""How far an outbox message has got: waits for its time; waits because Slack refuses the place, and is tried again now
and then; seen in Slack; no longer true; a more urgent one has taken its place; Slack refuses the message itself."""
EntryKind = Literal["granted", "reserved", "settled", "released", "expired", "adjusted"]
"""What happened to units of a pack: "reserved" at filing, "settled" once used for good, "released" if given back."""
MembershipKind = Literal["user", "domain", "channel"]
"""A person, the domain of an e-mail address, or everybody in a Slack channel."""
HomeList = Literal["open", "mine", "unassigned", "waiting"]
"""Which incidents a technician's App Home lists: all that are open, those assigned to them or to nobody, and those that
wait for the customer."""
RosterPart = Literal["shifts", "absences"]
"""What a calendar of a roster holds: when somebody is on call, and when somebody is away."""
ExpiryCounts = Literal["filing", "closing"]
"""What must be done before a pack expires."""


class Side(StrEnum):
    """In whose channel a message is posted."""

    CUSTOMER = "customer"
    TRIAGE = "triage"


class EndedBecause(StrEnum):
    """Why an outbox message has ended without being posted."""

    ANSWERED = "answered"
    """The incident has been acknowledged."""
    CLOSED = "closed"
    """The incident is closed."""
    REOPENED = "reopened"
    """The incident was closed and is open again."""
    GIVEN_BACK = "given_back"
    """Whoever had acknowledged the incident has given it back."""
    DECIDED = "decided"
    """What it asks has been answered or decided."""
    CUSTOMER_UPDATED = "customer_updated"
    """The customer has heard something since."""
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    """We are waiting for the customer's answer."""
    SNOOZED = "snoozed"
    """A technician has put it off; another message is due later."""
    DEADLINE_MOVED = "deadline_moved"
    """The deadline that it counts to has moved."""
    TERMS_CHANGED = "terms_changed"
    """The terms by which it was due have changed; another message is due later."""
    SUPERSEDED = "superseded"
    """A more urgent reminder of the same thread is due as well."""
    FALLBACK_POSTED = "fallback_posted"
    """Slack has posted the scheduled fallback in its place, or will before that can be stopped."""
    REPLACED = "replaced"
    """A newer proposal or question has taken its place."""
    NOTHING_TO_CHANGE = "nothing_to_change"
    """What it would change, delete or answer is not in Slack."""
    PLACE_REFUSED = "place_refused"
    """Slack refuses its channel, and it would be of no use later; `last_error` is Slack's error code."""
    NOTHING_TO_LIST = "nothing_to_list"
    """There is nothing that it would list, or all of it has moved on, or is with somebody else."""
    NOTHING_LEFT = "nothing_left"
    """The pack it is about has expired or is used up."""
    TOO_LATE = "too_late"
    """It is too late for Slack to schedule a message for that time."""
    UNSUPPORTED = "unsupported"
    """The workspace does not offer what it needs; `last_error` is Slack's error code."""
    READER_LEFT = "reader_left"
    """Its reader has left the workspace, or it no longer concerns them."""
    POSTED_IN_CHANNEL = "posted_in_channel"
    """Slack takes no direct message to its reader, so it is posted in a channel instead."""
    BREACH_POSTED = "breach_posted"
    """The breach that it stands in for has been posted."""
    TAKEN_BACK = "taken_back"
    """The offer it shows was used, or taken back."""
    REFUSED = "refused"
    """Slack refuses the message itself; `last_error` is Slack's error code."""
    SET_ASIDE = "set_aside"
    """We failed to send it again and again; the row of `failure` has the cause."""


class Kind(StrEnum):
    """What an outbox message is: a row of bot/kinds.py."""

    CUSTOMER_CARD = "customer_card"
    TRIAGE_CARD = "triage_card"
    REFRESH_CUSTOMER_CARD = "refresh_customer_card"
    REFRESH_TRIAGE_CARD = "refresh_triage_card"
    FILED_DETAILS = "filed_details"
    MOVED_CARD = "moved_card"
    MOVED_TO_TRIAGE = "moved_to_triage"
    SIMILAR = "similar"
    WARNING = "warning"
    BREACH = "breach"
    ESCALATION = "escalation"
    BUTTONS_GONE = "buttons_gone"
    BREACH_NOTICE = "breach_notice"
    ESCALATION_NOTICE = "escalation_notice"
    SECOND_VOICE = "second_voice"
    SECOND_VOICE_IF_UNPOSTED = "second_voice_if_unsaid"
    SCHEDULE_FALLBACK = "arm_fallback"  # As stored since the first version, like the next.
    DELETE_FALLBACK = "disarm_fallback"
    LOW_BALANCE = "low_balance"
    EXPIRY_NOTICE = "expiry_notice"
    CERTIFICATE_NOTICE = "certificate_notice"
    CLAIM_MADE = "claim_made"
    CLAIM_APPROVED = "claim_approved"
    CLAIM_REFUSED = "claim_refused"
    CLAIM_DECIDED = "claim_decided"
    CLAIM_TOLD_OWNER = "claim_told_owner"
    CLAIM_APPROVED_TO_MANAGERS = "claim_approved_to_managers"
    CLAIM_REFUSED_TO_MANAGERS = "claim_refused_to_managers"
    SOLUTION_TO_CUSTOMER = "solution_to_customer"
    SOLUTION_TO_TRIAGE = "solution_to_triage"
    CLOSED_TO_CUSTOMER = "closed_to_customer"
    CLOSED_TO_TRIAGE = "closed_to_triage"
    AFTER_CLOSING_TO_CUSTOMER = "after_closing_to_customer"
    AFTER_CLOSING_TO_TRIAGE = "after_closing_to_triage"
    REOPENED_TO_CUSTOMER = "reopened_to_customer"
    REOPENED_TO_TRIAGE = "reopened_to_triage"
    SCOPE_TO_CUSTOMER = "scope_to_customer"
    SCOPE_TO_TRIAGE = "scope_to_triage"
    SCOPE_AGREED_TO_CUSTOMER = "scope_agreed_to_customer"
    SCOPE_AGREED_TO_TRIAGE = "scope_agreed_to_triage"
    SPLIT_TO_CUSTOMER = "split_to_customer"
    SPLIT_TO_TRIAGE = "split_to_triage"
    SPLIT_DECLINED_TO_CUSTOMER = "split_declined_to_customer"
    SPLIT_DECLINED_TO_TRIAGE = "split_declined_to_triage"
    JOINED_TO_CUSTOMER = "joined_to_customer"
    JOINED_TO_TRIAGE = "joined_to_triage"
    DUPLICATE_TO_CUSTOMER = "duplicate_to_customer"
    DUPLICATE_TO_TRIAGE = "duplicate_to_triage"
    SEVERITY_CHANGED_TO_CUSTOMER = "severity_changed_to_customer"
    SEVERITY_CHANGED_TO_TRIAGE = "severity_changed_to_triage"
    EDITED_TO_CUSTOMER = "edited_to_customer"
    EDITED_TO_TRIAGE = "edited_to_triage"
    WAITING_TO_CUSTOMER = "waiting_to_customer"
    WAITING_TO_TRIAGE = "waiting_to_triage"
    WAITING_REMINDER = "waiting_reminder"
    WAITING_OVER = "waiting_over"
    UNREACHABLE_TO_CUSTOMER = "unreachable_to_customer"
    UNREACHABLE_TO_TRIAGE = "unreachable_to_triage"
    REACHABLE_TO_CUSTOMER = "reachable_to_customer"
    REACHABLE_TO_TRIAGE = "reachable_to_triage"
    COVER_FELL_BACK_TO_CUSTOMER = "cover_fell_back_to_customer"
    COVER_FELL_BACK_TO_TRIAGE = "cover_fell_back_to_triage"
    VERDICT_WANTED = "verdict_wanted"
    VERDICT_GIVEN_TO_CUSTOMER = "verdict_given_to_customer"
    VERDICT_GIVEN_TO_TRIAGE = "verdict_given_to_triage"
    SURVEY_WANTED = "survey_wanted"
    SURVEY_REMINDER = "survey_reminder"
    SURVEY_IN_WORDS = "survey_in_words"
    SURVEY_ANSWERED = "survey_answered"
    REMARK_TO_TRIAGE = "remark_to_triage"
    REFRESH_REMARK = "refresh_remark"
    REPLY_TO_CUSTOMER = "reply_to_customer"
    REPLY_NOTED = "reply_noted"
    TROUBLE_NOTICE = "trouble_notice"
    ACKNOWLEDGED_TO_CUSTOMER = "acknowledged_to_customer"
    ACKNOWLEDGED_TO_TRIAGE = "acknowledged_to_triage"
    ASSIGNED_TO_CUSTOMER = "assigned_to_customer"
    ASSIGNED_TO_TRIAGE = "assigned_to_triage"
    GIVEN_BACK_TO_CUSTOMER = "given_back_to_customer"
    GIVEN_BACK_TO_TRIAGE = "given_back_to_triage"
    UPDATE_WANTED = "update_wanted"
    UPDATE_NOTICE = "update_notice"
    UPDATE_SNOOZED = "update_snoozed"
    TALK_NOTICE = "talk_notice"
    WEEKLY_DIGEST = "weekly_digest"
    ANSWER = "answer"
    COUNTER = "counter"
    REFRESH_COUNTER = "refresh_counter"
    REMOVE_COUNTER = "remove_counter"
    OFFER = "offer"
    REFRESH_OFFER = "refresh_offer"
    REMOVE_OFFER = "remove_offer"


class BothSides(NamedTuple):
    """The two kinds by which one thing is posted in both threads of an incident."""

    customer: Kind
    triage: Kind

    def of(self, side: Side) -> Kind:
        """Return the kind for this side."""
        return self.customer if side is Side.CUSTOMER else self.triage


# Operations post and cancel these together, and the figures count them; neither can import bot/kinds.py, which imports
# the operations. tests/test_kind_groups.py compares them with its rows.
TO_TECHNICIANS = (Kind.WARNING, Kind.BREACH, Kind.ESCALATION)
TO_MANAGERS = (Kind.BREACH_NOTICE, Kind.ESCALATION_NOTICE)
SECOND_VOICES = (Kind.SECOND_VOICE, Kind.SECOND_VOICE_IF_UNPOSTED)
"""Kinds of messages to people outside Slack, while nobody has acknowledged."""
REMINDERS = (*TO_TECHNICIANS, *TO_MANAGERS, *SECOND_VOICES)
"""What is posted only while nobody has acknowledged the incident."""
WAITING_REMINDERS = (Kind.WAITING_REMINDER, Kind.WAITING_OVER)
"""What is posted only while we are waiting for the customer's answer."""
UPDATE_REMINDERS = (Kind.UPDATE_WANTED, Kind.UPDATE_NOTICE)
"""What is posted only while the customer of an acknowledged incident hears nothing."""

CARD = BothSides(Kind.CUSTOMER_CARD, Kind.TRIAGE_CARD)
REFRESH_CARD = BothSides(Kind.REFRESH_CUSTOMER_CARD, Kind.REFRESH_TRIAGE_CARD)
SOLUTION = BothSides(Kind.SOLUTION_TO_CUSTOMER, Kind.SOLUTION_TO_TRIAGE)
CLOSED = BothSides(Kind.CLOSED_TO_CUSTOMER, Kind.CLOSED_TO_TRIAGE)
AFTER_CLOSING = BothSides(Kind.AFTER_CLOSING_TO_CUSTOMER, Kind.AFTER_CLOSING_TO_TRIAGE)
REOPENED = BothSides(Kind.REOPENED_TO_CUSTOMER, Kind.REOPENED_TO_TRIAGE)
SCOPE = BothSides(Kind.SCOPE_TO_CUSTOMER, Kind.SCOPE_TO_TRIAGE)
SCOPE_AGREED = BothSides(Kind.SCOPE_AGREED_TO_CUSTOMER, Kind.SCOPE_AGREED_TO_TRIAGE)
SPLIT = BothSides(Kind.SPLIT_TO_CUSTOMER, Kind.SPLIT_TO_TRIAGE)
SPLIT_DECLINED = BothSides(Kind.SPLIT_DECLINED_TO_CUSTOMER, Kind.SPLIT_DECLINED_TO_TRIAGE)
JOINED = BothSides(Kind.JOINED_TO_CUSTOMER, Kind.JOINED_TO_TRIAGE)
DUPLICATE = BothSides(Kind.DUPLICATE_TO_CUSTOMER, Kind.DUPLICATE_TO_TRIAGE)
SEVERITY_CHANGED = BothSides(Kind.SEVERITY_CHANGED_TO_CUSTOMER, Kind.SEVERITY_CHANGED_TO_TRIAGE)
EDITED = BothSides(Kind.EDITED_TO_CUSTOMER, Kind.EDITED_TO_TRIAGE)
WAITING = BothSides(Kind.WAITING_TO_CUSTOMER, Kind.WAITING_TO_TRIAGE)
UNREACHABLE = BothSides(Kind.UNREACHABLE_TO_CUSTOMER, Kind.UNREACHABLE_TO_TRIAGE)
REACHABLE = BothSides(Kind.REACHABLE_TO_CUSTOMER, Kind.REACHABLE_TO_TRIAGE)
COVER_FELL_BACK = BothSides(Kind.COVER_FELL_BACK_TO_CUSTOMER, Kind.COVER_FELL_BACK_TO_TRIAGE)
VERDICT_GIVEN = BothSides(Kind.VERDICT_GIVEN_TO_CUSTOMER, Kind.VERDICT_GIVEN_TO_TRIAGE)
ACKNOWLEDGED = BothSides(Kind.ACKNOWLEDGED_TO_CUSTOMER, Kind.ACKNOWLEDGED_TO_TRIAGE)
GIVEN_BACK = BothSides(Kind.GIVEN_BACK_TO_CUSTOMER, Kind.GIVEN_BACK_TO_TRIAGE)
ASSIGNED = BothSides(Kind.ASSIGNED_TO_CUSTOMER, Kind.ASSIGNED_TO_TRIAGE)
