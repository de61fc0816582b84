"""Rows are counted up to one more than is told."""

from bot.facts.counted import COUNT_LIMIT, is_more


def test_more_than_a_hundred_are_not_counted() -> None:
    assert [is_more(COUNT_LIMIT), is_more(COUNT_LIMIT + 1)] == [False, True]
