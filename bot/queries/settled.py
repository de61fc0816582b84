"""When is the question of a message settled, by whom, and how? One function for each group of kinds; none writes.

Each returns None while an answer is still useful. The same function decides whether a waiting message is posted at all
(`queries/obsolete.py`), and whether a posted one is updated (`operations/questions.py`).
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlmodel import Session, col, exists, select

from bot.delivery.traits import Judge, Settled
from bot.queries.incidents import is_verdict_wanted
from bot.queries.scopes import newest_scope
from bot.rules.statuses import AGREE_SCOPE
from models import Claim, Event, Incident, OutboxMessage, Split, Survey, TaxCertificate
from models.vocabulary import AFTER_CLOSING, GIVEN_BACK, SCOPE, SPLIT, UNREACHABLE, EndedBecause, Kind, Side

SURVEYED = ("solved", "unresolved")
"""Outcomes for which the survey is sent: a technician has closed the incident."""

SPLIT_NOTES = {"agreed": "split_agreed", "declined": "split_declined"}
CLAIM_NOTES = {"approved": "claim_approved", "refused": "claim_refused"}
"""The note for each state of a claim that is decided."""


def acknowledgement(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a reminder: it is unsettled while there is no initial response and its deadline has not moved."""
    return initial_response(_incident(session, message), message)


def initial_response(incident: Incident, message: OutboxMessage) -> Settled | None:
    """Judge a reminder as `acknowledgement` does, with its incident already read."""
    if incident.status == "closed":
        return _closed(incident)
    if incident.status == "acknowledged":
        return Settled(EndedBecause.ANSWERED, "acknowledged", incident.acknowledged_by)
    if is_of_another_deadline(message, incident):
        return Settled(EndedBecause.DEADLINE_MOVED, "deadline_moved")
    return None


