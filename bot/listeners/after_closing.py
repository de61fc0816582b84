"""*File a new one*, in the thread of a closed incident: the form is opened with what was written there."""

from bot.listeners import filing
from bot.listeners.gesture import Gesture
from bot.listeners.wanted import begun_with
from bot.operations.incidents.permission import find_visible
from bot.queries.remarks import remark_of
from bot.texts.slack_text import as_typed, with_files


def open_form(gesture: Gesture) -> None:
    """Open the form with what somebody wrote, for whoever may know of the closed incident."""
    subject, context = gesture.subject, gesture.reader_context
    with gesture.reading() as session:
        find_visible(session, incident_id=subject.incident, context=context)
        remark = remark_of(session, incident_id=subject.incident, ts=subject.message or "")
    is_known = remark is not None and not remark.is_deleted
    text = with_files(as_typed(remark.text, gesture.people.name_of), remark.files) if remark and is_known else ""
    filing.open_follow_up(gesture, subject.incident, begun_with(text))
