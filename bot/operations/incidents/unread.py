"""Before an incident ends, the customer's thread is read again: there may be an objection whose event was lost."""

from sqlmodel import Session

from bot.facts.reread import Reread
from bot.idempotency import record_key
from bot.operations.context import Context
from bot.rules.refusal import Refusal


class SomethingNew(Refusal):
    """Somebody has written something that the person who ends the incident cannot have read; it is recorded by now."""

    text = "refusal-something_new"


class ThreadUnread(Refusal):
    """Slack does not let us read the thread, so it is not known whether there is something new in it."""

    text = "refusal-thread_unread"


def check_news(found: Reread, *, field: str, context: Context) -> None:
    """Raise `SomethingNew` at the field of the form if somebody else wrote something that had not been recorded."""
    if any(one.author != context.actor for one in found.news):
        raise SomethingNew(field)


def note_unread(session: Session, *, form_id: str, field: str, context: Context) -> ThreadUnread | None:
    """Record that the form was sent while the thread could not be read; return the refusal the first time, else None.

    Sending the same form again confirms the decision.
    """
    is_first = record_key(session, key=f"unread {form_id}", now=context.now)
    return ThreadUnread(field) if is_first else None
