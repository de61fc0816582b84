"""A technician writes to the customer from the triage side: the only way across, marked there as sent."""

from sqlmodel import Session

from bot.database import id_of
from bot.delivery import outbox
from bot.delivery.destination import customer_thread, triage_thread
from bot.facts.incident import IncidentFacts
from bot.idempotency import record_key
from bot.operations.context import Context
from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.turn import wait_for_answer
from bot.operations.incidents.words import index_message, text_of
from bot.queries.incidents import card_at, visible_incident
from bot.queries.remarks import dedup_key_of, remark_at
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.reply import Reply
from bot.rules.written_message import WrittenMessage
from bot.texts.slack_text import escape
from models import Incident, OutboxMessage, Remark
from models.vocabulary import Kind, Side


class OnlyTechniciansReply(Refusal):
    """Somebody who is not in the triage channel wants to write in Guichet's name."""

    text = "refusal-only_technicians_reply"


class NotInTriageThread(Refusal):
    """*Send to customer* was used on something other than a person's message in the triage thread of an incident."""

    text = "refusal-not_in_triage_thread"


class AlreadySent(Refusal):
    """This message of a triage thread has already been sent to the customer."""

    text = "refusal-already_sent"


def reply_to_customer(session: Session, *, reply: Reply, context: Context) -> None:
    """Post the reply in the customer's thread under the technician's name.

    It acknowledges the incident if nobody has yet and the policy lets a reply count. Raises `OnlyTechniciansReply`,
    what `lock_allowed` raises, or `AlreadySent` for a message that was sent before.
    """
    check_may_reply(context.person)
    incident = lock_allowed(session, incident_id=reply.incident_id, act="reply_to_customer", context=context)
    triage = context.workspace.triage_of(incident.desk)
    check_not_sent(session, channel=triage, ts=reply.ts)
    if not record_key(session, key=f"remark {triage} {reply.ts}", now=context.now):
        raise AlreadySent
    answer_customer(session, incident, act="reply_to_customer", context=context)
    _post(session, incident, reply, context=context)
    if reply.waits:
        wait_for_answer(session, incident, context=context)


def confirm_reply(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Post in the technicians' thread that the customer can read the reply now."""
    incident = session.get_one(Incident, message.incident_id)
    outbox.post(
        session,
        kind=Kind.REPLY_NOTED,
        to=triage_thread(incident.id, triage_channel=context.workspace.triage_of(incident.desk)),
        dedup_key=message.dedup_key,
        parameters=message.parameters,
        now=context.now,
    )


def check_may_reply(person: Person) -> None:
    """Raise `OnlyTechniciansReply` for anybody else."""
    if not person.answers:
        raise OnlyTechniciansReply


def find_sendable(
    session: Session, message: WrittenMessage | None, *, thread_ts: str, context: Context
) -> tuple[IncidentFacts, WrittenMessage]:
    """Return the incident in whose triage thread a message was written, and the message, if it can be sent on.

    A `message` of None was not written by a person. Raises `NotInTriageThread` or `AlreadySent`.
    """
    card = None if message is None else card_at(session, channel=message.channel, ts=thread_ts)
    if message is None or card is None or card.side != Side.TRIAGE:
        raise NotInTriageThread
    check_not_sent(session, channel=message.channel, ts=message.ts)
    facts = visible_incident(session, incident_id=card.incident_id, person=context.person, accounts=())
    if facts is None:
        raise NotInTriageThread
    return facts, message


def check_not_sent(session: Session, *, channel: str, ts: str) -> None:
    """Raise `AlreadySent` for a message that has already been sent to the customer."""
    if remark_at(session, channel=channel, ts=ts) is not None:
        raise AlreadySent


def _post(session: Session, incident: Incident, reply: Reply, *, context: Context) -> None:
    remark = Remark(
        incident_id=incident.number,
        side=Side.TRIAGE,
        channel=context.workspace.triage_of(incident.desk),
        ts=reply.ts,
        author=context.actor,
        text=escape(reply.text),
        written_at=context.now,
    )
    session.add(remark)
    session.flush()
    index_message(session, incident, text_of(remark))
    outbox.post(
        session,
        kind=Kind.REPLY_TO_CUSTOMER,
        to=customer_thread(incident),
        dedup_key=dedup_key_of(id_of(remark)),
        parameters={"remark_id": remark.id},
        now=context.now,
    )
    record_act(session, incident, "reply_to_customer", context=context, after={"remark": remark.id})