def update(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a reminder to update the customer: it is unsettled until an update or a snooze.

    A reminder that says since when the customer has been waiting is about a closed incident.
    """
    incident = _incident(session, message)
    since = message.parameters.get("since")
    if incident.status == "closed" and not (since and _was_closed_by(incident, datetime.fromisoformat(since))):
        return _closed(incident)
    if incident.status == "open" or (since and incident.status != "closed"):
        was_given_back = incident.given_back_at is not None and incident.given_back_at >= message.created_at
        note = (EndedBecause.GIVEN_BACK, "given_back") if was_given_back else (EndedBecause.REOPENED, "reopened")
        return Settled(*note)
    heard_at = incident.customer_updated_at
    if heard_at is not None and heard_at > message.created_at:
        return Settled(EndedBecause.CUSTOMER_UPDATED, "customer_updated")
    snoozed = _newest_event(session, message, ("snooze_update",), since=message.done_at or message.created_at)
    if snoozed is None or (message.done_at is None and snoozed.at == message.created_at):
        return None  # In the second case, the snooze itself added the reminder.
    return Settled(EndedBecause.SNOOZED, "snoozed", snoozed.actor)


def after_closing(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a message about writing after closing: it is unsettled until a reopening, or a technician's answer."""
    incident = _incident(session, message)
    if incident.status != "closed" or not _was_closed_by(incident, message.created_at):
        return Settled(EndedBecause.REOPENED, "reopened")
    heard_at = incident.customer_updated_at
    if message.side == Side.TRIAGE and heard_at is not None and heard_at > message.created_at:
        return Settled(EndedBecause.CUSTOMER_UPDATED, "customer_updated")
    return None


def waiting(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a message about an awaited answer of the customer's: it is unsettled while the same wait goes on."""
    incident = _incident(session, message)
    if incident.status == "closed":
        return _closed(incident)
    since = datetime.fromisoformat(message.parameters["since"])
    return None if incident.waiting_since == since else Settled(EndedBecause.DECIDED, "not_waiting")


def scope(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a version of the scope: it is unsettled while it is the newest and not agreed.

    A version that was agreed to loses only the button to agree, as it can still be amended.
    """
    incident, version = _incident(session, message), message.parameters["version"]
    if incident.status == "closed":
        return _closed(incident)
    newest = newest_scope(session, incident_id=incident.number)
    if newest is None or newest.version != version:
        return Settled(EndedBecause.REPLACED, "replaced")
    agreed_by = newest.agreed_by
    return Settled(EndedBecause.DECIDED, "scope_agreed", agreed_by, gone=(AGREE_SCOPE,)) if agreed_by else None


def split(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a proposed split: it is unsettled until it is decided or replaced, or the incident is closed."""
    proposal = session.get_one(Split, message.parameters["split"], populate_existing=True)
    if proposal.state == "replaced":
        return Settled(EndedBecause.REPLACED, "replaced")
    if proposal.state != "proposed":
        return Settled(EndedBecause.DECIDED, SPLIT_NOTES[proposal.state], proposal.decided_by)
    incident = _incident(session, message)
    return _closed(incident) if incident.status == "closed" else None


def reachability(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge the question whether anybody can be reached: it is unsettled while its answer is awaited."""
    incident = _incident(session, message)
    asked_at = datetime.fromisoformat(message.parameters["at"])
    if incident.status != "closed" and incident.unreachable_at == asked_at:
        return None
    answer = _newest_event(session, message, ("mark_reachable", "fall_back_cover"), since=asked_at)
    if answer is None:
        return _closed(incident) if incident.status == "closed" else Settled(EndedBecause.DECIDED, "not_awaited")
    if answer.kind == "fall_back_cover":
        return Settled(EndedBecause.DECIDED, "cover_fell_back")
    return Settled(EndedBecause.DECIDED, "reachable", answer.actor)


def verdict(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge the question whether an incident is billed: it is unsettled while it is closed without a verdict."""
    incident = _incident(session, message)
    if is_verdict_wanted(incident):
        return None
    if incident.status != "closed":
        return Settled(EndedBecause.REOPENED, "reopened")
    given = _newest_event(session, message, ("settle_unit", "release_unit"))
    note = "waived" if incident.billing == "waived" else "billed"
    return Settled(EndedBecause.DECIDED, note, given.actor if given else incident.closed_by)


def survey(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a survey: it is unsettled until it is answered, while the incident stays closed by a technician."""
    asked = session.exec(select(Survey).where(Survey.incident_id == message.incident_id)).one_or_none()
    incident = _incident(session, message)
    if incident.status != "closed":
        return Settled(EndedBecause.REOPENED, "reopened")
    if asked is None or asked.answered_at is not None:
        return Settled(EndedBecause.DECIDED, "survey_answered")
    return None if incident.outcome in SURVEYED else _closed(incident)


def claim(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a claim: it is unsettled until a manager has decided."""
    made = session.get_one(Claim, message.parameters["claim"], populate_existing=True)
    return None if made.state == "waiting" else Settled(EndedBecause.DECIDED, CLAIM_NOTES[made.state], made.decided_by)


def certificate(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a notice that a tax certificate expires: it is unsettled until one valid for longer is registered."""
    about = session.get(TaxCertificate, message.parameters.get("certificate"))
    if about is None:  # Posted by an earlier version.
        return None
    is_longer = (
        col(TaxCertificate.account_id) == about.account_id,
        col(TaxCertificate.country) == about.country,
        col(TaxCertificate.valid_to) > date.fromisoformat(message.parameters["valid_to"]),
    )
    is_renewed = session.exec(select(exists().where(*is_longer))).one()
    return Settled(EndedBecause.DECIDED, "certificate_renewed") if is_renewed else None


JUDGES: Mapping[str, Judge] = {
    Kind.WARNING: acknowledgement,
    Kind.BREACH: acknowledgement,
    Kind.ESCALATION: acknowledgement,
    Kind.BREACH_NOTICE: acknowledgement,
    Kind.ESCALATION_NOTICE: acknowledgement,
    Kind.TALK_NOTICE: acknowledgement,
    GIVEN_BACK.triage: acknowledgement,
    Kind.UPDATE_WANTED: update,
    Kind.UPDATE_NOTICE: update,
    Kind.WAITING_OVER: waiting,
    AFTER_CLOSING.customer: after_closing,
    AFTER_CLOSING.triage: after_closing,
    SCOPE.customer: scope,
    SCOPE.triage: scope,
    SPLIT.customer: split,
    SPLIT.triage: split,
    UNREACHABLE.customer: reachability,
    Kind.VERDICT_WANTED: verdict,
    Kind.SURVEY_WANTED: survey,
    Kind.SURVEY_REMINDER: survey,
    Kind.CLAIM_MADE: claim,
    Kind.CERTIFICATE_NOTICE: certificate,
}
"""Every kind that asks for something, with its judge.

bot/kinds.py fills in the column `settled` of its rows from this; the mapping is here because the operations, which
bot/kinds.py imports, need it too.
"""
ASKS_MANAGERS = frozenset({Kind.VERDICT_WANTED, Kind.CLAIM_MADE})
"""Kinds that only a manager can answer; here for the same reason."""
FORMER_MANAGER = Settled(EndedBecause.READER_LEFT, "not_manager")
"""The question is left to the present managers."""


def is_of_another_deadline(message: OutboxMessage, incident: Incident) -> bool:
    """Return True if the deadline that a reminder is about has moved since it was added."""
    deadline = message.parameters.get("deadline")
    return deadline is not None and datetime.fromisoformat(deadline) != incident.deadline_at


def _was_closed_by(incident: Incident, at: datetime) -> bool:
    """Return True if the closed incident had been closed by this instant."""
    return incident.closed_at is not None and incident.closed_at <= at


def _closed(incident: Incident) -> Settled:
    return Settled(EndedBecause.CLOSED, "closed", incident.closed_by)


def _incident(session: Session, message: OutboxMessage) -> Incident:
    return session.get_one(Incident, message.incident_id)


def moved(session: Session, message: OutboxMessage) -> Settled | None:
    """Judge a question posted in a triage thread: it is settled if the incident has since moved to another desk.

    If the question was being posted during the move, its row names the new channel, but it was posted in the former
    one.
    """
    if message.incident_id is None or message.side != Side.TRIAGE or message.done_at is None:
        return None
    is_elsewhere = message.sent_channel != message.channel
    since = message.created_at if is_elsewhere else message.done_at
    move = _newest_event(session, message, ("move_to_desk",), since=since)
    return Settled(EndedBecause.READER_LEFT, "moved", move.actor) if move else None


def _newest_event(
    session: Session, message: OutboxMessage, kinds: Collection[str], *, since: datetime | None = None
) -> Event | None:
    """Return the newest event of these kinds for the incident; None if there is none, or none since `since`."""
    found = select(Event).where(Event.incident_id == message.incident_id, col(Event.kind).in_(kinds))
    newest = session.exec(found.order_by(col(Event.id).desc()).limit(1)).first()
    return newest if newest and (since is None or newest.at >= since) else None
