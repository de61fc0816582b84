"""A customer files an incident: it is stored with its deadline, and all that must be said about it is arranged."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from bot import audit, outbox
from bot.forms.open_incident import Answers, UnknownProduct
from bot.policy import Policy
from bot.receipts import is_new
from bot.rules.deadlines import Reminder, deadline_of, reminders_of
from bot.rules.desk import Desk
from bot.rules.person import Person
from bot.rules.terms import Terms
from models import Incident, Product

FALLBACK_AFTER = timedelta(minutes=2)
"""So long after the last warning is due, Slack says it in our place."""

ReminderKey = tuple[str, str, datetime]
"""What makes a reminder of an incident unique: its kind, slot and due time."""


def open_incident(
    session: Session,
    *,
    answers: Answers,
    form_id: str,
    opened_by: Person,
    opened_in: str,
    policy: Policy,
    desk: Desk,
    now: datetime,
) -> int:
    """Store the incident with its deadline, cards and reminders, and return its number.

    The same form sent twice gives the same incident. Raises `UnknownProduct` at its field.
    """
    if not is_new(session, delivery=f"form {form_id}", now=now):
        known = session.exec(select(Incident.id).where(Incident.form_id == form_id)).one()
        assert known is not None  # noqa: S101 - a stored row has its number
        return known
    if answers.product_id is not None and session.get(Product, answers.product_id) is None:
        raise UnknownProduct("product")
    terms = policy.terms(severity=answers.severity, cover=answers.cover, filed_at=now)
    incident = Incident(
        form_id=form_id,
        title=answers.title,
        description=answers.description,
        product_id=answers.product_id,
        severity=answers.severity,
        cover=answers.cover,
        contacts=answers.contacts,
        opened_by=opened_by.user_id,
        opened_in=_customer_place(opened_in, opened_by, desk),
        opened_at=now,
        terms=terms.model_dump(mode="json"),
        deadline_at=deadline_of(terms, now),
    )
    session.add(incident)
    session.flush()
    number = incident.id
    assert number is not None  # noqa: S101 - a flushed row has its number
    _arrange_cards(session, number, incident, desk=desk, now=now)
    reminders = reminders_to_say(terms, filed_at=now, desk=desk)
    arrange_reminders(session, incident_id=number, reminders=reminders, now=now)
    _arm_fallback(session, number, terms, desk=desk, now=now)
    audit.record(
        session,
        incident_id=number,
        kind="open_incident",
        actor=opened_by.user_id,
        at=now,
        after={
            "severity": incident.severity,
            "cover": incident.cover,
            "deadline_at": incident.deadline_at.isoformat(),
        },
    )
    return number


def _customer_place(opened_in: str, opened_by: Person, desk: Desk) -> str:
    """Return where the customer's card goes: to the channel of filing, unless that is the technicians' own.

    What was filed in no channel or in a direct message (D…) is answered in the direct message with Guichet.
    """
    is_theirs = opened_in and opened_in != desk.triage_channel and not opened_in.startswith("D")
    return opened_in if is_theirs else opened_by.user_id


def _arrange_cards(session: Session, number: int, incident: Incident, *, desk: Desk, now: datetime) -> None:
    outbox.post(
        session,
        incident_id=number,
        kind="customer_card",
        side="customer",
        channel=incident.opened_in,
        now=now,
    )
    outbox.post(session, incident_id=number, kind="triage_card", side="triage", channel=desk.triage_channel, now=now)


def reminders_to_say(terms: Terms, *, filed_at: datetime, desk: Desk) -> dict[ReminderKey, dict[str, Any]]:
    """Return every reminder of an incident, with what `outbox.post` wants to know beside the key."""
    triage = {"side": "triage", "channel": desk.triage_channel}
    reminders: dict[ReminderKey, dict[str, Any]] = {}
    for one in reminders_of(terms, filed_at):
        parameters = {"broadcast": True} if one.is_broadcast else {}
        reminders[one.kind, one.slot, one.due_at.astimezone(UTC)] = {**triage, "parameters": parameters}
    deadline = deadline_of(terms, filed_at).astimezone(UTC)
    for manager in desk.managers:
        reminders["breach_notice", manager, deadline] = {"side": manager, "channel": manager}
    return reminders


def arrange_reminders(
    session: Session, *, incident_id: int, reminders: dict[ReminderKey, dict[str, Any]], now: datetime
) -> None:
    """Add these reminders to the outbox; those whose time has passed are due at once."""
    for (kind, slot, due_at), place in reminders.items():
        outbox.post(session, incident_id=incident_id, kind=kind, slot=slot, due_at=due_at, now=now, **place)


def _arm_fallback(session: Session, number: int, terms: Terms, *, desk: Desk, now: datetime) -> None:
    last = max((one for one in reminders_of(terms, now) if one.kind == "warning"), key=_due, default=None)
    if desk.has_fallback and last is not None:
        outbox.arm_fallback(
            session, incident_id=number, channel=desk.triage_channel, post_at=last.due_at + FALLBACK_AFTER, now=now
        )


def _due(reminder: Reminder) -> datetime:
    return reminder.due_at
