"""What was promised to an incident, and since when?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.rules.terms import Terms
from models import Segment


@dataclass(frozen=True)
class SegmentFacts:
    """One promise, from `begun_at` to the next one."""

    terms: Terms
    deadline_at: datetime
    begun_at: datetime
    begun_by: str
    """Slack member id of who filed or changed it; "guichet" where nobody did."""
    reason: str
    """Why it was changed, as typed; "" for the first."""


def segments_of(session: Session, *, incident_id: int) -> Sequence[SegmentFacts]:
    """Return what was promised, the first promise first."""
    found = select(Segment).where(Segment.incident_id == incident_id).order_by(col(Segment.id))
    return [
        SegmentFacts(
            terms=Terms.model_validate(one.terms),
            deadline_at=one.deadline_at,
            begun_at=one.begun_at,
            begun_by=one.begun_by,
            reason=one.reason,
        )
        for one in session.exec(found)
    ]


def deadline_kept(segments: Sequence[SegmentFacts], *, answered_at: datetime, margin: int) -> datetime | None:
    """Return the deadline against which the margin, in seconds, of an acknowledgement was measured."""
    deadlines = (one.deadline_at for one in reversed(segments))
    return next((one for one in deadlines if int((one - answered_at).total_seconds()) == margin), None)
