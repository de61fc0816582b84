"""Slack has refused a message: what becomes of it? That follows from the error, the kind and the place."""

from enum import Enum, auto

from bot.delivery import slack_errors
from bot.delivery.place import Place
from bot.delivery.traits import CHANGES, Route, Traits
from bot.rules.person import is_member_id
from models import OutboxMessage
from models.vocabulary import EndedBecause


class Outcome(Enum):
    """What the engine does about a refusal."""

    LOOK_FOR_IT = auto()
    """It may have been posted all the same: it is tried again, and looked for first."""
    SCHEDULE_LATER = auto()
    """Slack takes no more scheduled messages for these minutes."""
    END = auto()
    """It is no longer needed, so it ends."""
    POST_IN_CHANNEL = auto()
    """Slack takes no direct message to its reader: it is posted in a channel."""
    READER_LEFT = auto()
    """Its reader has left, and its kind needs no other."""
    MOVE = auto()
    """It must be read: it goes to another place."""
    FORGET_CARD = auto()
    """Its card was deleted: it is posted in the channel."""
    REFUSE = auto()
    """Slack refuses the message itself, and no waiting helps."""
    PARK = auto()
    """It waits until somebody has removed the cause, and is tried again every ten minutes."""


def outcome_of(error: str, *, message: OutboxMessage, traits: Traits, place: Place) -> Outcome:
    """Return what becomes of a message that Slack refuses with this error code, which is not a rate limit."""
    must_be_read = traits.if_place_refused is not None and place.reader is None
    is_direct = traits.if_unreachable is not None and is_member_id(message.channel)
    cases = [
        (error in slack_errors.UNKNOWN_FATE, Outcome.LOOK_FOR_IT),
        (error == slack_errors.TOO_MANY_SCHEDULED, Outcome.SCHEDULE_LATER),
        (error in slack_errors.NOT_NEEDED.get(traits.route, ()), Outcome.END),
        (error in slack_errors.NO_DIRECT_MESSAGE and is_direct, Outcome.POST_IN_CHANNEL),
        (error in slack_errors.NOBODY_THERE and traits.may_miss_reader(message), Outcome.READER_LEFT),
        (error in slack_errors.PLACE_REFUSED and must_be_read, Outcome.MOVE),
        (error in slack_errors.CARD_GONE and place.ts is not None, Outcome.FORGET_CARD),
        (error in slack_errors.REFUSED_FOR_ITSELF, Outcome.REFUSE),
    ]
    return next((outcome for applies, outcome in cases if applies), Outcome.PARK)


def reason_of(error: str, *, traits: Traits) -> EndedBecause:
    """Return why a message with `Outcome.END` has ended."""
    if traits.route in CHANGES | {Route.IN_THREAD}:
        if error in slack_errors.CARD_GONE:
            return EndedBecause.NOTHING_TO_CHANGE
        if error in slack_errors.PLACE_REFUSED:
            return EndedBecause.PLACE_REFUSED
    return EndedBecause.TOO_LATE if error in slack_errors.TOO_LATE else EndedBecause.UNSUPPORTED
