"""The answer to a claim is posted in a channel if Slack accepts no direct message to its reader."""

from typing import Any

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import Destination, direct_message
from bot.operations.context import Context
from bot.queries.accounts import account_at, first_channel_of
from bot.rules.packs import masked
from models import Claim, OutboxMessage, Pack
from models.vocabulary import Kind


def key_of(claim: Claim) -> str:
    """Return the dedup key of messages about a claim."""
    return f"claim {claim.id}"


def answer_where_made(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Answer in the thread where the claim was made, if that channel is tied to the account of the pack.

    Elsewhere a single sentence says that there is an answer, and whom to ask for it. If the claim was made in no
    channel, the managers are notified.
    """
    claim = _claim(session, message)
    place = (claim.made_in, claim.made_below)
    if not claim.made_in:
        _tell_managers(session, message, context)
    elif account_at(session, channel=claim.made_in) in {_account_id(session, claim)} - {None}:
        kind = Kind(message.kind)
        _post(session, message, kind, parameters=message.parameters, place=place, context=context)
    else:
        facts = {"number": masked(claim.confirmation), "managers": list(context.workspace.managers)}
        _post(session, message, Kind.CLAIM_DECIDED, parameters=facts, place=place, context=context)


def warn_owner_in_channel(session: Session, *, message: OutboxMessage, context: Context) -> None:
    """Warn a buyer in the account's own channel; without one, notify the managers that the buyer was not warned."""
    account_id = _account_id(session, _claim(session, message))
    channel = first_channel_of(session, account_id=account_id) if account_id is not None else None
    if channel is not None:
        _post(
            session,
            message,
            Kind(message.kind),
            parameters=message.parameters,
            place=(channel, ""),
            context=context,
        )
    else:
        _tell_managers(session, message, context)


def _post(
    session: Session,
    message: OutboxMessage,
    kind: Kind,
    *,
    parameters: dict[str, Any],
    place: tuple[str, str],
    context: Context,
) -> None:
    channel, thread = place
    here = outbox.in_channel(message.channel, thread_ts=thread)
    to = Destination(channel, lane_name=f"{message.dedup_key} {message.channel}")
    key, now = message.dedup_key, context.now
    outbox.post(session, kind=kind, to=to, dedup_key=key, parameters=parameters | here, now=now)


def _tell_managers(session: Session, message: OutboxMessage, context: Context) -> None:
    for manager in context.workspace.managers:
        parameters = {"finding": "unreachable", "who": message.channel, "number": message.parameters["number"]}
        to, key = direct_message(manager), f"{message.kind} {message.dedup_key} {message.channel}"
        outbox.post(session, kind=Kind.TROUBLE_NOTICE, to=to, dedup_key=key, parameters=parameters, now=context.now)


def _claim(session: Session, message: OutboxMessage) -> Claim:
    return session.get_one(Claim, message.parameters["claim"])


def _account_id(session: Session, claim: Claim) -> int | None:
    return None if claim.pack_id is None else session.get_one(Pack, claim.pack_id).account_id
