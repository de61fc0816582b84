"""How is it shown who is on call? On the technicians' card, in reminders, and in a manager's App Home."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from slack_sdk.models.blocks import Block

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import paragraph, small_print
from bot.rules.roster import OnCall, Roster
from bot.texts.catalogue import Words
from bot.texts.length import units
from bot.texts.slack_text import shown

CALLED_LIMIT = 10
"""Maximum people that one message calls or names."""
ROOM = 1500
"""Maximum characters of a list of people: a field of a card takes 2,000, and a calendar's names may have any length."""
DESKS_LIMIT = 8
"""Maximum desks in a Home: it may have a hundred blocks."""
OLD_FROM = timedelta(days=1)
"""The age from which a note says when the calendar was last read."""


def called(facts: IncidentFacts) -> list[str]:
    """Return the mentions of the people who are on call and can be called."""
    return [f"<@{one}>" for one in facts.roster.called[:CALLED_LIMIT]] if facts.roster else []


def not_called(facts: IncidentFacts, words: Words) -> list[Block]:
    """Return a note of who is on call but cannot be called, and why; an empty list if there is nobody."""
    people = [one for one in facts.roster.people if one.trouble] if facts.roster else []
    if not people:
        return []
    listed = _listed([_person(one, words) for one in people])
    return [small_print(words("roster-not_called", people=listed))]


def on_card(facts: IncidentFacts, words: Words) -> list[tuple[str, str]]:
    """Return the label and who is on call, while nobody has acknowledged; an empty list if there is no roster."""
    if facts.roster is None or facts.status != "open":
        return []
    return [(words("card-on_call"), on_call(facts.roster, words))]


def on_home(rosters: Mapping[str, Roster], words: Words, now: datetime) -> list[Block]:
    """Return who is on call at each desk, and when its calendar was last read if that is long ago."""
    return [block for desk, one in list(rosters.items())[:DESKS_LIMIT] for block in _of_desk(desk, one, words, now=now)]


def _of_desk(desk: str, roster: Roster, words: Words, *, now: datetime) -> list[Block]:
    named = words("home-on_call_desk", desk=shown(desk)) if desk else words("home-on_call")
    who = paragraph(f"{named} {on_call(roster, words)}")
    if roster.read_at is None or now - roster.read_at < OLD_FROM:
        return [who]
    return [who, small_print(words("home-roster_old", read=words.moment(roster.read_at)))]


def on_call(roster: Roster, words: Words) -> str:
    """Return who is on call and until when, as mrkdwn; or that nobody is, or why it is not known."""
    if roster.known != "known":
        read = words.moment(roster.read_at) if roster.read_at else ""
        return words(f"on_call-{roster.known}", read=read)
    people = [words("on_call-until", who=_person(one, words), until=words.moment(one.until)) for one in roster.people]
    return _listed(people) or words("on_call-nobody")


def _listed(people: Sequence[str]) -> str:
    """Return these people, separated by commas: as many as there is room for, and an ellipsis for the others."""
    ends = accumulate(units(f"{one}, ") for one in people[:CALLED_LIMIT])
    count = sum(end <= ROOM for end in ends)
    return ", ".join([*people[:count], *(["…"] if count < len(people) else [])])


def _person(one: OnCall, words: Words) -> str:
    who = f"<@{one.user_id}>" if one.user_id and one.trouble != "not_in_slack" else shown(one.name)
    return words(f"on_call_trouble-{one.trouble}", who=who) if one.trouble else who
