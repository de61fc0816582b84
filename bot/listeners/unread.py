"""Before an incident ends, the customer's thread is read again: there may be an objection whose event never came."""

from bot.listeners.gesture import Gesture
from bot.operations.incidents.unread import check_read
from bot.rules.statuses import Act


def read_first(gesture: Gesture, act: Act, *, field: str) -> None:
    """Read the thread of the form's incident; raise what `find_possible` raises, and what `check_read` returns."""
    number = gesture.subject.incident
    gesture.allowed(act, number)
    found, form_id = gesture.read_thread(number), gesture.view["id"]
    refusal = gesture.write(check_read, found, form_id=form_id, field=field, context=gesture.context)
    if refusal is not None:
        raise refusal
