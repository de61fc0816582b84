"""Before an incident ends, the customer's thread is read again: it may have an objection whose event never arrived."""

from bot.listeners.gesture import Gesture
from bot.operations.incidents.unread import check_news, note_unread
from bot.rules.statuses import Act


def read_first(gesture: Gesture, act: Act, *, field: str) -> None:
    """Read the thread of the form's incident again.

    Raises what `find_possible` and `check_news` raise, and the refusal of `note_unread` if the thread cannot be read.
    """
    number, context = gesture.subject.incident, gesture.context
    gesture.allowed(act, number)
    found = gesture.read_thread(number)
    check_news(found, field=field, context=context)
    if found.is_read:
        return
    refusal = gesture.write(note_unread, form_id=gesture.view["id"], field=field, context=context)
    if refusal is not None:
        raise refusal
