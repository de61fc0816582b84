"""The author of a message determines who pays for it, even if somebody else points at the message."""

from dataclasses import replace

from bot.directory.accounts import accounts_seen
from bot.facts.account import Accounts
from bot.listeners.gesture import Gesture
from bot.operations.incidents.payers import OfferedTo, payers_of_offer


def payers_for_author(gesture: Gesture, author: str) -> OfferedTo:
    """Return who pays for what `author` wrote in the channel of the gesture; raise what `payers_of_offer` raises."""
    asked_by = gesture.person.user_id
    context = (gesture if author == asked_by else as_if_by(gesture, author)).member_context
    with gesture.reading() as session:
        return payers_of_offer(session, channel=gesture.channel, asked_by=asked_by, context=context)


def as_if_by(gesture: Gesture, user_id: str) -> Gesture:
    """Return the gesture as if somebody else had made it there. May ask Slack: never inside a transaction."""
    person = gesture.people.person(user_id)

    def find_accounts() -> Accounts:
        return accounts_seen(
            person,
            here=gesture.channel,
            find_channels=lambda: gesture.people.channels_of(user_id),
            reading=gesture.reading,
        )

    return replace(gesture, person=person, find_accounts=find_accounts)
