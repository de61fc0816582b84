"""Who else can read what is posted in a channel for one person?"""

from sqlmodel import Session

from bot.operations.context import Context
from bot.queries.accounts import account_at


def is_of_one_account(session: Session, *, channel: str, context: Context) -> bool:
    """Return True if this channel is known to be tied to the only account whose incidents the person sees."""
    person = context.person
    if person.is_manager or person.is_technician is not False or not context.accounts_complete:
        return False
    return list(context.accounts) == [account_at(session, channel=channel)]
