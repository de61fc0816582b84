"""What do we say while nobody has acknowledged?"""

from datetime import datetime, timedelta

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.messages import roster
from bot.messages.assignment import has_left
from bot.messages.blocks import button, buttons, message, one_paragraph, paragraph, small_print
from bot.messages.card import ACKNOWLEDGE, OPEN
from bot.rules.numbers import written
from bot.rules.subject import Subject
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown


def warning(
    facts: IncidentFacts, *, words: Words, now: datetime, late: timedelta | None, share: str, is_broadcast: bool
) -> Message:
    """Return the warning before the deadline; `share` is the percentage of the time that has passed."""
    left = on_its_clock(facts, facts.terms.left(now, facts.deadline), words)
    text = words("warning", left=left, share=share, **_about(facts, words))
    return _with_button(text, facts, words, now=now, late=late, called=_called(facts, words, is_broadcast=is_broadcast))


def fallback(facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    """Return the message that Slack posts by itself if Guichet is down when the last warning is due."""
    return one_paragraph(words("fallback", incident=written(facts.number), deadline=words.moment(facts.deadline)))


def breach(facts: IncidentFacts, *, words: Words, now: datetime, late: timedelta | None, is_broadcast: bool) -> Message:
    """Return the reminder saying that the deadline has passed."""
    called = _called(facts, words, is_broadcast=is_broadcast)
    return _with_button(words("breach", **_about(facts, words)), facts, words, now=now, late=late, called=called)


def escalation(
    facts: IncidentFacts, *, words: Words, now: datetime, late: timedelta | None, step: str, is_broadcast: bool
) -> Message:
    """Return the reminder that is repeated after the deadline."""
    called = _called(facts, words, is_broadcast=is_broadcast, is_wider=True)
    text = words(
        "escalation" if _is_planned(facts, step) else "escalation_on",
        **_repetition(facts, words, now=now, step=step),
    )
    return _with_button(text, facts, words, now=now, late=late, called=called)


def breach_notice(
    facts: IncidentFacts, *, words: Words, now: datetime, late: timedelta | None, is_technician: bool
) -> Message:
    """Return the message to a manager saying that a deadline has passed."""
    text = words("breach-notice", who=f"<@{facts.opened_by}>", **_about(facts, words))
    return _to_manager(text, facts, words, now=now, late=late, is_technician=is_technician)


def escalation_notice(
    facts: IncidentFacts, *, words: Words, now: datetime, late: timedelta | None, step: str, is_technician: bool
) -> Message:
    """Return the message to a manager that goes with each repeated reminder after the deadline."""
    text = words(
        "escalation-notice" if _is_planned(facts, step) else "escalation-notice_on",
        **_repetition(facts, words, now=now, step=step),
    )
    return _to_manager(text, facts, words, now=now, late=late, is_technician=is_technician)


def on_its_clock(facts: IncidentFacts, length: timedelta, words: Words) -> str:
    """Return in words a length of time that was counted on the clock of the incident's deadline."""
    return words.on_clock(length, facts.deadline_terms.clock)


def _about(facts: IncidentFacts, words: Words) -> dict[str, str]:
    """Return the variables with which each reminder describes its incident."""
    return {
        "incident": words.named(facts.number),
        "title": shown(facts.title),
        "severity": facts.severity,
        "account": shown(facts.account) if facts.account else words("verdict-nobody"),
        "deadline": words.moment(facts.deadline),
    }


def _is_planned(facts: IncidentFacts, step: str) -> bool:
    """Return True for an escalation up to the policy's limit; False for one that goes on after it."""
    return int(step) <= facts.terms.escalate_limit


def _repetition(facts: IncidentFacts, words: Words, *, now: datetime, step: str) -> dict[str, str]:
    late = on_its_clock(facts, facts.terms.left(facts.deadline, now), words)
    steps = {"step": step, "steps": str(facts.terms.escalate_limit)}
    return {"late": late, **steps, **_about(facts, words)}


def _called(facts: IncidentFacts, words: Words, *, is_broadcast: bool, is_wider: bool = False) -> str:
    """Return the mentions in a reminder: the assignee, or else whoever is on call, as also if the assignee has left.

    In a broadcast reminder, if nobody is mentioned or `is_wider`, also the policy's mention for the channel.
    """
    named = [f"<@{facts.assigned_to}>"] if facts.assigned_to else []
    named += roster.called(facts) if facts.assigned_to is None or facts.has_left else []
    everybody = [f"<!{facts.call}>"] if is_broadcast and facts.call != "nobody" and (is_wider or not named) else []
    return " ".join([*named, *everybody])


def _with_button(
    text: str, facts: IncidentFacts, words: Words, *, now: datetime, late: timedelta | None, called: str
) -> Message:
    text = f"{called} {text}{has_left(facts, words)}".strip()
    acknowledge = button(words("button-acknowledge"), action_id=ACKNOWLEDGE, value=str(facts.number))
    return message(text, [paragraph(text), *roster.not_called(facts, words), *lateness(words, now, late), acknowledge])


def _to_manager(
    text: str, facts: IncidentFacts, words: Words, *, now: datetime, late: timedelta | None, is_technician: bool
) -> Message:
    acts = [(words("button-acknowledge"), ACKNOWLEDGE)] if is_technician else []
    row = buttons(*acts, (words("button-open"), OPEN), value=Subject(facts.number).encode(), primary=ACKNOWLEDGE)
    return message(text, [paragraph(text), *lateness(words, now, late), row])


def lateness(words: Words, now: datetime, late: timedelta | None) -> list[Block]:
    """Return a note that the message comes late; an empty list if it does not."""
    if late is None:
        return []
    return [small_print(words("reminder-late", due=words.moment(now - late), late=words.duration(late)))]
