"""What has become of each message of an incident? `guichet outbox show` prints it; `doctor` counts the reasons."""

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.table import Table
from sqlmodel import Session, col, select

from bot.delivery.health import Unposted
from models import Incident, OutboxMessage
from models.vocabulary import EndedBecause

WHY = {
    EndedBecause.ANSWERED: "somebody had acknowledged the incident",
    EndedBecause.CLOSED: "the incident was closed",
    EndedBecause.REOPENED: "the incident was open again",
    EndedBecause.DECIDED: "what it asks had been answered",
    EndedBecause.CUSTOMER_UPDATED: "the customer had heard something",
    EndedBecause.WAITING_FOR_CUSTOMER: "the customer's answer was waited for",
    EndedBecause.SNOOZED: "a technician had put it off",
    EndedBecause.DEADLINE_MOVED: "the deadline had moved",
    EndedBecause.TERMS_CHANGED: "the terms had changed",
    EndedBecause.SUPERSEDED: "a more urgent one was due as well",
    EndedBecause.FALLBACK_POSTED: "Slack posted the scheduled fallback instead",
    EndedBecause.REPLACED: "a newer one had replaced it",
    EndedBecause.NOTHING_TO_CHANGE: "what it would change is not in Slack",
    EndedBecause.PLACE_REFUSED: "Slack refused its channel",
    EndedBecause.NOTHING_TO_LIST: "nothing was left to list",
    EndedBecause.NOTHING_LEFT: "the pack had expired or was used up",
    EndedBecause.TOO_LATE: "it was too late to schedule it",
    EndedBecause.UNSUPPORTED: "the workspace does not offer it",
    EndedBecause.READER_LEFT: "its reader had left",
    EndedBecause.POSTED_IN_CHANNEL: "it was posted in a channel instead",
    EndedBecause.GIVEN_BACK: "the incident had been given back",
    EndedBecause.BREACH_POSTED: "the breach that it stands in for had been posted",
    EndedBecause.REFUSED: "Slack refused the message",
    EndedBecause.TAKEN_BACK: "the offer had been used or taken back",
    EndedBecause.SET_ASIDE: "Guichet failed to send it again and again",
}
"""For each reason, the end of the sentence "It was not posted because ..."."""


def why(state: str, because: str | None, error: str | None) -> str:
    """Return why a message is not posted: the reason, or what holds it up; "" for one that waits for its time."""
    if because is not None:
        return WHY[EndedBecause(because)] + (f" ({error})" if because in WITH_ERROR and error else "")
    if state in {"cancelled", "superseded", "refused"}:
        return "the reason was not recorded before version 0007"
    return f"it is being tried again ({error})" if error else ""


WITH_ERROR = frozenset(
    {EndedBecause.REFUSED, EndedBecause.PLACE_REFUSED, EndedBecause.UNSUPPORTED, EndedBecause.READER_LEFT}
)
"""Reasons that are shown with Slack's error code."""


def counted(unposted: Sequence[Unposted]) -> str:
    """Return "2 because the deadline had moved, 1 because ...", for reminders that were due and are not posted."""
    reasons = ((one.count, why(one.state, one.because, one.error) or "it is about to be posted") for one in unposted)
    return ", ".join(f"{count} because {reason}" for count, reason in reasons)


def outbox_table(session: Session, *, incident_id: int) -> Table | None:
    """Return each message of an incident in the order in which they are due; None if there is no such incident."""
    if session.get(Incident, incident_id) is None:
        return None
    table = Table("Kind", "To", "Due", "State", "Why not posted", "Last error", "Tries")
    wanted = select(OutboxMessage).where(OutboxMessage.incident_id == incident_id)
    for one in session.exec(wanted.order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))):
        reason = why(one.state, one.ended_because, one.last_error) if one.state != "done" else ""
        due, posted = _moment(one.due_at), f"done {_moment(one.done_at)}" if one.done_at else one.state
        table.add_row(one.kind, one.side or one.channel, due, posted, reason, one.last_error or "", str(one.attempts))
    return table


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
