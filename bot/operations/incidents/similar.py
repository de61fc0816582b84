"""Which incidents are about what somebody wants to file? The policy says whether anybody is asked or told."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.operations.context import Context
from bot.queries.full_text import owners
from bot.queries.similar import similar_ever, similar_in_progress, topic_of

LIMIT = 3
"""Maximum similar incidents that are found."""


def find_in_progress(
    session: Session, *, title: str, description: str, account_id: int | None, customer: str, context: Context
) -> Sequence[int]:
    """Return the incidents of the account, or of the customer if it is None, that seem to be the same problem.

    Those that are open or can be reopened; none where the policy does not want anybody to be asked.
    """
    if context.policy.intake.similar != "ask":
        return []
    theirs = owners(accounts=[account_id], member_id=None) if account_id else owners(accounts=[], member_id=customer)
    since = context.now - context.policy.closing.reopen_within
    topic = topic_of(title, description)
    return similar_in_progress(session, topic, theirs=theirs, since=since, limit=LIMIT)


def find_ever(session: Session, title: str, description: str, *, context: Context) -> Sequence[int]:
    """Return the incidents of all accounts that seem to be the same problem; none where the policy has that off."""
    if context.policy.intake.similar == "off":
        return []
    return similar_ever(session, topic_of(title, description), limit=LIMIT)
