"""What becomes of a message that Slack refuses follows from the error, the kind and the place."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.delivery import slack_errors
from bot.delivery.place import Place
from bot.delivery.refusals import Outcome, outcome_of, reason_of
from bot.delivery.traits import Route
from bot.kinds import KINDS
from models import OutboxMessage
from models.vocabulary import EndedBecause, Kind

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CHANNEL, THREAD, READER = Place("C0ACME"), Place("C0ACME", "1.0"), Place("U0ALICE", reader="U0ALICE")


def outcome(error: str, kind: Kind, place: Place, **parameters: Any) -> Outcome:
    """Return what becomes of a message of this kind for this place."""
    message = OutboxMessage(
        kind=kind, dedup_key="", lane="", channel=place.channel, parameters=parameters, created_at=NOW, due_at=NOW,
        run_at=NOW,
    )  # fmt: skip
    return outcome_of(error, message=message, traits=KINDS[kind], place=place)


@pytest.mark.parametrize(
    ("error", "kind", "place", "expected"),
    [
        # It may stand there all the same.
        ("internal_error", Kind.WARNING, THREAD, Outcome.LOOK_FOR_IT),
        ("request_timeout", Kind.SURVEY_WANTED, READER, Outcome.LOOK_FOR_IT),
        # What the customer must read goes elsewhere; what technicians must read waits for somebody to mend it.
        ("not_in_channel", Kind.CUSTOMER_CARD, CHANNEL, Outcome.MOVE),
        ("is_archived", Kind.SOLUTION_TO_CUSTOMER, THREAD, Outcome.MOVE),
        ("is_archived", Kind.REPLY_TO_CUSTOMER, THREAD, Outcome.MOVE),
        ("channel_not_found", Kind.SOLUTION_TO_CUSTOMER, READER, Outcome.PARK),  # There is nowhere left to go.
        ("not_in_channel", Kind.TRIAGE_CARD, CHANNEL, Outcome.PARK),
        ("is_archived", Kind.WARNING, THREAD, Outcome.PARK),
        # The card was deleted: the rest is posted in the channel.
        ("thread_not_found", Kind.WARNING, THREAD, Outcome.FORGET_CARD),
        ("message_not_found", Kind.REFRESH_TRIAGE_CARD, THREAD, Outcome.FORGET_CARD),
        ("thread_not_found", Kind.WARNING, CHANNEL, Outcome.PARK),
        # Nobody misses these.
        ("message_not_found", Kind.REFRESH_REMARK, THREAD, Outcome.END),
        ("edit_window_closed", Kind.BUTTONS_GONE, THREAD, Outcome.END),
        ("not_in_channel", Kind.BUTTONS_GONE, THREAD, Outcome.END),
        ("unknown_method", Kind.SCHEDULE_FALLBACK, CHANNEL, Outcome.END),
        ("time_in_past", Kind.SCHEDULE_FALLBACK, CHANNEL, Outcome.END),
        ("unknown_method", Kind.DELETE_FALLBACK, CHANNEL, Outcome.END),
        ("restricted_too_many", Kind.SCHEDULE_FALLBACK, CHANNEL, Outcome.SCHEDULE_LATER),
        # Its reader has left.
        ("user_disabled", Kind.SURVEY_WANTED, READER, Outcome.READER_LEFT),
        ("user_disabled", Kind.CLAIM_TOLD_OWNER, READER, Outcome.READER_LEFT),
        ("user_disabled", Kind.VERDICT_WANTED, READER, Outcome.PARK),  # A manager must decide.
        ("user_disabled", Kind.CLAIM_APPROVED, READER, Outcome.PARK),
        # Slack refuses the message itself.
        ("invalid_blocks", Kind.WARNING, THREAD, Outcome.REFUSE),
        ("msg_too_long", Kind.SOLUTION_TO_CUSTOMER, THREAD, Outcome.REFUSE),
        ("edit_window_closed", Kind.REFRESH_TRIAGE_CARD, THREAD, Outcome.REFUSE),
        # Whatever else Slack says may pass.
        ("token_revoked", Kind.WARNING, THREAD, Outcome.PARK),
        ("an_error_of_tomorrow", Kind.CUSTOMER_CARD, CHANNEL, Outcome.PARK),
    ],
)
def test_follows_from_error_kind_and_place(error: str, kind: Kind, place: Place, expected: Outcome) -> None:
    assert outcome(error, kind, place) == expected


@pytest.mark.parametrize("kind", [Kind.LOW_BALANCE, Kind.EXPIRY_NOTICE])
def test_of_a_notice_to_a_buyer_is_another_than_to_a_manager(kind: Kind) -> None:
    """A buyer may have left: then the managers are told. A manager must not be missed."""
    assert outcome("user_disabled", kind, READER) == Outcome.READER_LEFT
    assert outcome("user_disabled", kind, READER, to_manager=True) == Outcome.PARK


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("error", sorted(slack_errors.UNKNOWN_FATE))
def test_of_unknown_fate_is_looked_for_whatever_it_is(kind: Kind, error: str) -> None:
    """Anything else could double it."""
    assert outcome(error, kind, THREAD) == Outcome.LOOK_FOR_IT


@pytest.mark.parametrize(
    ("error", "route", "because"),
    [
        ("time_in_past", Route.SCHEDULE, EndedBecause.TOO_LATE),
        ("invalid_time", Route.SCHEDULE, EndedBecause.TOO_LATE),
        ("unknown_method", Route.SCHEDULE, EndedBecause.UNSUPPORTED),
        ("unknown_method", Route.DELETE_SCHEDULED, EndedBecause.UNSUPPORTED),
        ("message_not_found", Route.CHANGE_COPY, EndedBecause.NOTHING_TO_CHANGE),
        ("not_in_channel", Route.TAKE_BUTTONS, EndedBecause.PLACE_REFUSED),
        ("is_archived", Route.REMOVE, EndedBecause.PLACE_REFUSED),
        ("edit_window_closed", Route.TAKE_BUTTONS, EndedBecause.UNSUPPORTED),
        ("cant_delete_message", Route.REMOVE, EndedBecause.UNSUPPORTED),
        ("thread_not_found", Route.IN_THREAD, EndedBecause.NOTHING_TO_CHANGE),
        ("not_in_channel", Route.IN_THREAD, EndedBecause.PLACE_REFUSED),
        ("time_too_far", Route.SCHEDULE, EndedBecause.UNSUPPORTED),
    ],
)
def test_says_why_what_nobody_misses_has_ended(error: str, route: Route, because: EndedBecause) -> None:
    traits = next(one for one in KINDS.values() if one.route == route)
    assert reason_of(error, traits=traits) == because
