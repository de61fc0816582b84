"""A technician puts the reminder off: the customer need not hear anything before then."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import audit
from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.update_clock import rearm_update_clock
from bot.queries.terms import terms_of
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.update_pace import Snooze, snoozed_until
from bot.rules.workspace import Workspace
from models import Incident
from models.vocabulary import Kind


class NothingToPutOff(Refusal):
    """No updates are asked for: another severity, or a policy that has them off."""

    text = "refusal-nothing_to_put_off"


def snooze_update(
    session: Session,
    *,
    incident_id: int,
    length: Snooze,
    technician: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Let the next reminder come no earlier than this length says; the reminders begin anew then.

    Raises what `check_act` raises, or `NothingToPutOff`.
    """
    incident = check_act(session, incident_id=incident_id, act="snooze_update", person=technician, accounts=accounts)
    until = _until(incident, length, now)
    incident.version += 1
    rearm_update_clock(session, incident=incident, workspace=workspace, now=now, not_before=until)
    audit.record(
        session,
        incident_id=incident_id,
        kind="snooze_update",
        actor=technician.user_id,
        at=now,
        before={
            "customer_updated_at": incident.customer_updated_at.isoformat() if incident.customer_updated_at else None
        },
        after={"length": length, "until": until.isoformat()},
    )
    outbox.post(
        session,
        kind=Kind.UPDATE_SNOOZED,
        to=triage_thread(incident_id, triage_channel=workspace.triage_channel),
        dedup_key=f"v{incident.version}",
        parameters={"who": technician.user_id, "until": until.isoformat()},
        now=now,
    )


def _until(incident: Incident, length: Snooze, now: datetime) -> datetime:
    """Return until when it is put off: never to an earlier time than that of the reminder that is due anyway."""
    terms = terms_of(incident)
    due_at = terms.update_due(incident.customer_updated_at or now)
    if due_at is None:
        raise NothingToPutOff(incident=written(incident.number))
    return max(due_at, terms.speaks_at(snoozed_until(now, length, terms.hours())))
