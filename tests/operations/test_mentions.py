"""A message that speaks to us is answered once, and nobody gets more than ten answers in a minute in one channel."""

from datetime import datetime, timedelta

import pytest

from bot.database import Database
from bot.operations.mentions import MINUTE, MOST_A_MINUTE, Mention, note_mention
from tests.contexts import by

NEW, REPEATED, ONE_TOO_MANY, FOLDED = Mention


def noted(database: Database, now: datetime, ts: int, *, channel: str = "C0ACME", who: str = "U0ALICE") -> Mention:
    with database.transaction() as session:
        return note_mention(session, channel=channel, ts=f"{ts}.0", context=by(who, now))


def test_is_new_once(database: Database, now: datetime) -> None:
    assert [noted(database, now, ts) for ts in (1, 1, 2, 1)] == [NEW, REPEATED, NEW, REPEATED]


def test_beyond_ten_in_a_minute_one_is_told_to_wait(database: Database, now: datetime) -> None:
    found = [noted(database, now, ts) for ts in range(MOST_A_MINUTE + 3)]

    assert found == [*[NEW] * MOST_A_MINUTE, ONE_TOO_MANY, FOLDED, FOLDED]
    assert noted(database, now + MINUTE, 99) is NEW


@pytest.mark.parametrize(("channel", "who"), [("C0OTHER", "U0ALICE"), ("C0ACME", "U0BOB")])
def test_of_others_or_elsewhere_does_not_count(database: Database, now: datetime, channel: str, who: str) -> None:
    for ts in range(MOST_A_MINUTE):
        noted(database, now, ts, channel=channel, who=who)

    assert noted(database, now + timedelta(seconds=1), 99) is NEW
