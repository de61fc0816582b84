"""What models/vocabulary.py and bot/queries/settled.py say about kinds agrees with their rows in bot/kinds.py."""

from collections.abc import Collection

import pytest

from bot.delivery.traits import Obsolete, Route
from bot.kinds import KINDS
from bot.queries import obsolete, settled
from models import vocabulary
from models.vocabulary import BothSides, Kind

PAIRS = {name: pair for name, pair in vars(vocabulary).items() if isinstance(pair, BothSides)}


def dropped_by(*why: Obsolete) -> set[str]:
    """Return the kinds whose rows drop them for these reasons."""
    return {kind for kind, traits in KINDS.items() if traits.obsolete in why}


@pytest.mark.parametrize(
    ("group", "why"),
    [
        (vocabulary.REMINDERS, (obsolete.reminder, obsolete.second_voice_if_unposted)),
        (vocabulary.UPDATE_REMINDERS, (obsolete.update_reminder,)),
        (vocabulary.WAITING_REMINDERS, (obsolete.waiting,)),
    ],
)
def test_what_is_cancelled_together_is_dropped_for_the_same_reasons(
    group: Collection[Kind], why: tuple[Obsolete, ...]
) -> None:
    assert dropped_by(*why) == set(group)


def test_reminders_go_to_those_whom_their_group_names() -> None:
    routes = {kind: KINDS[kind].route for kind in vocabulary.REMINDERS}
    assert {kind for kind, route in routes.items() if route is Route.REPLY} == set(vocabulary.TO_TECHNICIANS)
    assert {kind for kind, route in routes.items() if route is Route.DIRECT} == set(vocabulary.TO_MANAGERS)
    assert {kind for kind, route in routes.items() if route is Route.OUTSIDE} == set(vocabulary.SECOND_VOICES)


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_goes_out_the_same_way_on_both_sides(name: str) -> None:
    customer, triage = PAIRS[name]
    assert KINDS[customer].route is KINDS[triage].route
    assert KINDS[customer].if_place_refused or KINDS[customer].route is Route.CHANGE_CARD


def test_what_only_managers_answer_goes_to_one_of_them() -> None:
    assert {KINDS[kind].route for kind in settled.ASKS_MANAGERS} == {Route.DIRECT}
    assert settled.JUDGES.keys() >= settled.ASKS_MANAGERS
