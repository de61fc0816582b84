"""What Slack has refused is tried again, by hand or because the place may have been mended."""

from datetime import timedelta

from bot.delivery import protocol, refused_changes
from bot.delivery.destination import direct_message
from models.vocabulary import EndedBecause, Kind
from tests.worker import Worker

MINUTE = timedelta(minutes=1)


def test_what_was_refused_is_tried_again_by_hand(worker: Worker) -> None:
    parked, refused = worker.post(), worker.post(to=direct_message("U0LEA"))
    worker.do(protocol.park, claimed=worker.claimed(), run_at=worker.now + 9 * MINUTE, error="not_in_channel")
    worker.do(protocol.end, because=EndedBecause.REFUSED, claimed=worker.claimed(), error="invalid_blocks")
    assert worker.do(refused_changes.retry_held_up, now=worker.now) == 2
    assert {worker.claimed().message.id, worker.claimed().message.id} == {parked, refused}


def test_what_ended_or_is_being_sent_is_left_alone_by_hand(worker: Worker) -> None:
    cancelled, claimed = worker.post(), worker.post(to=direct_message("U0LEA"))
    worker.change_all([cancelled], state="cancelled", ended_because=EndedBecause.CLOSED)
    worker.change_all([claimed], state="parked", lease_token="a:1")
    before = [worker.row(one) for one in (cancelled, claimed)]
    assert worker.do(refused_changes.retry_held_up, now=worker.now) == 0
    assert [worker.row(one) for one in (cancelled, claimed)] == before


def test_a_change_that_its_place_refused_is_tried_again_once_the_place_may_have_been_mended(worker: Worker) -> None:
    since = worker.now - 9 * MINUTE
    of_place = {"ended_because": EndedBecause.PLACE_REFUSED, "last_error": "not_in_channel"}
    ended = {"state": "cancelled", "due_at": since} | of_place
    differing = {
        "refused": {},
        "of an earlier version": {"ended_because": EndedBecause.NOTHING_TO_CHANGE},
        "too old": {"due_at": since - MINUTE},
        "gone": {"ended_because": EndedBecause.NOTHING_TO_CHANGE, "last_error": "message_not_found"},
        "closed": {"ended_because": EndedBecause.CLOSED},
        "no change": {"kind": Kind.WARNING},
    }
    numbers = {name: worker.post(Kind.BUTTONS_GONE) for name in differing}
    for name, one in differing.items():
        worker.change_all([numbers[name]], **ended | one)
    assert worker.do(refused_changes.retry_refused_changes, since=since, now=worker.now) == 2
    rows = {name: worker.row(one) for name, one in numbers.items()}
    again = {
        name
        for name, one in rows.items()
        if (one.state, one.ended_because, one.run_at) == ("pending", None, worker.now)
    }
    assert again == {"refused", "of an earlier version"}
