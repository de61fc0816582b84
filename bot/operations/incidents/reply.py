"""A technician writes to the customer from the triage side: the only way across, and it is marked there as sent."""

from datetime import datetime

from sqlmodel import Session

from bot import audit
from bot.database import id_of
from bot.delivery import outbox
from bot.delivery.destination import Destination
from bot.forms.reply_to_customer import Answer
from bot.idempotency import is_new
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.permission import check_status
from bot.operations.incidents.update_clock import record_customer_update
from bot.queries.remarks import dedup_key_of, remark_at
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from bot.texts.slack_text import escape
from models import Incident, Remark
from models.vocabulary import Kind, Side


class OnlyTechniciansReply(Refusal):
    """Somebody who is not in the triage channel wants to write in Guichet's name."""

    text = "refusal-only_technicians_reply"


class AlreadySent(Refusal):
    """This message of a triage thread has been sent to the customer before."""

    text = "refusal-already_sent"


def reply_to_customer(
    session: Session, *, answer: Answer, technician: Person, workspace: Workspace, now: datetime
) -> None:
    """Say it in the customer's thread under the technician's name; it acknowledges where nobody has yet.

    Raises `OnlyTechniciansReply`, `NoSuchIncident`, or `AlreadySent` for a message that was sent before.
    """
    check_may_reply(technician)
    incident = lock_incident(session, answer.incident_id)
    check_status(incident, act="reply_to_customer", roles=["technician"])
    check_not_sent(session, channel=workspace.triage_channel, ts=answer.ts)
    if not is_new(session, key=f"remark {workspace.triage_channel} {answer.ts}", now=now):
        raise AlreadySent
    if incident.status == "open" and technician.user_id != incident.opened_by:
        acknowledge_incident(
            session,
            incident_id=answer.incident_id,
            technician=technician,
            how="reply",
            at=now,
            now=now,
            workspace=workspace,
        )
    _say(session, answer, incident, technician, workspace=workspace, now=now)
    record_customer_update(session, incident_id=answer.incident_id, workspace=workspace, at=now, now=now)


def check_may_reply(person: Person) -> None:
    """Raise `OnlyTechniciansReply` for anybody else."""
    if not person.answers:
        raise OnlyTechniciansReply


def check_not_sent(session: Session, *, channel: str, ts: str) -> None:
    """Raise `AlreadySent` for a message that the customer has read already."""
    if remark_at(session, channel=channel, ts=ts) is not None:
        raise AlreadySent


def _say(
    session: Session, answer: Answer, incident: Incident, technician: Person, *, workspace: Workspace, now: datetime
) -> None:
    remark = Remark(
        incident_id=answer.incident_id,
        side="triage",
        channel=workspace.triage_channel,
        ts=answer.ts,
        author=technician.user_id,
        text=escape(answer.text),
        said_at=now,
    )
    session.add(remark)
    session.flush()
    outbox.post(
        session,
        kind=Kind.REPLY_TO_CUSTOMER,
        to=Destination(incident.opened_in, incident_id=answer.incident_id, side=Side.CUSTOMER),
        dedup_key=dedup_key_of(id_of(remark)),
        parameters={"remark_id": remark.id},
        now=now,
    )
    audit.record(
        session,
        incident_id=answer.incident_id,
        kind="reply_to_customer",
        actor=technician.user_id,
        at=now,
        after={"remark": remark.id},
    )
