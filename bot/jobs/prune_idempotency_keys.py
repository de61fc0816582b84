"""Deletes idempotency keys and kept forms that are no longer needed, a batch at a time so that nobody waits for it."""

import logging
from datetime import timedelta

from bot.clock import Clock
from bot.database import Database
from bot.operations.kept_forms import prune_kept_forms
from bot.operations.prune_idempotency_keys import prune_idempotency_keys

KEPT_FOR = timedelta(days=7)
"""Time for which a key is kept: Slack repeats an unanswered request for a day (docs.slack.dev/apis/events-api#delayed);
a week is ample."""
BATCH = 1_000
"""Maximum keys deleted in one transaction."""

log = logging.getLogger(__name__)


class Pruning:
    """Keeps the table of idempotency keys short."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def run(self) -> None:
        """Delete every key and kept form that is too old; a failure is logged, and the next run goes on."""
        try:
            while self._prune() == BATCH:
                pass
        except Exception:
            log.exception("Old idempotency keys could not be deleted; trying again in an hour.")

    def _prune(self) -> int:
        now = self._clock.now()
        kept_for = self._clock.after(KEPT_FOR) - now
        with self._database.transaction() as session:
            prune_kept_forms(session, before=now - kept_for)
            return prune_idempotency_keys(session, before=now - kept_for, limit=BATCH)
