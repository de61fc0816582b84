"""What Slack has refused is tried again, by hand or because the place may have been mended."""

from datetime import timedelta

from bot.delivery import protocol, refused_changes
from bot.delivery.destination import direct_message
from models.vocabulary import EndedBecause
from tests.worker import Worker

MINUTE = timedelta(minutes=1)


def test_what_was_refused_is_tried_again_by_hand(worker: Worker) -> None:
    parked, refused = worker.post(), worker.post(to=direct_message("U0LEA"))
    worker.do(protocol.park, claimed=worker.claimed(), run_at=worker.now + 9 * MINUTE, error="not_in_channel")
    worker.do(protocol.end, because=EndedBecause.REFUSED, claimed=worker.claimed(), error="invalid_blocks")
    assert worker.do(refused_changes.retry_held_up, now=worker.now) == 2
    assert {worker.claimed().message.id, worker.claimed().message.id} == {parked, refused}
