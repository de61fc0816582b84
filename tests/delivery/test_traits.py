"""A posted message is kept with its row if it may have to be brought up to date."""

import pytest

from bot.delivery.traits import Facts, Route, Traits, never, nothing
from bot.texts.message import Message
from models import OutboxMessage
from tests.fixtures import MONDAY_NINE

BUTTONS = Message("Press", [{"type": "actions", "elements": [{"type": "button", "action_id": "go"}]}])
WORDS = Message("Read", [])


@pytest.mark.parametrize("route", Route)
def test_messages_with_buttons_and_questions_to_one_reader_are_kept(route: Route) -> None:
    silent = Traits(route, lambda _rendering: WORDS)
    asking = Traits(route, lambda _rendering: WORDS, settled=lambda _session, _message: None)
    is_direct = route == Route.DIRECT
    may_change = is_direct or route == Route.REPLY
    assert [one.keeps(BUTTONS) for one in (silent, asking)] == [may_change, may_change]
    assert [one.keeps(WORDS) for one in (silent, asking)] == [False, is_direct]


def test_what_a_kind_leaves_out_is_posted_from_its_parameters_whatever_has_happened() -> None:
    message = OutboxMessage(kind="", dedup_key="", lane="", channel="C0TRIAGE")
    plain = Traits(Route.REPLY, lambda _rendering: WORDS)
    assert (plain.load, plain.obsolete) == (nothing, never)
    assert nothing(None, message, MONDAY_NINE) == Facts()  # type: ignore[arg-type] # It asks no database.
    assert plain.may_miss_reader(message) is False
