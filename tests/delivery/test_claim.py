"""Only what is due, first in its lane and in nobody's hands is claimed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import delete

from bot.database import open_database
from bot.delivery import protocol
from bot.delivery.claim import UNREADABLE, Resting, UnreadableRow, claim_messages, skip_unreadable
from bot.delivery.destination import direct_message
from bot.policy import Policy
from bot.rules.workspace import Workspace
from models import Card, OutboxMessage
from models.vocabulary import EndedBecause, Kind, Side
from tests.templates import copy_sqlite
from tests.worker import LEASE, Worker

MINUTE = timedelta(minutes=1)


def test_takes_what_has_been_due_longest(worker: Worker) -> None:
    worker.post(to=direct_message("U0LATE"), after=-1 * MINUTE)
    first = worker.post(to=direct_message("U0MAX"), after=-2 * MINUTE)
    claimed = worker.claimed()
    assert claimed.message.id == first
    assert claimed.ready_at == worker.now - 2 * MINUTE
    row = worker.row(first)
    assert (row.lease_token, row.run_at, row.attempts) == (claimed.token, worker.now + LEASE, 1)


def test_takes_several_at_once_each_the_first_of_its_lane(worker: Worker) -> None:
    first, _, other = worker.post(), worker.post(), worker.post(to=direct_message("U0LEA"))
    with worker.database.transaction() as session:
        until = worker.now + LEASE
        claimed = claim_messages(session, now=worker.now, lease_until=until, owner="a", limit=9).claimed
    assert [one.message.id for one in claimed] == [first, other]
    assert len({worker.row(one.message.id).lease_token for one in claimed} - {None}) == 2


def test_leaves_alone_what_is_not_admitted(worker: Worker) -> None:
    number = worker.post()
    before = worker.row(number)
    assert worker.claim(admits=lambda _claimed: False) is None
    assert worker.row(number) == before


def test_knows_what_is_due_soon_and_leaves_it_alone(worker: Worker) -> None:
    """Minutes from now: what is due first, and in other lanes after 2 and 3; a later one of the first lane waits."""
    for to, after in (("U0MAX", 0), ("U0MAX", 1), ("U0LEA", 2), ("U0LATE", 3)):
        worker.post(to=direct_message(to), after=after * MINUTE)
    cases = [
        (0, 1, 9, 1, None),
        (0, 2, 9, 0, 2),
        (0, 5, 9, 0, 2),
        (2, 1, 9, 1, 3),  # The other one, which is due at 2, is claimed.
        (3, 5, 1, 1, None),
        (3, 5, 9, 0, None),  # All but what waits behind a claimed one.
    ]
    for after, look_ahead, limit, count, expected in cases:
        at = worker.now + after * MINUTE
        with worker.database.transaction() as session:
            found = claim_messages(
                session, now=at, lease_until=at + 60 * MINUTE, owner="a", limit=limit, look_ahead=look_ahead * MINUTE
            )
        assert len(found.claimed) == count
        assert found.next_due == (worker.now + expected * MINUTE if expected else None)


def test_knows_the_cards_of_what_it_takes(worker: Worker, file_incident: Callable[..., int]) -> None:
    number = file_incident()
    cards = {Side.CUSTOMER: ("C0ACME", "1.5"), Side.TRIAGE: ("C0TRIAGE", "2.5")}
    for side, known in ((None, {}), (Side.TRIAGE, {Side.TRIAGE: cards[Side.TRIAGE]}), (Side.CUSTOMER, cards)):
        if side is not None:
            card = Card(incident_id=number, side=side, channel=cards[side][0], ts=cards[side][1])
            worker.do(lambda session, card=card: session.add(card))
        claimed = worker.claimed()
        assert claimed.cards == known
        worker.do(protocol.release, claimed=claimed, now=worker.now)


def test_takes_nothing_before_its_time(worker: Worker) -> None:
    worker.post(after=MINUTE)
    assert worker.claim() is None
    assert worker.claim(after=MINUTE) is not None


def test_keeps_the_order_of_a_lane(worker: Worker) -> None:
    """What waits first holds up what is due after it, in its own lane and in no other."""
    first, second, other = worker.post(), worker.post(), worker.post(to=direct_message("U0LEA"))
    held = worker.claimed()
    assert held.message.id == first
    assert worker.claimed().message.id == other
    assert worker.claim() is None
    worker.do(protocol.end, because=EndedBecause.REFUSED, claimed=held, error="invalid_blocks")
    assert worker.claimed().message.id == second


def test_leaves_out_what_rests(worker: Worker) -> None:
    worker.post()
    assert worker.claim(stopped=Resting(["U0MAX"], [])) is None
    assert worker.claim(stopped=Resting([], [Kind.TROUBLE_NOTICE])) is None
    assert worker.claim(stopped=Resting(["U0LEA"], [Kind.WARNING])) is not None


def test_takes_up_what_somebody_has_let_go_of(worker: Worker) -> None:
    """A process that has died holds a message until its lease ends, and no longer."""
    worker.post()
    dead = worker.claimed()
    assert worker.claim(after=LEASE - MINUTE / 60) is None
    assert worker.claimed(after=LEASE).token != dead.token


@pytest.mark.parametrize("step", ["finish", "refuse"])
def test_never_takes_what_has_ended(worker: Worker, step: str) -> None:
    worker.post()
    claimed = worker.claimed()
    if step == "finish":
        worker.finish(claimed)
    else:
        worker.do(protocol.end, because=EndedBecause.REFUSED, claimed=claimed, error="invalid_blocks")
    assert worker.claim(after=24 * 60 * MINUTE) is None


def test_notes_when_it_may_first_have_been_seen(worker: Worker) -> None:
    """From the claim on it may stand in Slack; what is known of earlier tries stays with the claim."""
    number = worker.post()
    assert worker.claimed(after=MINUTE / 60).message.maybe_sent_at is None
    again = worker.claimed(after=2 * LEASE)
    assert again.message.maybe_sent_at == worker.row(number).maybe_sent_at == worker.now + MINUTE / 60


MESSAGES = st.lists(
    st.fixed_dictionaries({
        "lane": st.sampled_from("ab"),
        "channel": st.sampled_from(["C1", "C2"]),
        "kind": st.sampled_from([Kind.WARNING, Kind.BREACH]),
        "state": st.sampled_from(["pending", "parked", "cancelled"]),
        "due": st.integers(-3, 1),
        "wait": st.integers(0, 3),
    }),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=MESSAGES, limit=st.integers(1, 3), resting=st.sets(st.just("C1")), kinds=st.sets(st.just(Kind.BREACH)))
def test_takes_the_first_of_each_lane_that_may_be_posted_now(
    worker: Worker, messages: list[dict[str, Any]], limit: int, resting: set[str], kinds: set[Kind]
) -> None:
    """The same as a loop over all rows would; `due` and `wait` (of a lease or a back-off) are minutes."""
    for number, one in enumerate(messages, 1):
        one["number"], one["run"] = number, one["due"] + one["wait"]
    waiting = sorted(
        (one for one in messages if one["state"] != "cancelled"), key=lambda one: (one["due"], one["number"])
    )
    firsts = {one["lane"]: one for one in reversed(waiting)}.values()
    free = [one for one in firsts if one["run"] <= 0 and one["channel"] not in resting and one["kind"] not in kinds]
    expected = sorted(free, key=lambda one: (one["run"], one["number"]))[:limit]
    with worker.database.transaction() as session:
        session.exec(delete(OutboxMessage))
        for one in messages:
            at = {"created_at": worker.now, "due_at": worker.now + one["due"] * MINUTE}
            where = {name: one[name] for name in ("lane", "channel", "kind", "state")}
            key = {"id": one["number"], "dedup_key": f"{one['number']}"}
            session.add(OutboxMessage(**key, **where, **at, run_at=worker.now + one["run"] * MINUTE))
        session.flush()
        until, stopped = worker.now + LEASE, Resting(resting, kinds)
        claimed = claim_messages(
            session, now=worker.now, lease_until=until, owner="a", limit=limit, stopped=stopped
        ).claimed
    assert [one.message.id for one in claimed] == [one["number"] for one in expected]


@pytest.mark.parametrize("is_set_aside", [False, True])
def test_a_row_that_cannot_be_read_holds_up_no_other(
    tmp_path: Path, workspace: Workspace, policy: Policy, now: datetime, is_set_aside: bool
) -> None:
    """On SQLite, which stores what is no JSON."""
    worker = Worker(open_database(copy_sqlite(tmp_path / "guichet.db")), workspace, policy, now)
    bad = worker.post(after=-MINUTE)
    worker.do(lambda session: session.execute(text("UPDATE outbox_message SET parameters = '['")))
    other = worker.post(to=direct_message("U0LEA"))
    with pytest.raises(UnreadableRow) as raised:
        worker.claim()
    assert raised.value.number == bad
    worker.do(skip_unreadable, number=bad, run_at=now + MINUTE, is_set_aside=is_set_aside)
    assert worker.claimed().message.id == other
    row = text("SELECT state, ended_because, last_error, lease_token FROM outbox_message WHERE parameters = '['")
    expected = ("refused", "set_aside", UNREADABLE, None) if is_set_aside else ("pending", None, None, None)
    assert tuple(worker.do(lambda session: session.execute(row).one())) == expected
    worker.database.close()
