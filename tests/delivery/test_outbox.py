"""What is to be posted is a row; what is no longer to be posted says why, and nothing else is touched."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.database import HAS_NEWS
from bot.delivery import outbox
from bot.delivery.destination import Destination, direct_message
from bot.delivery.outbox import SWEEP_INTERVAL, NewMessage
from models import OutboxMessage
from models.vocabulary import EndedBecause, Kind, Side
from tests.worker import Worker

SECOND = timedelta(seconds=1)
A_BIT = timedelta(microseconds=1)


def test_every_reason_has_a_state() -> None:
    of_reason = {
        EndedBecause.SUPERSEDED: "superseded",
        EndedBecause.FALLBACK_POSTED: "superseded",
        EndedBecause.REFUSED: "refused",
        EndedBecause.SET_ASIDE: "refused",
    }
    assert {one: outbox.state_of(one) for one in EndedBecause} == dict.fromkeys(EndedBecause, "cancelled") | of_reason


def test_only_what_is_due_before_the_next_sweep_wakes_the_delivery(worker: Worker) -> None:
    to = direct_message("U0MAX")
    for post_one in (
        lambda session, due_at: outbox.post(session, kind=Kind.WARNING, to=to, due_at=due_at, now=worker.now),
        lambda session, due_at: outbox.post_all(session, [NewMessage(Kind.BREACH, to, due_at)], now=worker.now),
    ):
        with worker.database.transaction() as session:
            for wait, is_soon in ((SWEEP_INTERVAL + A_BIT, None), (SWEEP_INTERVAL, True), (-SECOND, True)):
                session.info.pop(HAS_NEWS, None)
                post_one(session, worker.now + wait)
                assert session.info.get(HAS_NEWS) is is_soon, wait


def test_what_was_added_first_comes_first_in_its_lane(worker: Worker) -> None:
    to = direct_message("U0MAX")
    with worker.database.transaction() as session:
        outbox.post(session, kind=Kind.WARNING, to=to, now=worker.now)
        many = [NewMessage(Kind.BREACH, to, worker.now), NewMessage(Kind.ESCALATION, to, worker.now, "1", {"step": 1})]
        outbox.post_all(session, many, now=worker.now)
        outbox.post_all(session, [], now=worker.now)
    rows = worker.rows(*Kind)
    assert [(one.kind, one.dedup_key, one.parameters) for one in rows] == [
        ("warning", "", {}),
        ("breach", "", {}),
        ("escalation", "1", {"step": 1}),
    ]
    assert {(one.lane, one.channel, one.side, one.state) for one in rows} == {
        ("workspace U0MAX", "U0MAX", None, "pending")
    }


def test_the_same_message_is_refused(worker: Worker, file_incident: Callable[..., int]) -> None:
    to = Destination("C0TRIAGE", file_incident(), Side.TRIAGE)
    message = NewMessage(Kind.CLOSED_TO_TRIAGE, to, worker.now, "1")
    worker.do(outbox.post_all, messages=[message], now=worker.now)
    with pytest.raises(IntegrityError):
        worker.do(outbox.post_all, messages=[message], now=worker.now)
    with pytest.raises(IntegrityError):
        worker.do(outbox.post, kind=message.kind, to=to, dedup_key="1", now=worker.now)
    others = [NewMessage(Kind.CLOSED_TO_TRIAGE, to, worker.now, "2"), NewMessage(message.kind, to, worker.now + A_BIT)]
    worker.do(outbox.post_all, messages=others, now=worker.now)
    assert len({one.key for one in [message, *others]}) == len(worker.rows(message.kind)) == 3


@pytest.fixture
def waiting(worker: Worker, file_incident: Callable[..., int]) -> dict[str, int]:
    """Messages that each differ in one respect, by the name of that respect."""
    number, other = file_incident(), file_incident(form_id="V2")
    worker.leave_only()
    differing: dict[str, dict[str, Any]] = {
        "plain": {},
        "parked": {"state": "parked"},
        "done": {"state": "done", "done_at": worker.now},
        "claimed": {"lease_token": "a:1"},
        "of another kind": {"kind": Kind.BREACH},
        "of another incident": {"incident_id": other},
        "to another channel": {"channel": "U0LEA"},
        "to the customer": {"side": Side.CUSTOMER},
    }
    plain = {
        "incident_id": number, "kind": Kind.WARNING, "lane": "1 triage", "side": Side.TRIAGE, "channel": "C0TRIAGE",
        "created_at": worker.now, "due_at": worker.now, "run_at": worker.now,
    }  # fmt: skip
    with worker.database.transaction() as session:
        rows = {name: OutboxMessage(**plain | one, dedup_key=name) for name, one in differing.items()}
        session.add_all(rows.values())
        session.flush()
        return {name: one.number for name, one in rows.items()} | {"incident": number}


@pytest.mark.parametrize(
    ("wanted", "ended"),
    [
        ({}, {"plain", "parked", "to another channel", "to the customer"}),
        ({"is_claimed_too": True}, {"plain", "parked", "to another channel", "to the customer", "claimed"}),
        ({"but_to": ["U0LEA"]}, {"plain", "parked", "to the customer"}),
        ({"kinds": [Kind.BREACH]}, {"of another kind"}),
        ({"kinds": []}, set()),
    ],
)
def test_only_what_waits_and_is_meant_is_cancelled(
    worker: Worker, waiting: dict[str, int], wanted: dict[str, Any], ended: set[str]
) -> None:
    number = waiting.pop("incident")
    before = {name: worker.row(one) for name, one in waiting.items()}
    meant = {"kinds": [Kind.WARNING], "because": EndedBecause.SUPERSEDED} | wanted
    worker.do(outbox.cancel, incident_id=number, **meant)
    after = {name: worker.row(one) for name, one in waiting.items()}
    assert {name for name, one in after.items() if one != before[name]} == ended
    assert {(one.state, one.ended_because, one.lease_token) for name, one in after.items() if name in ended} <= {
        ("superseded", "superseded", None)
    }


def test_what_waits_for_one_side_is_redirected(worker: Worker, waiting: dict[str, int]) -> None:
    number = waiting.pop("incident")
    worker.do(outbox.redirect, incident_id=number, side=Side.TRIAGE, channel="C0NEW")
    redirected = {name for name, one in waiting.items() if worker.row(one).channel == "C0NEW"}
    assert redirected == waiting.keys() - {"done", "of another incident", "to the customer"}


def test_a_direct_message_that_is_posted_in_a_channel_still_has_its_reader() -> None:
    at = {"lane": "", "dedup_key": "", "kind": Kind.VERDICT_WANTED}
    direct = OutboxMessage(channel="U0MAX", **at)
    in_channel = OutboxMessage(channel="C0TRIAGE", parameters=outbox.in_channel("U0MAX", thread_ts="1.0"), **at)
    assert [outbox.reader_of(one) for one in (direct, in_channel)] == ["U0MAX", "U0MAX"]
    assert in_channel.parameters == {"in_channel": {"reader": "U0MAX", "thread_ts": "1.0"}}
