"""A weekly digest shows technicians those of their severity C incidents in which nothing has happened for a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.database import lock_name
from bot.delivery import outbox
from bot.delivery.destination import direct_message
from bot.operations.context import Context
from bot.queries.digest import had_digest, holders_without_digest
from bot.rules.weeks import first_opening
from models import Incident
from models.vocabulary import Kind

A_WEEK = timedelta(days=7)
"""Time without an event after which an incident is listed."""


def holders_to_remind(session: Session, *, context: Context) -> Sequence[int]:
    """Return the number of one incident for each technician who is due a digest; none outside opening hours."""
    begun = _begun(context)
    if begun is None:
        return []
    return holders_without_digest(session, week=_week(begun), since=begun - A_WEEK)


def send_digest(session: Session, incident_id: int, *, context: Context) -> None:
    """Post the digest for the technician to whom this incident is assigned, at most once a week.

    It lists the incidents in which nothing had happened for a week when this week began, nor has since.
    """
    begun, holder = _begun(context), session.get_one(Incident, incident_id).assigned_to
    if begun is None or holder is None:
        return
    dedup_key = f"{holder} {_week(begun)}"
    lock_name(session, f"digest {dedup_key}")  # Without the lock, two replicas could both post one.
    if not had_digest(session, dedup_key=dedup_key):
        parameters = {"who": holder, "since": (begun - A_WEEK).isoformat()}
        to = direct_message(holder)
        outbox.post(
            session, kind=Kind.WEEKLY_DIGEST, to=to, dedup_key=dedup_key, parameters=parameters, now=context.now
        )


def _begun(context: Context) -> datetime | None:
    """Return when the default calendar first opened this week; None outside opening hours."""
    hours = context.policy.terms(severity="C", cover="business", filed_at=context.now).hours()
    return first_opening(context.now, hours) if hours.is_open(context.now) else None


def _week(begun: datetime) -> str:
    """Return the name of the week: "2026-W48"."""
    return f"{begun:%G-W%V}"
