"""How is an incident named where somebody is to act and may see no card? By its number and its title."""

from bot.facts.incident import IncidentFacts
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.slack_text import shown


def titled(facts: IncidentFacts, *, words: Words) -> str:
    """Return number and title as mrkdwn, for instance INC-1 “Mail is down”."""
    return words("incident-titled", incident=written(facts.number), title=shown(facts.title))
