"""What do people outside Slack read or hear about an incident that nobody has answered?

It is plain text: the first line is the subject of a mail or the title of a notification, and nothing is escaped or
formatted for Slack.
"""

from datetime import datetime

from bot.facts.incident import IncidentFacts
from bot.messages.reminder import on_its_clock
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message

BREAKING = str.maketrans({"\u00a0": " ", "\u202f": " "})
"""Replaces no-break spaces by ordinary ones."""


def reminder(facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    """Return the message saying that nobody has answered, before the deadline or after it."""
    return _message("second-voice-late" if now >= facts.deadline else "second-voice-soon", facts, words=words, now=now)


def unposted(facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    """Return the message saying that the deadline has passed and that the reminder could not be posted in Slack."""
    return _message("second-voice-unposted", facts, words=words, now=now)


def _message(sentence: str, facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    plain = Words(words.locale, words.timezone, slack_dates=False)
    title = plain("second-voice-title", incident=written(facts.number), severity=facts.severity, title=facts.title)
    told = plain(
        sentence,
        incident=written(facts.number),
        account=facts.account or "",
        has_account="yes" if facts.account else "no",
        deadline=plain.moment(facts.deadline),
        left=on_its_clock(facts, facts.terms.left(now, facts.deadline), plain),
        late=on_its_clock(facts, facts.terms.left(facts.deadline, now), plain),
    )
    # An SMS with a no-break space takes 70 characters instead of 160 (3GPP TS 23.038).
    return Message(f"{title}\n{told}".translate(BREAKING), [])
