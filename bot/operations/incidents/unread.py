"""Before an incident ends, the customer's thread is read again: there may be an objection whose event never came."""

from sqlmodel import Session

from bot.facts.reread import Reread
from bot.idempotency import record_key
from bot.operations.context import Context
from bot.rules.refusal import Refusal


class SomethingNew(Refusal):
    """Somebody has written what whoever ends the incident cannot have read; it is recorded by now."""

    text = "refusal-something_new"


class ThreadUnread(Refusal):
    """Slack does not let us read the thread: whether something new is in it is not known."""

    text = "refusal-thread_unread"


def check_read(session: Session, found: Reread, *, form_id: str, field: str, context: Context) -> Refusal | None:
    """Return why the form must not end the incident yet, to be shown at its field; None where it may.

    That is what somebody else wrote and nobody has read. Where Slack does not show the thread it is that, once: who
    sends the same form again has decided.
    """
    if any(one.author != context.actor for one in found.news):
        return SomethingNew(field)
    if not found.is_read and record_key(session, key=f"unread {form_id}", now=context.now):
        return ThreadUnread(field)
    return None
