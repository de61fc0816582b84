"""What is true of all messages of one kind? bot/kinds.py declares it, one row for each kind.

So the engine needs to know nothing of incidents, packs or verdicts: a row has the functions that do. By name it knows
only the kinds that it posts itself (`scheduled_fallback.py`, `question.py`), and which are reminders (`health.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from sqlmodel import Session

from bot.rules.person import Person
from bot.texts.catalogue import Words
from bot.texts.message import Message, has_buttons
from models import OutboxMessage
from models.vocabulary import EndedBecause


class Route(StrEnum):
    """How a message goes out."""

    NEW_CARD = "new_card"
    """A new message that shows an incident on one side; its thread is the thread of that side."""
    CHANGE_CARD = "change_card"
    """A card is brought up to date."""
    REPLY = "reply"
    """A reply in the thread of its side's card; a new message in the channel where there is no card."""
    IN_THREAD = "in_thread"
    """A reply in the thread that its parameters name; a new message in the channel where they name none."""
    REMOVE = "remove"
    """A message is deleted."""
    CHANGE_COPY = "change_copy"
    """The copy of somebody's message is brought up to date."""
    TAKE_BUTTONS = "take_buttons"
    """A message that was posted loses its buttons."""
    DIRECT = "direct"
    """A direct message."""
    SCHEDULE = "schedule"
    """A message is scheduled in Slack, to be posted by Slack itself."""
    DELETE_SCHEDULED = "delete_scheduled"
    """A scheduled message is deleted before Slack posts it."""
    OUTSIDE = "outside"
    """Its text goes to an address outside Slack."""


CHANGES = frozenset({Route.CHANGE_CARD, Route.CHANGE_COPY, Route.TAKE_BUTTONS, Route.REMOVE})
"""Routes that change or delete a message that is in Slack already."""
KEEPS_BUTTONS = frozenset({Route.REPLY, Route.DIRECT})
"""Routes whose messages keep the buttons they were posted with until these are taken away; cards are rendered again."""


