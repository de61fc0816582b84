"""A message goes to the thread of its card, to its one reader, or to the message that it changes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, create_engine

from bot.delivery.destination import triage_thread
from bot.delivery.outbox import in_channel
from bot.delivery.place import Place, place_of
from bot.delivery.traits import Route, Traits
from bot.texts.message import Message
from models import Card, Fallback, OutboxMessage
from models.vocabulary import Kind
from tests.fixtures import MONDAY_NINE
from tests.worker import Worker


@pytest.fixture
def cards() -> Iterator[Session]:
    """A database in memory with one card of an incident, on the side of the technicians."""
    engine = create_engine("sqlite://")
    tables = [one.__table__ for one in (Card, Fallback)]  # type: ignore[attr-defined]
    SQLModel.metadata.create_all(engine, tables=tables)
    with Session(engine) as session:
        session.add(Card(incident_id=1, side="triage", channel="C0NOW", ts="7.0"))
        session.flush()
        yield session


def row(**values: Any) -> OutboxMessage:
    """Return a message for the triage channel, or as it is changed."""
    return OutboxMessage(**{"kind": "", "dedup_key": "", "lane": "", "channel": "C0TRIAGE", "parameters": {}} | values)


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


CARD = {"incident_id": 1, "side": "triage"}
TS = {"channel": "C0OLD", "ts": "5.0"}
THREAD = {"thread_ts": "6.0", "reader": "U0ALICE"}


@pytest.mark.parametrize(
    ("route", "message", "expected"),
    [
        # To the side's card; where it has none, to the channel, and what would change it to nothing.
        (Route.REPLY, CARD, Place("C0NOW", "7.0")),
        (Route.REPLY, CARD | {"side": "customer"}, Place("C0TRIAGE")),
        (Route.REPLY, CARD | {"side": "customer", "channel": "U0ALICE"}, Place("U0ALICE", reader="U0ALICE")),
        (Route.REPLY, {}, Place("C0TRIAGE")),
        (Route.NEW_CARD, CARD, Place("C0TRIAGE")),
        (Route.CHANGE_CARD, CARD, Place("C0NOW", "7.0")),
        (Route.CHANGE_CARD, CARD | {"side": "customer"}, None),
        # To its one reader, also where Slack takes no direct messages to them.
        (Route.DIRECT, {"channel": "U0MAX"}, Place("U0MAX", reader="U0MAX")),
        (Route.DIRECT, {"parameters": in_channel("U0MAX")}, Place("C0TRIAGE", reader="U0MAX")),
        (Route.DIRECT, {"parameters": in_channel("U0MAX", thread_ts="6.0")}, Place("C0TRIAGE", "6.0", "U0MAX")),
        (Route.REPLY, CARD | {"parameters": in_channel("U0MAX", thread_ts="6.0")}, Place("C0NOW", "7.0")),
        # To what its parameters name.
        (Route.IN_THREAD, {"parameters": THREAD}, Place("C0TRIAGE", "6.0", "U0ALICE")),
        (Route.IN_THREAD, {"parameters": THREAD | {"thread_ts": ""}}, Place("C0TRIAGE", None, "U0ALICE")),
        (Route.TAKE_BUTTONS, {"parameters": TS}, Place("C0OLD", "5.0")),
        (Route.TAKE_BUTTONS, {"parameters": TS, "channel": "U0MAX"}, Place("C0OLD", "5.0", "U0MAX")),
        (Route.REMOVE, {"parameters": TS}, Place("C0OLD", "5.0")),
        (Route.CHANGE_COPY, {"parameters": TS, "channel": "U0MAX"}, Place("C0OLD", "5.0", "U0MAX")),
        # To where the fallback was scheduled.
        (Route.SCHEDULE, {"incident_id": 1}, Place("C0TRIAGE")),
        (Route.DELETE_SCHEDULED, {"incident_id": 1}, Place("C0TRIAGE")),
        (Route.OUTSIDE, {"channel": "apprise pager"}, Place("apprise pager")),
    ],
)
def test_follows_from_route_side_and_parameters(
    cards: Session, route: Route, message: dict[str, Any], expected: Place | None
) -> None:
    assert place_of(cards, row(**message), Traits(route, lambda _rendering: Message(""))) == expected


@pytest.mark.parametrize(("is_there", "expected"), [(True, Place("C0SENT", "8.0", "U0ALICE")), (False, None)])
@pytest.mark.parametrize("route", [Route.CHANGE_COPY, Route.REMOVE])
def test_of_a_change_is_that_of_the_message_it_changes(
    cards: Session, route: Route, is_there: bool, expected: Place | None
) -> None:
    changed = row(sent_channel="C0SENT", sent_ts="8.0") if is_there else None
    traits = Traits(route, lambda _rendering: Message(""), target=lambda _session, _message: changed)
    assert place_of(cards, row(parameters={"reader": "U0ALICE"}), traits) == expected


def test_of_a_deletion_is_where_the_fallback_was_scheduled(cards: Session) -> None:
    at = {"incident_id": 1, "channel": "C0OLD", "scheduled_message_id": "Q1"}
    cards.add(fallback := Fallback(**at, post_at=MONDAY_NINE))
    traits = Traits(Route.DELETE_SCHEDULED, lambda _rendering: Message(""))
    place = place_of(cards, row(incident_id=1), traits)
    assert place is not None
    assert (place.channel, place.ts, place.fallback) == ("C0OLD", None, fallback)
