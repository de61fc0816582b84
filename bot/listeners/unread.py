"""Before an incident ends, the customer's thread is read again: there may be an objection whose event never came."""

from bot.idempotency import record_key
from bot.listeners.gesture import Gesture
from bot.rules.refusal import Refusal
from bot.rules.statuses import Act


class SomethingNew(Refusal):
    """Somebody has written what whoever ends the incident cannot have read; it is recorded by now."""

    text = "refusal-something_new"


class ThreadUnread(Refusal):
    """Slack does not let us read the thread: whether something new is in it is not known."""

    text = "refusal-thread_unread"


def read_first(gesture: Gesture, act: Act, *, field: str) -> None:
    """Read the thread of the form's incident.

    Raises `SomethingNew` at the field for what somebody else wrote and nobody has read. Raises `ThreadUnread` where
    Slack does not show the thread, once: who sends the same form again has decided. Raises what `find_possible` raises.
    """
    number = gesture.subject.incident
    gesture.allowed(act, number)
    found = gesture.read_thread(number)
    if any(one.author != gesture.person.user_id for one in found.news):
        raise SomethingNew(field)
    if not found.is_read and gesture.write(record_key, key=f"unread {gesture.view['id']}", now=gesture.now):
        raise ThreadUnread(field)
