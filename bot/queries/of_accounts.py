"""Which rows are of these accounts? Asked so that a list is read in order, and no further than it is shown."""

from collections.abc import Collection
from typing import Any

from sqlmodel import col

ASKED_EACH = 20
"""Maximum accounts that are each asked about by themselves: each makes the statement longer, and SQLite takes no more
than 500 together."""


def of_accounts(number: Any, accounts: Collection[int]) -> list[Any]:
    """Return conditions of which one holds for each row whose column `number` has the id of one of these accounts.

    There is one for each account, which an index answers in list order. Of many accounts it is a single one, for which
    all their rows are read and sorted.
    """
    if len(accounts) <= ASKED_EACH:
        return [col(number) == one for one in accounts]
    return [col(number).in_(accounts)]
