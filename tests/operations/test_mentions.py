"""A message addressed to Guichet is answered once, and nobody gets more than ten answers in a minute in one channel."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.database import Database
from bot.operations.incidents.offer import NewOffer
from bot.operations.incidents.payers import OfferedTo
from bot.operations.mentions import (
    MINUTE,
    MOST_A_MINUTE,
    Mention,
    is_next,
    key_of_mention,
    note_mention,
    offer_mentioned,
    offer_pointed_at,
)
from bot.rules.offers import WantedIncident
from models import Offer
from tests.contexts import by

NEW, REPEATED, ONE_TOO_MANY, FOLDED = Mention


def noted(database: Database, now: datetime, ts: int, *, channel: str = "C0ACME", who: str = "U0ALICE") -> Mention:
    with database.transaction() as session:
        return note_mention(session, channel=channel, ts=f"{ts}.0", context=by(who, now))


def test_is_new_once(database: Database, now: datetime) -> None:
    assert [noted(database, now, ts) for ts in (1, 1, 2, 1)] == [NEW, REPEATED, NEW, REPEATED]


def test_is_new_again_with_each_edit(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        found = [
            note_mention(session, channel="C0ACME", ts="1.0", edit=edit, context=by("U0ALICE", now))
            for edit in ("", "2.0", "", "2.0", "3.0")
        ]

    assert found == [NEW, NEW, REPEATED, REPEATED, NEW]


def test_beyond_ten_in_a_minute_one_is_told_to_wait(database: Database, now: datetime) -> None:
    found = [noted(database, now, ts) for ts in range(MOST_A_MINUTE + 3)]

    assert found == [*[NEW] * MOST_A_MINUTE, ONE_TOO_MANY, FOLDED, FOLDED]
    assert noted(database, now + MINUTE, 99) is NEW


def test_who_goes_on_is_answered_ten_times_a_minute_and_asked_to_wait_once(database: Database, now: datetime) -> None:
    """At one message a second for three minutes."""
    found = [noted(database, now + timedelta(seconds=second), second) for second in range(180)]

    asked = [second for second, one in enumerate(found) if one is ONE_TOO_MANY]
    assert asked == [10, 70, 130]
    assert [second for second, one in enumerate(found) if one is NEW] == [*range(10), *range(60, 70), *range(120, 130)]


def test_a_clock_that_was_set_back_keeps_nobody_from_an_answer(database: Database, now: datetime) -> None:
    for ts in range(MOST_A_MINUTE + 2):
        noted(database, now + timedelta(hours=1), ts)
    found = [noted(database, now, 100 + ts) for ts in range(MOST_A_MINUTE + 2)]

    assert found == [*[NEW] * MOST_A_MINUTE, ONE_TOO_MANY, FOLDED]


def test_what_is_not_to_be_answered_is_known_before_it_is_prepared(database: Database, now: datetime) -> None:
    def next_is(ts: int) -> bool:
        context = by("U0ALICE", now)
        with database.reading() as session:
            key = key_of_mention("C0ACME", f"{ts}.0", "U0ALICE")
            return is_next(session, key=key, channel="C0ACME", context=context)

    assert next_is(1)
    noted(database, now, 1)
    assert [next_is(1), next_is(2)] == [False, True]
    for ts in range(2, MOST_A_MINUTE + 1):
        noted(database, now, ts)
    assert not next_is(99)


def test_reactions_and_mentions_share_the_pace(database: Database, now: datetime) -> None:
    context = by("U0ALICE", now)
    for ts in range(MOST_A_MINUTE - 2):
        noted(database, now, ts)
    new = NewOffer(WantedIncident("No mail", "None."), ("C0ACME", "50.0", ""), "U0ALICE", OfferedTo(None))
    with database.transaction() as session:
        found = [
            offer_pointed_at(session, made, key=key, channel="C0ACME", context=context)
            for made, key in ((new, "a"), (new, "a"), (None, "b"), (new, "c"), (new, "d"), (new, "d"))
        ]

    assert found == [NEW, REPEATED, NEW, ONE_TOO_MANY, FOLDED, REPEATED]
    assert noted(database, now, 51) is FOLDED


@pytest.mark.parametrize(("channel", "who"), [("C0OTHER", "U0ALICE"), ("C0ACME", "U0BOB")])
def test_of_others_or_elsewhere_does_not_count(database: Database, now: datetime, channel: str, who: str) -> None:
    for ts in range(MOST_A_MINUTE):
        noted(database, now, ts, channel=channel, who=who)

    assert noted(database, now + timedelta(seconds=1), 99) is NEW


def offered(database: Database, now: datetime, ts: int) -> Mention:
    new = NewOffer(WantedIncident("No mail", "None."), ("C0ACME", f"{ts}.0", ""), "U0ALICE", OfferedTo(None))
    with database.transaction() as session:
        return offer_mentioned(session, new, context=by("U0ALICE", now))


def test_is_offered_with_the_note_that_it_is_answered(database: Database, now: datetime) -> None:
    noted(database, now, 1)

    found = [offered(database, now, ts) for ts in (1, 2, 2, *range(3, MOST_A_MINUTE + 3))]

    assert found == [REPEATED, NEW, REPEATED, *[NEW] * (MOST_A_MINUTE - 2), ONE_TOO_MANY, FOLDED]
    with database.reading() as session:
        assert len(session.exec(select(Offer)).all()) == MOST_A_MINUTE - 1
