"""What somebody's App Home shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.facts.claim import ClaimFacts
from bot.facts.incident import IncidentFacts
from bot.facts.pack import PackLeft
from bot.rules.home import QueuePlace
from bot.rules.roster import Roster
from models.vocabulary import HomeList


@dataclass(frozen=True)
class Queue:
    """A page of open incidents, the most urgent first."""

    incidents: Sequence[IncidentFacts]
    count: int
    """How many there are on all pages, as far as they were counted."""
    waiting: Collection[int] = ()
    """Those of the page that wait for the customer."""
    can_acknowledge: Collection[int] = ()
    """Those of the page that the reader, as a technician, can acknowledge."""
    next: QueuePlace | None = None
    """The place after which the next page begins; None on the last page."""
    is_first: bool = True
    chosen: HomeList = "open"


@dataclass(frozen=True)
class MonthFigures:
    """What became of the incidents filed this month."""

    filed: int
    in_time: int
    """Answered by the deadline."""
    late: int
    """Answered after the deadline."""
    closed: int


@dataclass(frozen=True)
class HomeFacts:
    """Everything on the page; parts that are not for the reader are left empty."""

    queue: Queue
    closed: Sequence[IncidentFacts] = ()
    """The last incidents closed, for customers."""
    packs: Sequence[PackLeft] = ()
    has_account: bool = True
    verdicts: Sequence[IncidentFacts] = ()
    verdict_count: int = 0
    claims: Sequence[ClaimFacts] = ()
    claim_count: int = 0
    month: MonthFigures | None = None
    """Figures for managers, of all desks or of those that they manage; None for other readers."""
    rosters: Mapping[str, Roster] = field(default_factory=dict)
    """Who is on call at each desk that has a roster, by the desk's name; for managers."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """How many messages Slack refuses, by error code; for technicians."""
    cards: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Channel and ts of the cards on the reader's side, by incident."""
