"""What is known of the channels that we need is kept, and nothing of those that we do not need."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session

from bot.operations.watched_channels import note_channels, note_removal, noted_channels
from bot.queries.channels import CHANNELS_LIMIT, needed_channels
from bot.rules.channels import Channel
from bot.rules.person import Person
from models import Account, Card, Counter, Membership
from models.vocabulary import Side
from tests.contexts import context_of
from tests.worker import Worker

TRIAGE, ACME = Channel("triage"), Channel("acme", is_archived=True)
COUNTED = "C0COUNTER"


def add_places(session: Session, number: int) -> None:
    """Let an open incident have a card in a channel and in a direct message, and a channel have a counter."""
    session.add(Card(incident_id=number, side=Side.CUSTOMER, channel="C0ACME", ts="1.1"))
    session.add(Card(incident_id=number, side=Side.TRIAGE, channel="C0ELSEWHERE", ts="1.2"))
    session.add(Counter(channel=COUNTED, ts="1.3"))


def test_is_compared_with_what_slack_lists(worker: Worker, file_incident: Callable[..., int], alice: Person) -> None:
    number = file_incident()
    context = context_of(alice, worker.now)
    with worker.database.transaction() as session:
        add_places(session, number)
        assert noted_channels(session) is None
    with worker.database.reading() as session:
        needed = needed_channels(session, triage_channels=["C0TRIAGE"])
    assert sorted(needed) == ["C0ACME", COUNTED, "C0TRIAGE"]
    listed = {"C0TRIAGE": TRIAGE, "C0ACME": ACME, "C0OTHER": Channel("other")}
    worker.do(note_channels, listed=listed, needed=needed, context=context)
    with worker.database.reading() as session:
        noted = noted_channels(session)
    assert noted is not None
    assert (dict(noted.channels), noted.left) == ({"C0TRIAGE": TRIAGE, "C0ACME": ACME}, [COUNTED])

    later = context_of(alice, worker.now + timedelta(minutes=1))
    for channel in ("C0ACME", "C0ACME", "C0OTHER"):
        worker.do(note_removal, channel=channel, context=later)
    with worker.database.reading() as session:
        noted = noted_channels(session)
    assert noted is not None
    assert (noted.left, noted.called("C0ACME")) == ([COUNTED, "C0ACME"], "#acme")


def test_is_known_of_each_channel_however_many_are_tied(worker: Worker, alice: Person) -> None:
    channels = [f"C1{number:04}" for number in range(CHANNELS_LIMIT + 1)]
    with worker.database.transaction() as session:
        session.add(Account(id=1, code="ACME", name="Acme"))
        session.flush()
        session.add_all(Membership(account_id=1, kind="channel", value=one) for one in channels)
    worker.do(note_removal, channel=channels[-1], context=context_of(alice, worker.now))
    with worker.database.reading() as session:
        noted = noted_channels(session)
    assert noted is not None
    assert noted.left == [channels[-1]]
