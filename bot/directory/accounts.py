"""To which accounts does somebody belong, seen from where they are?"""

from collections.abc import Callable

from bot.database import Transaction
from bot.facts.account import Accounts
from bot.queries.accounts import accounts_of, ways_to_belong
from bot.rules.person import Person


def accounts_seen(
    person: Person,
    *,
    find_channels: Callable[[], frozenset[str] | None],
    reading: Transaction,
    here: str = "",
    opened_in: frozenset[str] = frozenset(),
) -> Accounts:
    """Return the accounts the person belongs to, seen from the channel `here`; "" for none.

    Slack is asked for their channels only if channels are tied to accounts, and while no row is being read. They may
    have left the channels `opened_in`, where they opened an incident's form; these count if Slack gives no answer.
    """
    with reading() as session:
        ways = ways_to_belong(session, channel=here)
    by_name_only = person.by_name_only and (ways.other_channels or ways.this_channel)
    joined = find_channels() if ways.other_channels and not by_name_only else frozenset()
    channels = frozenset() if by_name_only else (opened_in if joined is None else joined) | {here}
    with reading() as session:
        known = accounts_of(session, person=person, channels=channels)
    needs_profile = ways.domains or by_name_only
    return Accounts(known, is_complete=joined is not None and (person.is_known or not needs_profile))
