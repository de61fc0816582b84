"""A message goes to the thread of its card, to its one reader, or to the message that it changes."""

from collections.abc import Callable

from bot.delivery.destination import triage_thread
from bot.delivery.place import Place
from models import Card
from models.vocabulary import Kind
from tests.worker import Worker


def test_puts_a_reply_into_the_thread_of_its_card(worker: Worker, file_incident: Callable[..., int]) -> None:
    number = file_incident()
    worker.leave_only()
    worker.do(lambda session: session.add(Card(incident_id=number, side="triage", channel="C0TRIAGE", ts="7.0")))
    worker.post(Kind.CLOSED_TO_TRIAGE, triage_thread(number, triage_channel="C0TRIAGE"))
    ready = worker.begin(worker.claimed())
    assert ready is not None
    assert ready.place == Place("C0TRIAGE", ts="7.0")


def test_posts_in_the_channel_where_the_card_is_gone(worker: Worker, file_incident: Callable[..., int]) -> None:
    number = file_incident()
    worker.leave_only()
    worker.post(Kind.CLOSED_TO_TRIAGE, triage_thread(number, triage_channel="C0TRIAGE"))
    ready = worker.begin(worker.claimed())
    assert ready is not None
    assert ready.place == Place("C0TRIAGE")
