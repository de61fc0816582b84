"""Is Guichet still in every channel that it needs? Each minute Slack is asked which channels it is in.

Slack sends an event if we are removed while we listen, and an error once something is to be posted there; this job
notices what happened while nobody listened, before anything is due. If Slack does not list all channels, what was known
before still holds.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.database import Database
from bot.directory.answers import UNREACHABLE
from bot.directory.people import People
from bot.operations.context import Context
from bot.operations.watched_channels import note_channels
from bot.queries.channels import needed_channels
from bot.rules.channels import Channel

PAGE, PAGES = 200, 25
"""Channels in one page, and maximum pages read: a bot in more than 5,000 channels watches none."""

log = logging.getLogger(__name__)


class ChannelWatch:
    """Looks up which channels we are in."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        client: WebClient,
        *,
        people: People,
        at: Callable[[datetime], Context],
    ) -> None:
        """`at` returns the context of an instant."""
        self._database = database
        self._clock = clock
        self._client = client
        self._people = people
        self._context_at = at

    def run(self) -> None:
        """Look once; a failure is logged, and the next minute tries again."""
        try:
            listed = self._listed()
            if listed is None:
                return
            context = self._context_at(self._clock.now())
            with self._database.reading() as session:  # It passes all open incidents, and keeps nobody from writing.
                needed = needed_channels(session, triage_channels=context.workspace.triage_channels)
            with self._database.transaction() as session:
                note_channels(session, listed=listed, needed=needed, context=context)
        except UNREACHABLE as problem:
            log.warning("Slack does not tell in which channels we are: %r", problem)
        except Exception:
            log.exception("In which channels we are could not be noted.")

    def _listed(self) -> dict[str, Channel] | None:
        """Return all channels that we are in; None if Slack does not list them all."""
        own_id, kinds = self._people.own_id, "public_channel,private_channel"
        found: dict[str, Channel] = {}
        if own_id is None:
            return None
        pages = self._client.users_conversations(user=own_id, types=kinds, exclude_archived=False, limit=PAGE)
        for number, page in enumerate(pages, 1):
            found |= {str(one["id"]): _channel(one) for one in page["channels"]}
            if number == PAGES and (page.get("response_metadata") or {}).get("next_cursor"):
                log.warning("We are in more than %s channels, and watch none.", PAGE * PAGES)
                return None
        return found


def _channel(described: dict[str, object]) -> Channel:
    return Channel(
        name=str(described.get("name") or ""),
        is_archived=bool(described.get("is_archived")),
        is_shared=bool(described.get("is_ext_shared")),
    )
