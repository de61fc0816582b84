"""A message that speaks to us is answered once, and nobody gets more than ten answers in a minute in one channel."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.database import Database
from bot.operations.incidents.offer import NewOffer
from bot.operations.incidents.payers import OfferedTo
from bot.operations.mentions import MINUTE, MOST_A_MINUTE, Mention, note_mention, offer_mentioned
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
