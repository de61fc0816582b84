"""What is true of all messages of one kind? bot/kinds.py declares it, one row a kind.

So the engine knows no incidents, packs or verdicts: a row brings the functions that do. By name it knows only the kinds
that it posts itself (`scheduled_fallback.py`, `question.py`), and for its figures which are reminders (`health.py`).
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
    """A new message that stands for an incident on one side; the thread of that side grows under it."""
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
    """A message loses its buttons."""
    DIRECT = "direct"
    """A direct message."""
    SCHEDULE = "schedule"
    """A message is scheduled in Slack, to be posted by Slack itself."""
    DELETE_SCHEDULED = "delete_scheduled"
    """A scheduled message is deleted before Slack posts it."""
    OUTSIDE = "outside"
    """Its text goes to an address outside Slack."""


CHANGES = frozenset({Route.CHANGE_CARD, Route.CHANGE_COPY, Route.TAKE_BUTTONS, Route.REMOVE})
"""Routes that change a message which stands in Slack already."""
KEEPS_BUTTONS = frozenset({Route.REPLY, Route.DIRECT})
"""Routes whose messages keep the buttons they were posted with until these are taken away; cards are rendered again."""


@dataclass(frozen=True)
class Facts:
    """What a message is rendered from, read in one transaction just before it is posted."""

    subject: Any = None
    """What it is about, such as an incident as people read it; None for what is made of its parameters alone."""
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
    """How late it is posted; None where that is too little to mention."""
    managers: Sequence[str] | None = None
    """Slack member ids of the managers of its desk; None where that does not matter."""
    reader: str | None = None
    """Slack member id of the one reader of a direct message; None in a channel."""
    person: Callable[[str], Person] = lambda user_id: Person(user_id, user_id, "en", "UTC")
    """Returns what Slack knows of a member id."""


Load = Callable[[Session, OutboxMessage, datetime], Facts]
"""Returns what a message is rendered from at this instant."""
Render = Callable[[Rendering], Message]
Obsolete = Callable[[Session, OutboxMessage, datetime], EndedBecause | None]
"""Returns why a message is obsolete at this instant; None if it is to be posted."""


@dataclass(frozen=True)
class Settled:
    """What became of the question that a message asks."""

    because: EndedBecause
    note: str
    """Names the sentence that says so below the message: `settled-` and this."""
    who: str | None = None
    """Slack member id of who has settled it; None where nobody did, or nobody knows."""
    gone: tuple[str, ...] = ()
    """Action ids of the buttons that are of no use any more where others are; () for all."""


Judge = Callable[[Session, OutboxMessage], Settled | None]
"""Returns what became of the question of a message; None while it waits for an answer."""


class Redirect(Protocol):
    """Lets a message whose channel Slack refuses go elsewhere, in the transaction that notes the refusal."""

    def __call__(self, session: Session, *, message: OutboxMessage, context: Any) -> bool:
        """Redirect it, and return whether there is another place; where there is none it waits."""


class FollowUp(Protocol):
    """What the program does about a message, in the transaction that notes what became of it."""

    def __call__(self, session: Session, *, message: OutboxMessage, context: Any) -> None:
        """Do it; the context is what `Application.context_at` returns."""


def nothing(_session: Session, _message: OutboxMessage, _now: datetime) -> Facts:
    """Load nothing: the message is made of its parameters."""
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
    """Returns what became of its question, once it is settled: then it is brought up to date. None: it asks nothing."""
    asks_for_answer: bool = False
    """True if it reminds that nobody has answered: before it is posted, the threads are read for an answer."""
    locks_first: Callable[[Session, OutboxMessage], object] | None = None
    """Locks what the follow-ups change, before the row of the message: everybody takes locks in this order."""
    follow_ups: Sequence[FollowUp] = ()
    """What happens once it stands in Slack."""
    if_place_refused: Redirect | None = None
    """Redirects the message where Slack refuses its channel, as it must be read somewhere; None where it waits."""
    if_unreachable: FollowUp | None = None
    """Posts it in a channel instead, where Slack takes no direct messages to its reader."""
    if_card_gone: FollowUp | None = None
    """Posts a new card where that in whose thread it belongs is gone; None where it stands in the channel then."""
    may_miss_reader: Callable[[OutboxMessage], bool] = lambda _message: False
    """Returns True if a direct message may end unposted once its reader has left the workspace; else it waits."""
    if_reader_left: FollowUp | None = None
    """What happens then."""

    def keeps(self, shown: Message) -> bool:
        """Is a posted message kept with its row, because it may have to be brought up to date?

        That is what has buttons, and a direct message that asks its reader for something without any.
        """
        asks = has_buttons(shown) or (self.route == Route.DIRECT and self.settled is not None)
        return self.route in KEEPS_BUTTONS and asks


class NotAccepted(Exception):
    """A service outside Slack does not accept a message; names the service."""


@dataclass(frozen=True)
class Application:
    """What the program gives to the engine that delivers its messages."""

    kinds: Mapping[str, Traits]
    context_at: Callable[[datetime], Any]
    """Returns in whose name and under which rules a step is taken at this instant."""
    is_reader_gone: Callable[[str], bool]
    """Returns whether it is known that this member id reads no message, although Slack would take one; or that this
    address outside Slack is told nothing any more."""
    is_unreachable: Callable[[str], bool]
    """Returns whether this member id is of another organisation, where it is not known whether Slack shows them direct
    messages."""
    look_for_answer: Callable[[int], object]
    """Reads the threads of the incident with this number, and notes an answer that had been missed."""
    send_outside: Callable[[str, str], object]
    """Sends this text to an address outside Slack, which a channel of the outbox names; raises `NotAccepted`."""
