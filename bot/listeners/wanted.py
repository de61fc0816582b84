"""What part of a message would be filed, within the form's limits? The same for an offer, a command and a shortcut."""

from dataclasses import replace

from bot.rules.offers import DESCRIPTION_LIMIT, TITLE_LIMIT, WantedIncident, read_severity, wanted, wanted_in_form
from bot.texts.length import shorten
from bot.texts.set_phrases import SET_PHRASES


def offered_for(typed: str) -> WantedIncident:
    """Return what is offered for filing; text that is too long for the form is cut."""
    return _cut(wanted(typed, SET_PHRASES))


def begun_with(typed: str) -> dict[str, str]:
    """Return what a form for filing is filled in with when it is opened with this text, by field name."""
    if severity := read_severity(typed, SET_PHRASES):
        return {"severity": severity}
    asked = _cut(wanted_in_form(typed, SET_PHRASES))
    return {"title": asked.title, "description": asked.description, "severity": asked.severity or ""}


def _cut(asked: WantedIncident) -> WantedIncident:
    title, description = shorten(asked.title, TITLE_LIMIT), shorten(asked.description, DESCRIPTION_LIMIT)
    return replace(asked, title=title, description=description)
