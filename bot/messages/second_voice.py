"""What do people outside Slack read or hear of an incident that nobody has answered?

It is plain text: the first line is the subject of a mail or the title of a notification, and nothing is escaped or
formatted for Slack.
"""

from datetime import datetime

from bot.facts.incident import IncidentFacts
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.message import Message


def reminder(facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    """Return that nobody has answered, before the deadline or after it."""
    return _message("second-voice-late" if now >= facts.deadline else "second-voice-soon", facts, words=words, now=now)


def unposted(facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    """Return that the deadline has passed, and that Slack has not shown the message that says so."""
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
        left=plain.on_clock(facts.terms.left(now, facts.deadline), facts.terms.clock),
        late=plain.duration(now - facts.deadline),
    )
    return Message(f"{title}\n{told}", [])
