"""*File a new one*, in the thread of a closed incident: the form is opened with what was written there."""

from bot.listeners import filing
from bot.listeners.gesture import Gesture
from bot.operations.incidents.locking import NoSuchIncident
from bot.queries.incidents import visible_incident
from bot.queries.remarks import remark_of
from bot.rules.numbers import written
from bot.rules.offers import DESCRIPTION_LIMIT, TITLE_LIMIT, wanted
from bot.texts.length import shorten
from bot.texts.slack_text import as_typed, with_files


def open_form(gesture: Gesture) -> None:
    """Open the form with what somebody wrote, for whoever may know of the closed incident."""
    subject, person = gesture.subject, gesture.person
    accounts = [] if person.sees_every_desk else [one.id for one in gesture.accounts]
    with gesture.reading() as session:
        facts = visible_incident(session, incident_id=subject.incident, person=person, accounts=accounts)
        remark = remark_of(session, incident_id=subject.incident, ts=subject.message or "")
    if facts is None:
        raise NoSuchIncident(incident=written(subject.incident))
    is_known = remark is not None and not remark.is_deleted
    text = with_files(as_typed(remark.text, gesture.people.name_of), remark.files) if remark and is_known else ""
    asked = wanted(text)
    filing.open_follow_up(
        gesture,
        facts.number,
        title=shorten(asked.title, TITLE_LIMIT),
        description=shorten(asked.description, DESCRIPTION_LIMIT),
        severity=asked.severity or "",
    )