@dataclass(frozen=True)
class Facts:
    """What a message is rendered from, read just before it is posted."""

    subject: Any = None
    """What it is about, such as `IncidentFacts`; None for what is rendered from its parameters alone."""
    timezone: str = "UTC"
    """Zone in which its channel reads times."""
    locale: str | None = None
    """Language of its channel; None for the workspace's."""
    desk: str = ""
    """Name of the desk whose managers should know of it; "" for the first one."""
    cards: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Channel and ts of the cards of other incidents that it may link to, by incident number."""


@dataclass(frozen=True)
class Rendering:
    """One message at the instant at which it is rendered for its readers."""

    subject: Any
    words: Words
    now: datetime
    parameters: Mapping[str, Any] = field(default_factory=dict)
    late: timedelta | None = None
    """How late it is posted; None if that is too little to mention."""
    managers: Sequence[str] | None = None
    """Slack member ids of the managers of its desk; None where that does not matter."""
    reader: str | None = None
    """Slack member id of the one reader of a direct message; None in a channel."""
    desk_of: Callable[[str], str] = lambda name: name
    """Returns the name of the desk that looks after the incidents of this one: the first desk if this one is gone."""
    person: Callable[[str], Person] = lambda user_id: Person(user_id, user_id, "en", "UTC")
    """Returns what Slack knows of a member id."""


Load = Callable[[Session, OutboxMessage, datetime], Facts]
"""Returns what a message is rendered from at this instant."""
Render = Callable[[Rendering], Message]
Obsolete = Callable[[Session, OutboxMessage, datetime], EndedBecause | None]
"""Returns why a message is obsolete at this instant; None if it is to be posted."""


@dataclass(frozen=True)
class Settled:
    """How the question that a message asks was settled."""

    because: EndedBecause
    note: str
    """The sentence `settled-<note>` is shown below the message."""
    who: str | None = None
    """Slack member id of whoever settled it; None if it settled itself, or that is not known."""
    gone: tuple[str, ...] = ()
    """Action ids of the buttons that go; () for all."""


Judge = Callable[[Session, OutboxMessage], Settled | None]
"""Returns how the question of a message was settled; None while it waits for an answer."""


class Redirect(Protocol):
    """Sends a message elsewhere if Slack refuses its channel, in the transaction that notes the refusal."""

    def __call__(self, session: Session, *, message: OutboxMessage, context: Any) -> bool:
        """Redirect it; return False if there is no other place."""


class FollowUp(Protocol):
    """A function that is called in the transaction that notes what became of a message."""

    def __call__(self, session: Session, *, message: OutboxMessage, context: Any) -> None:
        """Do what follows; the context is what `Application.context_at` returns."""


def nothing(_session: Session, _message: OutboxMessage, _now: datetime) -> Facts:
    """Load nothing: the message is rendered from its parameters."""
    return Facts()


def never(_session: Session, _message: OutboxMessage, _now: datetime) -> None:
    """Return None: the message is posted whatever has happened meanwhile."""


@dataclass(frozen=True)
class Traits:
    """One row of bot/kinds.py."""

    route: Route
    render: Render
    """Returns its text and blocks."""
    load: Load = nothing
    """Returns what it is rendered from."""
    obsolete: Obsolete = never
    target: Callable[[Session, OutboxMessage], OutboxMessage | None] | None = None
    """For `CHANGE_COPY` and `REMOVE`: returns the posted message that it changes, or None where that is gone; left out
    where the parameters name it."""
    settled: Judge | None = None
    """Returns how its question was settled; then the message is brought up to date. None if it asks nothing."""
    looks_for_answer: bool = False
    """True for a reminder of a missing answer: before it is posted, that answer is looked for in the threads."""
    takes_long: bool = False
    """True if `obsolete` or `load` may take long: they are called in no transaction that writes."""
    locks_first: Callable[[Session, OutboxMessage], object] | None = None
    """Locks what the follow-ups change, before the row of the message is locked: that order is always kept."""
    follow_ups: Sequence[FollowUp] = ()
    """What is done once it is posted, in the same transaction that notes it."""
    if_place_refused: Redirect | None = None
    """Sends the message elsewhere if Slack refuses its channel; None: it is parked."""
    if_unreachable: FollowUp | None = None
    """Posts it in a channel instead, where Slack takes no direct messages to its reader."""
    if_card_gone: FollowUp | None = None
    """Posts a new card if the card of its thread is gone; None: it is posted in the channel."""
    may_miss_reader: Callable[[OutboxMessage], bool] = lambda _message: False
    """Returns True if a direct message ends unposted once its reader has left the workspace; False: it is parked."""
    if_reader_left: FollowUp | None = None
    """What is done then, such as posting it for somebody else."""

    @property
    def notes_more(self) -> bool:
        """Return True if more than its own row is locked or changed when a message is posted."""
        return self.locks_first is not None or bool(self.follow_ups) or self.route == Route.NEW_CARD

    def keeps(self, shown: Message) -> bool:
        """Return True if a posted message is kept with its row, as it may have to be brought up to date.

        Those are messages with buttons, and direct messages that ask for something without any.
        """
        asks = has_buttons(shown) or (self.route == Route.DIRECT and self.settled is not None)
        return self.route in KEEPS_BUTTONS and asks


class NotAccepted(Exception):
    """A service outside Slack does not accept a message; names the service."""


@dataclass(frozen=True)
class Application:
    """What the engine is given by the program, so that it imports nothing of it."""

    kinds: Mapping[str, Traits]
    context_at: Callable[[datetime], Any]
    """Returns the context (operations/context.py) that follow-ups are given, at this instant."""
    is_reader_gone: Callable[[str], bool]
    """Returns True if this member id is known to read no messages, although Slack would take one."""
    is_address_gone: Callable[[str], bool]
    """Returns True if the address outside Slack that this channel stands for is no longer in the policy."""
    is_unreachable: Callable[[str], bool]
    """Returns True if this member id is of another organisation: Slack may never show them a direct message."""
    look_for_answer: Callable[[int], object]
    """Reads the threads of the incident with this number, and records an answer that was missed."""
    send_outside: Callable[[str, str], object]
    """Sends this text to an address outside Slack, which a channel of the outbox names; raises `NotAccepted`."""
