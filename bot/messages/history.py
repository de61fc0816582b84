"""How does the audit trail of an incident read? One line for each act: when, who, what, and what it changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.models.blocks import Block

from bot.facts.event import EventFacts
from bot.facts.incident import IncidentFacts
from bot.messages.blocks import paragraph
from bot.messages.edit import edited_lines
from bot.rules.person import is_member_id
from bot.texts.catalogue import Words
from bot.texts.length import SECTION_LIMIT, units
from bot.texts.slack_text import shown

HISTORY_LIMIT = 40
"""Maximum events looked up."""
TEXT_LIMIT = 6000
"""Maximum characters shown: Slack refuses answers of more than about 13,200 in all."""
HEADINGS = 200
"""Maximum characters of the headings above the lines."""
VALUE_LIMIT = 60
"""Maximum characters shown of a value."""


def history(
    events: Sequence[EventFacts],
    count: int,
    *,
    incident: IncidentFacts,
    words: Words,
    for_technicians: bool = False,
    room: int = TEXT_LIMIT,
) -> list[Block]:
    """Return the newest events, one line each and the oldest first, and how many of all `count` are earlier.

    At most `room` characters are returned. The contacts of an incident are for technicians.
    """
    pages, shown, left = [""], 0, min(TEXT_LIMIT, room - HEADINGS)
    for line in (_line(event, incident, words, for_technicians=for_technicians) for event in reversed(events)):
        left -= units(line) + 1
        if left < 0:
            break
        shown += 1
        if units(pages[0]) + units(line) < SECTION_LIMIT:
            pages[0] = f"{line}\n{pages[0]}".strip()
        else:
            pages.insert(0, line)
    earlier = [paragraph(words("history-earlier", count=count - shown))] if count > shown else []
    return [paragraph(words("history-title")), *earlier, *(paragraph(page) for page in pages if page)]


def numbers_named(events: Iterable[EventFacts]) -> set[int]:
    """Return the numbers of the other incidents that these events name."""
    return {int(one.after[name]) for one in events for name in NAMING if one.after.get(name)}


def _line(event: EventFacts, incident: IncidentFacts, words: Words, *, for_technicians: bool) -> str:
    who = f"<@{event.actor}>" if is_member_id(event.actor) else words("history-guichet")
    facts = {**{f"before_{name}": one for name, one in event.before.items()}, **event.after}
    name = _sentence(event)
    if event.kind == "change_severity" and event.after.get("is_answered", incident.was_answered_by(event.at)):
        counts = event.after.get("counts_at") or incident.deadline.isoformat()
        name, facts = "event-change_severity_answered", {**facts, "deadline_at": counts}
    if event.kind == "edit_incident":
        lines = edited_lines(event.before, event.after, words=words, for_technicians=for_technicians, limit=VALUE_LIMIT)
        facts = {"changes": " · ".join(lines)}
        return words("history-line", at=words.moment(event.at), what=words(name, who=who, **facts))
    what = words(name, who=who, **dict(_readable(facts, words)))
    return words("history-line", at=words.moment(event.at), what=what)


def _sentence(event: EventFacts) -> str:
    """Return the name of the event's sentence; that of an acknowledgement says whether it was in time."""
    if event.kind == "move_to_desk" and not event.after["desk"]:
        return "event-move_to_first_desk"
    if event.kind != "acknowledge_incident" or "margin_on_clock" not in event.after:
        return f"event-{event.kind}"
    is_kept = event.after["margin_on_clock"] >= 0
    return "event-acknowledge_incident_kept" if is_kept else "event-acknowledge_incident_missed"


def _readable(facts: Mapping[str, Any], words: Words) -> Iterator[tuple[str, str]]:
    """Yield the variables of the sentences, by name and as text; a margin is that on the clock of the promise."""
    for name, value in facts.items():
        if name == "margin_on_clock":
            yield "margin", words.on_clock(timedelta(seconds=value), facts["clock"])
        elif name != "margin" or "margin_on_clock" not in facts:
            yield name, FORMATS.get(name, _text)(value, words)


def _text(value: Any, _words: Words) -> str:
    return shown(str(value), VALUE_LIMIT)


def _moment(value: str, words: Words) -> str:
    return words.moment(datetime.fromisoformat(value))


def _member(value: str | None, words: Words) -> str:
    return f"<@{value}>" if is_member_id(str(value)) else _text(value, words)


def _number(value: int, words: Words) -> str:
    return words.named(int(value))


NAMING = ("moved_to", "follows")
"""Values that are numbers of incidents."""
FORMATS: Mapping[str, Callable[[Any, Words], str]] = {
    **dict.fromkeys(NAMING, _number),
    "deadline_at": _moment,
    "before_deadline_at": _moment,
    "assigned_to": _member,
    "before_assigned_to": _member,
}
"""How the values of an event that are not plain text are shown, by name."""
