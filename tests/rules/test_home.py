"""A button of the App Home carries where a page begins, and nothing else is taken for a place."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.rules.carried import NotOurs
from bot.rules.home import QueuePlace, decode, list_in
from models.vocabulary import HomeList

PLACE = QueuePlace(1, datetime(2026, 11, 23, 8, 0, 0, 5, tzinfo=UTC), 42)


def test_comes_back_as_it_was() -> None:
    assert PLACE.encode() == "1 2026-11-23T08:00:00.000005+00:00 42"
    assert decode(PLACE.encode()) == PLACE


@pytest.mark.parametrize(
    "forged",
    [
        "2 2026-11-23T08:00:00+00:00 42",
        "1 2026-11-23T08:00:00 42",
        "1 yesterday 42",
        "1 2026-11-23T08:00:00+00:00 x",
        "1 2026-11-23T08:00:00+00:00",
        "1 2026-11-23T08:00:00+00:00 42 7",
        "",
        None,
        {},
    ],
)
def test_anything_else_is_not_ours(forged: object) -> None:
    with pytest.raises(NotOurs):
        decode(forged)


def test_a_list_is_one_of_ours() -> None:
    assert [list_in(one) for one in get_args(HomeList)] == list(get_args(HomeList))
    for carried in (None, "", "everything", 7):
        with pytest.raises(NotOurs):
            list_in(carried)
