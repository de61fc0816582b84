"""A technician snoozes the reminder to update the customer: no update is expected before then."""

from datetime import datetime

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.operations.context import Context
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.update_clock import counted_from, rearm_update_clock
from bot.operations.questions import settle_questions
from bot.queries.terms import terms_of
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from bot.rules.update_pace import Snooze, snoozed_until
from models import Incident
from models.vocabulary import EndedBecause, Kind


class NothingToPutOff(Refusal):
    """No updates are asked for, by the policy or for this severity, or the customer's answer is awaited."""

    text = "refusal-nothing_to_put_off"


def snooze_update(session: Session, *, incident_id: int, length: Snooze, context: Context) -> None:
    """Snooze the next reminder for at least this length; the reminders then start again with the first.

    Raises what `lock_allowed` raises, or `NothingToPutOff`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="snooze_update", context=context)
    until = _until(incident, length, context.now)
    incident.version += 1
    rearm_update_clock(session, incident, because=EndedBecause.SNOOZED, not_before=until, context=context)
    updated_at = incident.customer_updated_at
    before = {"customer_updated_at": updated_at.isoformat() if updated_at else None}
    after = {"length": length, "until": until.isoformat()}
    record_act(session, incident, "snooze_update", context=context, before=before, after=after)
    settle_questions(session, incident_id=incident_id, now=context.now)
    outbox.post(
        session,
        kind=Kind.UPDATE_SNOOZED,
        to=triage_thread(incident_id, triage_channel=context.workspace.triage_of(incident.desk)),
        dedup_key=f"v{incident.version}",
        parameters={"who": context.actor, "until": until.isoformat()},
        now=context.now,
    )


def update_due(incident: Incident, *, now: datetime) -> datetime:
    """Return when the reminder that can be snoozed is due; raise `NothingToPutOff` if none is to come."""
    due_at = terms_of(incident).update_due(counted_from(incident, now=now))
    if due_at is None or incident.waiting_since is not None:
        raise NothingToPutOff(incident=written(incident.number))
    return due_at


def _until(incident: Incident, length: Snooze, now: datetime) -> datetime:
    """Return until when the reminder is snoozed: never earlier than when it is due anyway."""
    due_at, terms = update_due(incident, now=now), terms_of(incident)
    return max(due_at, terms.speaks_at(snoozed_until(now, length, terms.hours())))
