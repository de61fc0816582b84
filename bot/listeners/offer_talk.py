"""Have people written to each other in the thread of an offer? Slack is asked, as what others write is not stored."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.listeners.gesture import Gesture
from bot.queries.offers import posts_of
from bot.rules.speaking import edit_of
from bot.rules.talk import Others, others_among
from models import Offer

PAGE = 100
"""Maximum messages that are read."""

log = logging.getLogger(__name__)


def others_since(gesture: Gesture, offer: Offer, message: dict[str, Any]) -> Others:
    """Return whether others have written in the thread since the offer last changed and before this message.

    The offer changes when it is posted, and with each later change. May ask Slack: never inside a transaction.
    """
    oldest, latest = _posted(gesture, offer), edit_of(gesture.event) or str(message["ts"])
    try:
        page = gesture.client.conversations_replies(
            channel=gesture.channel, ts=gesture.thread, oldest=oldest, latest=latest, limit=PAGE
        )
    except (SlackApiError, SlackClientError, OSError) as problem:
        log.warning("Whether others wrote in %s %s is unknown: %r", gesture.channel, gesture.thread, problem)
        return Others.UNKNOWN
    shown: list[dict[str, Any]] = page.get("messages") or []
    return others_among(
        shown,
        writer=gesture.person.user_id,
        after=oldest,
        since=offer.valid_until - gesture.policy.intake.offer_valid,
        instant=gesture.instant,
        is_whole=not page.get("has_more"),
    )


def _posted(gesture: Gesture, offer: Offer) -> str:
    """Return the ts of the last post of the offer; that of the message offered while the offer is not posted."""
    with gesture.reading() as session:
        posts = posts_of(session, offer_id=offer.number)
    return (posts[-1].sent_ts if posts else None) or offer.message_ts
