"""Somebody adds the policy's reaction to a message, or removes it: the offer to file the message follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.listeners.for_author import as_if_by
from bot.listeners.gesture import Gesture
from bot.listeners.offer import ask_in_form, asked_in, prepared, turned_away
from bot.listeners.pace import turn_away
from bot.operations.incidents import offer as operations
from bot.operations.incidents.payers import ChooseInForm
from bot.operations.mentions import Mention, offer_pointed_at
from bot.queries.offers import offer_at
from bot.rules.offers import author_of, who_reacted
from bot.rules.refusal import NotKnownNow, Refusal
from bot.rules.speaking import is_direct, speaks_to, without_mention
from bot.rules.written_message import WrittenMessage, read_message, read_of_app
from models import Offer

GONE = ("thread_not_found", "message_not_found", "channel_not_found", "not_in_channel")
"""Slack's errors after which there is no message to offer."""


def react(gesture: Gesture, channel: str, ts: str) -> None:
    """Offer to file the message, within the limit per minute; our own messages are ignored.

    A technician offers it to its author; anybody else files it themselves, as everybody does with an app's message.
    """
    if gesture.event.get("item_user") != gesture.people.own_id:
        mention = turned_away(gesture, gesture.key) or _offer(gesture, channel, ts)
        turn_away(gesture, mention)


@dataclass(frozen=True)
class Reacted:
    """A message with a reaction."""

    shown: Mapping[str, Any]
    """The message as Slack returns it."""
    written: WrittenMessage
    is_of_app: bool
    """True if an app posted it: then whoever reacted counts as its author."""


def _offer(gesture: Gesture, channel: str, ts: str) -> Mention:
    reacted = _message_at(gesture, channel, ts)
    new, in_form = None, False
    if reacted is not None:
        author = _author(gesture, reacted)
        gesture.is_asked = True
        try:
            new = _new_offer(gesture, reacted, author=author)
        except ChooseInForm:
            in_form = True
    mention = gesture.write(offer_pointed_at, new, key=gesture.key, channel=channel, context=gesture.context)
    if reacted is not None and in_form and mention is Mention.NEW:
        ask_in_form(gesture, reacted.written, _text(gesture, reacted))
    return mention


def unreact(gesture: Gesture, channel: str, ts: str) -> None:
    """Remove the unused offer if its reaction is removed by the person who asked for it; ignore anybody else's.

    While somebody else's reaction remains, the offer passes to them; while the message mentions us, the offer stays.
    """
    with gesture.reading() as session:
        offer = offer_at(session, channel=channel, ts=ts)
    if offer is None or offer.state != "open" or offer.offered_by != gesture.person.user_id:
        return
    reacted = _message_at(gesture, channel, ts)
    if reacted is None or not (_is_mention(gesture, reacted) or _stays(gesture, offer, reacted)):
        gesture.once(operations.take_back, offer.number, context=gesture.context)


def _is_mention(gesture: Gesture, reacted: Reacted) -> bool:
    """Return True if the person who removes the reaction had addressed the message to us."""
    is_for_us = is_direct(gesture.channel) or speaks_to(reacted.shown, gesture.people.own_id)
    return is_for_us and reacted.written.author == gesture.person.user_id and not reacted.is_of_app


def _stays(gesture: Gesture, offer: Offer, reacted: Reacted) -> bool:
    """Pass the offer on to somebody whose reaction remains; return False if nobody's does or they can have no offer."""
    standing = who_reacted(reacted.shown, gesture.policy.intake.emoji, but=gesture.people.own_id)
    if not standing or offer.offered_by in standing:
        return bool(standing)
    theirs = as_if_by(gesture, standing[0])
    author = _author(theirs, reacted)
    try:
        new = None if author == offer.author else _new_offer(theirs, reacted, author=author)
    except NotKnownNow:
        raise
    except Refusal:
        return False
    gesture.once(operations.pass_on, offer.number, offered_by=standing[0], new=new, context=gesture.context)
    return True


def _author(gesture: Gesture, reacted: Reacted) -> str:
    """Return the id of the person to whom the message is offered; raise `TechniciansUnknown`."""
    if reacted.is_of_app:
        return gesture.person.user_id
    writer = reacted.written.author
    return author_of(writer, gesture.person, lambda: gesture.people.author(writer).answers)


def _new_offer(gesture: Gesture, reacted: Reacted, *, author: str) -> operations.NewOffer:
    written = reacted.written
    asked = asked_in(gesture, written, _text(gesture, reacted))
    thread = str(reacted.shown.get("thread_ts") or written.ts)
    return prepared(gesture, asked, ts=written.ts, thread=thread, author=author)


def _text(gesture: Gesture, reacted: Reacted) -> str:
    return without_mention(reacted.written.text, gesture.people.own_id)


def _message_at(gesture: Gesture, channel: str, ts: str) -> Reacted | None:
    """Return the message that was reacted to; None if it is gone, or has nothing to file."""
    try:
        page = gesture.client.conversations_replies(channel=channel, ts=ts, latest=ts, inclusive=True, limit=1)
    except SlackApiError as problem:
        if problem.response.get("error") in GONE:
            return None
        raise
    shown = next((dict(one) for one in page["messages"] if one["ts"] == ts), None)
    if shown is None:
        return None
    place: dict[str, Any] = {"channel": channel, "at": gesture.instant(ts)}
    by_person = read_message(shown, **place)
    written = by_person or read_of_app(shown, **place, author=gesture.person.user_id)
    return Reacted(shown, written, is_of_app=by_person is None) if written else None
