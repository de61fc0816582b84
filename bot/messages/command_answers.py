"""What does `/incident help`, `show` or `explain` answer? Only the asker sees it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.facts.terms_period import TermsPeriodFacts
from bot.messages.blocks import BLOCKS_LIMIT, length_of, message, one_paragraph, paragraph, small_print
from bot.messages.card import incident_blocks, more, summary, waited
from bot.rules.deadlines import Step, explain
from bot.rules.person import is_member_id
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import shown

STEPS_LIMIT = 25
"""Maximum lines of an explanation: more do not fit into one paragraph."""
CHANGES_LIMIT = 10
"""Maximum changes of the terms that are shown, the newest ones."""
REASON_LIMIT = 150
"""Maximum characters shown of a reason."""


Past = Callable[[int], Sequence[Block]]
"""Returns blocks of at most this many characters."""


def help_text(*, words: Words) -> Message:
    """Return what the command can do."""
    return one_paragraph(words("help"))


def nothing(_room: int) -> Sequence[Block]:
    """Return no history."""
    return ()


def one_incident(
    facts: IncidentFacts,
    *,
    words: Words,
    now: datetime,
    for_technicians: bool,
    is_in_form: bool = False,
    past: Past = nothing,
) -> Message:
    """Return the incident as its card shows it to this side, and as much of its history as fits below that.

    A message has *More…*, which opens a form with the possible acts; a form cannot open another one.
    """
    blocks = incident_blocks(facts, words, now, for_technicians=for_technicians)
    if facts.number in words.links:
        blocks.append(small_print(words("show-card", incident=words.named(facts.number))))
    if not is_in_form:
        blocks.append(more(facts, words=words))
    return message(summary(facts, words=words, now=now), [*blocks, *past(BLOCKS_LIMIT - length_of(blocks))])


def explanation(facts: IncidentFacts, *, words: Words, now: datetime) -> Message:
    """Return a line-by-line explanation of the deadline that counts."""
    terms = facts.deadline_terms
    there = Words(words.locale, terms.calendar.timezone, slack_dates=False)
    target = words.on_clock(terms.target, terms.clock)
    lines = [
        words("explain-start", filed=there.plain_moment(facts.opened_at), severity=terms.severity, target=target),
        *_counting(facts, words, there),
        words("explain-result", deadline=there.plain_moment(facts.deadline)),
    ]
    if facts.deadline != facts.promised_at:
        lines.append(words("explain-answered", severity=facts.severity))
    lines += [waited(facts, words, now)] if facts.waits else []
    title = words("explain-title", incident=words.named(facts.number))
    earlier = [paragraph(text) for text in _earlier(facts, words, there)]
    return message(title, [paragraph(title), *earlier, paragraph("\n".join(lines))])


def _earlier(facts: IncidentFacts, words: Words, there: Words) -> list[str]:
    """Return one paragraph for each change of the terms: the terms until then, and why they changed."""
    changes = list(pairwise(facts.terms_periods))
    lines = [_change(before, after, words, there=there) for before, after in changes[-CHANGES_LIMIT:]]
    more = len(changes) - len(lines)
    return [words("explain-changes", count=more), *lines] if more else lines


def _change(before: TermsPeriodFacts, after: TermsPeriodFacts, words: Words, *, there: Words) -> str:
    """Return the earlier terms in brief, and who changed them, to what and why."""
    terms = before.terms
    held = words(
        "explain-earlier",
        severity=terms.severity,
        cover=words(f"cover-{terms.cover}"),
        target=words.on_clock(terms.target, terms.clock),
        deadline=there.plain_moment(before.deadline_at),
    )
    when = there.plain_moment(after.begun_at)
    if after.terms.cover != terms.cover:
        return f"{held}\n{_cover_change(after, words, when=when)}"
    reason = shown(after.reason, REASON_LIMIT)
    changed = words(
        "explain-changed", when=when, who=f"<@{after.begun_by}>", severity=after.terms.severity, reason=reason
    )
    return f"{held}\n{changed}"


def _cover_change(after: TermsPeriodFacts, words: Words, *, when: str) -> str:
    """Return the sentence saying that somebody changed the cover, or that it fell back automatically."""
    if not is_member_id(after.begun_by):
        return words("explain-fell_back", when=when)
    cover = words(f"cover-{after.terms.cover}")
    return words("explain-cover_changed", when=when, who=f"<@{after.begun_by}>", cover=cover)


def _counting(facts: IncidentFacts, words: Words, there: Words) -> list[str]:
    terms = facts.deadline_terms
    if terms.clock == "always":
        return [words("explain-always")]
    steps = explain(terms, facts.opened_at)
    lines = [_step(step, words, there) for step in steps[:STEPS_LIMIT]]
    more = [words("explain-more")] if len(steps) > STEPS_LIMIT else []
    return [words("explain-calendar", zone=terms.calendar.timezone), *lines, *more]


def _step(step: Step, words: Words, there: Words) -> str:
    if step.why != "open":
        return words(f"explain-{step.why}", date=there.day(step.start))
    return words(
        "explain-open" if step.left else "explain-open_last",
        day=there.day(step.start),
        start=there.time(step.start),
        end=there.time(step.end) if step.end.date() == step.start.date() else there.end_of_day(),
        counted=words.duration(step.counted, in_days=False),
        left=words.duration(step.left, in_days=False),
    )
