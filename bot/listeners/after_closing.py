"""*File a new one*, in the thread of an incident: the form is opened with what was written there."""

from bot.listeners import filing
from bot.listeners.gesture import Gesture
from bot.listeners.wanted import begun_with
from bot.operations.incidents.permission import find_visible
from bot.queries.remarks import remark_of
from bot.rules.speaking import without_mention
from bot.texts.slack_text import as_typed, with_files


def open_form(gesture: Gesture) -> None:
    """Open the form with what somebody wrote, for anybody who may see the closed incident."""
    filing.open_follow_up(gesture, gesture.subject.incident, begun_with(_words_of(gesture)))


def open_form_apart(gesture: Gesture) -> None:
    """Open the form with what somebody wrote below an open incident, for a problem unrelated to it."""
    filing.open_begun(gesture, begun_with(_words_of(gesture)))


def _words_of(gesture: Gesture) -> str:
    """Return the message that the button is about, as typed; "" if deleted. Raises what `find_visible` raises."""
    subject, context = gesture.subject, gesture.reader_context
    with gesture.reading() as session:
        find_visible(session, incident_id=subject.incident, context=context)
        remark = remark_of(session, incident_id=subject.incident, ts=subject.message or "")
    if remark is None or remark.is_deleted:
        return ""
    text = without_mention(remark.text, gesture.people.own_id)
    return with_files(as_typed(text, gesture.people.name_of), remark.files)
