"""How is the delivery doing, in figures? `doctor` words them, and gives them to monitoring as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.database import Database
from bot.delivery.health import (
    Backlog,
    Lateness,
    RefusedMessages,
    Unposted,
    heartbeat_of,
    lateness,
    overdue,
    refusals,
    scheduled_fallbacks,
    unposted_reminders,
    waiting_messages,
)
from bot.guard import things_set_aside
from bot.migrate import is_missing
from models import Failure

OVERDUE_AFTER = timedelta(minutes=2)
"""Time after which a message that could have been posted is overdue."""
SHOWN = 20
"""Maximum things set aside that are shown."""
OTHER_PROGRAM = "Another program with another database uses the same Slack app: stop it, or give it an app of its own"
A_DAY = timedelta(days=1)
"""The time that the figures of lateness cover."""


@dataclass(frozen=True)
class Figures:
    """How the delivery is doing at one instant."""

    last_sweep: datetime | None
    """When a delivery was last seen at work; None if never."""
    late: Lateness | None
    """Lateness of the reminders of the last 24 hours; None if there were none."""
    unposted: list[Unposted]
    """The reminders that were due in the last 24 hours and have not been posted."""
    waiting: int
    overdue: Backlog
    held_up: list[RefusedMessages]
    last_audit: datetime | None
    audit_findings: list[str]
    set_aside: list[Failure]
    """What failed again and again, the newest first, at most `SHOWN`."""
    fallbacks: Sequence[datetime]
    """When Slack will post the scheduled fallbacks."""

    def audit_found(self) -> str:
        """Return what the last audit found, and what to do about it if no other check says so."""
        found = ", ".join(self.audit_findings)
        return f"{found}. {OTHER_PROGRAM}" if "other_" in found else found or "nothing"

    def as_json(self) -> dict[str, Any]:
        """Return plain values: instants in ISO format, lengths in seconds."""
        late = self.late
        return {
            "last_sweep": _iso(self.last_sweep),
            "reminders_24h": late.count if late else 0,
            "lateness_median_s": seconds(late.median) if late else None,
            "lateness_p99_s": seconds(late.p99) if late else None,
            "lateness_worst_s": seconds(late.worst) if late else None,
            "reminders_24h_unposted": [asdict(one) for one in self.unposted],
            "waiting": self.waiting,
            "overdue": self.overdue.count,
            "overdue_since": _iso(self.overdue.since),
            "held_up": [asdict(one) for one in self.held_up],
            "set_aside": [{"task": one.task, "subject": one.subject, "cause": one.cause} for one in self.set_aside],
            "last_audit": _iso(self.last_audit),
            "last_audit_findings": self.audit_findings,
            "fallbacks_scheduled": len(self.fallbacks),
        }


def delivery_figures(session: Session, *, now: datetime) -> Figures:
    """Return the figures as of now."""
    sweep, audit = heartbeat_of(session, part="delivery"), heartbeat_of(session, part="auditor")
    return Figures(
        last_sweep=sweep.at if sweep else None,
        late=lateness(session, since=now - A_DAY),
        unposted=unposted_reminders(session, since=now - A_DAY, until=now),
        waiting=waiting_messages(session),
        overdue=overdue(session, before=now - OVERDUE_AFTER),
        held_up=refusals(session),
        set_aside=things_set_aside(session, limit=SHOWN),
        last_audit=audit.at if audit else None,
        audit_findings=audit.facts["findings"] if audit else [],
        fallbacks=scheduled_fallbacks(session),
    )


def figures_as_json(database: Database, *, now: datetime) -> dict[str, Any]:
    """Return figures on the delivery, for monitoring; none if the tables cannot be read."""
    if is_missing(database):
        return {}
    try:
        with database.reading() as session:
            return delivery_figures(session, now=now).as_json()
    except SQLAlchemyError:  # A check of `doctor` says so.
        return {}


def seconds(length: timedelta) -> float:
    """Return a length of time in seconds, to the millisecond."""
    return round(length.total_seconds(), 3)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
