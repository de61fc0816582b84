"""Which kinds of outbox messages are there, and how does each go out?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.facts.incident import IncidentFacts
from bot.facts.pack import PackFacts
from bot.facts.remark import RemarkFacts
from bot.messages import (
    acknowledgement,
    assignment,
    card,
    claim,
    closing,
    duplicate,
    duty,
    notice,
    pack,
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
from bot.texts.catalogue import Words
from bot.texts.message import Message

Way = Literal["card", "refresh", "reply", "amend", "strip", "direct", "arm", "disarm"]


@dataclass(frozen=True)
class Saying:
    """What the words of a message may depend on."""

    facts: IncidentFacts | None
    """None for what is no incident's."""
    now: datetime
    dedup_key: str
    parameters: dict[str, Any] = field(default_factory=dict)
    late: timedelta | None = None
    """How late it is said, if that is worth telling."""
    pack: PackFacts | None = None
    """The pack it is about, if it is about one."""
    remark: RemarkFacts | None = None
    """What somebody said, if it shows that."""
    name_of: Callable[[str], str] = str
    """Gives the name of a Slack member id."""


@dataclass(frozen=True)
class Kind:
    """One kind of message."""

    way: Way
    """A new card, a card brought up to date, a reply in the card's thread, a remark's copy brought up to date, a
    message that loses its buttons, a direct message, one that is laid ready in Slack, or one that is withdrawn."""
    say: Callable[[Saying, Words], Message]


def _about(render: Callable[..., Message]) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(saying.facts, words=words, now=saying.now)


def _reminding(render: Callable[..., Message]) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(
        saying.facts, words=words, now=saying.now, late=saying.late, dedup_key=saying.dedup_key
    )


def _noted(render: Callable[..., Message]) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(words=words, **saying.parameters)


def _told(render: Callable[..., Message]) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(saying.facts, words=words)


def _expiring(saying: Saying, words: Words) -> Message:
    assert saying.pack is not None  # noqa: S101 - its parameters name one
    return pack.expiry_notice(saying.pack, words=words, now=saying.now, timezone=saying.parameters["timezone"])


def _low(saying: Saying, words: Words) -> Message:
    assert saying.pack is not None  # noqa: S101 - its parameters name one
    return pack.low_balance(saying.pack, words=words)


def _certified(saying: Saying, words: Words) -> Message:
    return pack.certificate_notice(words=words, now=saying.now, **saying.parameters)


def _with_parameters(render: Callable[..., Message], **given: Any) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(saying.facts, words=words, **given, **saying.parameters)


def _happened(render: Callable[..., Message]) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(saying.facts, words=words, **saying.parameters)


def _update_wanted(saying: Saying, words: Words) -> Message:
    assert saying.facts is not None  # noqa: S101 - it is an incident's
    return update.wanted(saying.facts, words=words, now=saying.now, late=saying.late, **saying.parameters)


def _said(render: Callable[..., Message]) -> Callable[[Saying, Words], Message]:
    return lambda saying, words: render(saying.remark, words=words, name_of=saying.name_of)


def _without_buttons(saying: Saying, _words: Words) -> Message:
    return Message(saying.parameters["text"], saying.parameters["blocks"])


