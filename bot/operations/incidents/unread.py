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


def check_news(found: Reread, *, field: str, context: Context) -> None:
    """Raise `SomethingNew` at the field of the form for what somebody else wrote and nobody has read."""
    if any(one.author != context.actor for one in found.news):
        raise SomethingNew(field)


def note_unread(session: Session, *, form_id: str, field: str, context: Context) -> ThreadUnread | None:
    """Note that the form was sent while Slack did not show the thread; return what is shown at its field, once.

    Who sends the same form again has decided.
    """
    is_first = record_key(session, key=f"unread {form_id}", now=context.now)
    return ThreadUnread(field) if is_first else None
