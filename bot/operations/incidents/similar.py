"""Which incidents are about what somebody wants to file? The policy says whether people are asked about them."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.operations.context import Context
from bot.queries.full_text import owners
from bot.queries.similar import SHOWN, similar_in_progress, topic_of


def find_in_progress(
    session: Session,
    *,
    title: str,
    description: str,
    account_id: int | None,
    customer: str,
    follows: int | None = None,
    context: Context,
) -> Sequence[int]:
    """Return the account's incidents, or the customer's if it is None, that seem to be about the same problem.

    They are open or can still be reopened; `follows`, which the new incident is known to follow, is left out. Returns
    none if the policy does not want people to be asked.
    """
    if context.policy.intake.similar != "ask":
        return []
    theirs = owners(accounts=[account_id], member_id=None) if account_id else owners(accounts=[], member_id=customer)
    since = context.now - context.policy.closing.reopen_within
    topic = topic_of(title, description)
    found = similar_in_progress(session, topic, theirs=theirs, since=since, limit=SHOWN)
    return [one for one in found if one != follows]