KINDS: dict[str, Kind] = {
    "customer_card": Kind("card", _about(card.customer_card)),
    "triage_card": Kind("card", _about(card.triage_card)),
    "refresh_customer_card": Kind("refresh", _about(card.customer_card)),
    "refresh_triage_card": Kind("refresh", _about(card.triage_card)),
    "warning": Kind("reply", _reminding(reminder.warning)),
    "breach": Kind("reply", _reminding(reminder.breach)),
    "escalation": Kind("reply", _reminding(reminder.escalation)),
    "buttons_gone": Kind("strip", _without_buttons),
    "breach_notice": Kind("direct", _reminding(reminder.breach_notice)),
    "arm_fallback": Kind("arm", _about(reminder.fallback)),
    "disarm_fallback": Kind("disarm", _about(reminder.fallback)),
    "low_balance": Kind("direct", _low),
    "expiry_notice": Kind("direct", _expiring),
    "certificate_notice": Kind("direct", _certified),
    "claim_made": Kind("direct", _noted(claim.made)),
    "claim_approved": Kind("direct", _noted(claim.approved)),
    "claim_refused": Kind("direct", _noted(claim.refused)),
    "claim_told_owner": Kind("direct", _noted(claim.told_owner)),
    "claim_approved_to_managers": Kind("direct", _noted(claim.approved_to_managers)),
    "claim_refused_to_managers": Kind("direct", _noted(claim.refused_to_managers)),
    "solution_to_customer": Kind("reply", _with_parameters(solution.proposed)),
    "solution_to_triage": Kind("reply", _with_parameters(solution.proposed)),
    "closed_to_customer": Kind("reply", _told(closing.closed)),
    "closed_to_triage": Kind("reply", _told(closing.closed)),
    "reopened_to_customer": Kind("reply", _told(reopening.reopened)),
    "reopened_to_triage": Kind("reply", _told(reopening.reopened)),
    "scope_to_customer": Kind("reply", _with_parameters(scope.proposed, reader="customer")),
    "scope_to_triage": Kind("reply", _with_parameters(scope.proposed, reader="technician")),
    "scope_agreed_to_customer": Kind("reply", _with_parameters(scope.agreed)),
    "scope_agreed_to_triage": Kind("reply", _with_parameters(scope.agreed)),
    "split_to_customer": Kind("reply", _with_parameters(split.proposed, reader="customer")),
    "split_to_triage": Kind("reply", _with_parameters(split.proposed, reader="technician")),
    "split_declined_to_customer": Kind("reply", _with_parameters(split.declined)),
    "split_declined_to_triage": Kind("reply", _with_parameters(split.declined)),
    "duplicate_to_customer": Kind("reply", _with_parameters(duplicate.has_duplicate)),
    "duplicate_to_triage": Kind("reply", _with_parameters(duplicate.has_duplicate)),
    "severity_changed_to_customer": Kind("reply", _with_parameters(severity.changed)),
    "severity_changed_to_triage": Kind("reply", _with_parameters(severity.changed)),
    "unreachable_to_customer": Kind("reply", _with_parameters(duty.ask_customer)),
    "unreachable_to_triage": Kind("reply", _with_parameters(duty.tell_technicians)),
    "reachable_to_customer": Kind("reply", _with_parameters(duty.reachable)),
    "reachable_to_triage": Kind("reply", _with_parameters(duty.reachable)),
    "cover_fell_back_to_customer": Kind("reply", _with_parameters(duty.fell_back)),
    "cover_fell_back_to_triage": Kind("reply", _with_parameters(duty.fell_back)),
    "verdict_wanted": Kind("direct", _told(verdict.wanted)),
    "verdict_given_to_customer": Kind("reply", _with_parameters(verdict.given)),
    "verdict_given_to_triage": Kind("reply", _with_parameters(verdict.given)),
    "survey_wanted": Kind("direct", _told(survey.wanted)),
    "survey_reminder": Kind("direct", _told(survey.reminder)),
    "survey_answered": Kind("reply", _with_parameters(survey.answered)),
    "remark_to_triage": Kind("reply", _said(remark.to_triage)),
    "refresh_remark": Kind("amend", _said(remark.to_triage)),
    "reply_to_customer": Kind("reply", _said(remark.to_customer)),
    "reply_noted": Kind("reply", _said(remark.note)),
    "trouble_notice": Kind("direct", _noted(notice.trouble)),
    "acknowledged_to_customer": Kind("reply", _told(acknowledgement.to_customer)),
    "acknowledged_to_triage": Kind("reply", _told(acknowledgement.to_triage)),
    "assigned_to_customer": Kind("reply", _happened(assignment.to_customer)),
    "assigned_to_triage": Kind("reply", _happened(assignment.to_triage)),
    "update_wanted": Kind("reply", _update_wanted),
    "update_notice": Kind("direct", _told(update.notice)),
    "update_snoozed": Kind("reply", _happened(update.snoozed)),
}
TELLS_THE_CUSTOMER = tuple(kind for kind in KINDS if kind == "customer_card" or kind.endswith("_to_customer"))
"""What must reach the customer somewhere."""
