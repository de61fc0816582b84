"""Once the question of a message is settled, its buttons go, and it says what came of it."""

from typing import Any

import pytest
from sqlmodel import Session

from bot.delivery import question
from bot.delivery.traits import Settled
from models import OutboxMessage
from models.vocabulary import EndedBecause, Kind
from tests.worker import Worker

WORDS = {"type": "section", "text": {"type": "plain_text", "text": "May we?"}}
YES, NO = ({"type": "button", "action_id": one} for one in ("yes", "no"))
BOTH = {"text": "May we?", "blocks": [WORDS, {"type": "actions", "elements": [YES, NO]}]}
NO_ALONE = {"text": "May we?", "blocks": [WORDS, {"type": "actions", "elements": [NO]}]}
NEITHER = {"text": "May we?", "blocks": [WORDS]}
AGREED = Settled(EndedBecause.DECIDED, "agreed", who="U0ALICE")
YES_GONE = Settled(EndedBecause.DECIDED, "agreed", who="U0ALICE", gone=("yes",))
NO_GONE = Settled(EndedBecause.CLOSED, "closed", gone=("no",))


@pytest.fixture
def asked(worker: Worker) -> int:
    """A question that was posted with two buttons."""
    number = worker.post()
    posted = {"state": "done", "done_at": worker.now, "sent_channel": "D0MAX", "sent_ts": "5.0", "posted": BOTH}
    worker.change(OutboxMessage, number, **posted)
    return number


def settle(worker: Worker, number: int, settled: Settled) -> dict[str, Any] | None:
    """Settle the question, and return what is kept of it."""

    def step(session: Session) -> None:
        question.settle(session, session.get_one(OutboxMessage, number), settled, now=worker.now)

    worker.do(step)
    return worker.row(number).posted


def changes(worker: Worker) -> list[dict[str, Any]]:
    """Return the successive contents to which the message is changed."""
    rows = worker.rows(Kind.BUTTONS_GONE)
    assert {(one.channel, one.due_at) for one in rows} <= {("U0MAX", worker.now)}
    assert len({one.dedup_key for one in rows}) == len(rows)
    return [one.parameters for one in rows]


def test_loses_all_its_buttons_and_is_done_with(worker: Worker, asked: int) -> None:
    assert settle(worker, asked, AGREED) is None
    expected = {"channel": "D0MAX", "ts": "5.0", **NEITHER, "notes": [{"note": "agreed", "who": "U0ALICE"}]}
    assert changes(worker) == [expected]
    settle(worker, asked, AGREED)
    assert changes(worker) == [expected]


def test_keeps_the_buttons_that_are_not_settled(worker: Worker, asked: int) -> None:
    notes = [{"note": "agreed", "who": "U0ALICE"}, {"note": "closed", "who": None}]
    assert settle(worker, asked, YES_GONE) == NO_ALONE | {"notes": notes[:1]}
    assert settle(worker, asked, YES_GONE) == NO_ALONE | {"notes": notes[:1]}
    assert settle(worker, asked, NO_GONE) == NEITHER | {"notes": notes}
    place = {"channel": "D0MAX", "ts": "5.0"}
    assert changes(worker) == [{**place, **NO_ALONE, "notes": notes[:1]}, {**place, **NEITHER, "notes": notes}]
    assert question.shown_now(worker.row(asked)).blocks == [WORDS]


@pytest.mark.parametrize(("settled", "is_changed"), [(None, False), (AGREED, True)])
def test_is_left_alone_while_nobody_has_answered(
    worker: Worker, asked: int, settled: Settled | None, is_changed: bool
) -> None:
    for _ in range(2):
        worker.do(question.settle_if_settled, number=asked, judge=lambda _session, _message: settled, now=worker.now)
    assert len(changes(worker)) == is_changed
    assert (worker.row(asked).posted is None) == is_changed
