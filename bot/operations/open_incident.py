"""A customer files an incident: it is stored with its deadline, and all that must be said about it is arranged."""

from datetime import datetime, timedelta

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
    _arrange_reminders(session, number, terms, desk=desk, now=now)
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


def _arrange_reminders(session: Session, number: int, terms: Terms, *, desk: Desk, now: datetime) -> None:
    for reminder in reminders_of(terms, now):
        outbox.post(
            session,
            incident_id=number,
            kind=reminder.kind,
            slot=reminder.slot,
            side="triage",
            channel=desk.triage_channel,
            due_at=reminder.due_at,
            parameters={"broadcast": True} if reminder.is_broadcast else None,
            now=now,
        )
    last = max((one for one in reminders_of(terms, now) if one.kind == "warning"), key=_due, default=None)
    if desk.has_fallback and last is not None:
        outbox.arm_fallback(
            session, incident_id=number, channel=desk.triage_channel, post_at=last.due_at + FALLBACK_AFTER, now=now
        )
    for manager in desk.managers:
        outbox.post(
            session,
            incident_id=number,
            kind="breach_notice",
            slot=manager,
            side=manager,
            channel=manager,
            due_at=deadline_of(terms, now),
            now=now,
        )


def _due(reminder: Reminder) -> datetime:
    return reminder.due_at
