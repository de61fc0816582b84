"""Moves open incidents whose desk has another triage channel than before, or no longer exists.

They get a card in the present channel, and messages that wait go there.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from bot.clock import Clock
from bot.database import Database
from bot.guard import Guard
from bot.operations.context import Context
from bot.operations.incidents.new_card import incidents_in_other_triage, move_triage_card

PAGE = 100
"""Incidents looked up at once; each is moved in a transaction of its own."""

log = logging.getLogger(__name__)


class TriageMove:
    """Checks, at start, whether the open incidents have their cards in the triage channel of their desk."""

    def __init__(self, database: Database, clock: Clock, *, context_at: Callable[[datetime], Context]) -> None:
        self._database = database
        self._clock = clock
        self._guard = Guard(database, clock)
        self._context_at = context_at

    def run(self) -> None:
        """Give each open incident a card there; one that cannot be moved is logged and holds up no other."""
        self._guard.each("move_triage_card", self._elsewhere(), self._move)

    def _elsewhere(self) -> Iterator[int]:
        """Yield the numbers of incidents with a card in another channel; stop if they cannot be read."""
        workspace, last = self._context_at(self._clock.now()).workspace, 0
        try:
            while True:
                with self._database.reading() as session:
                    page = incidents_in_other_triage(session, workspace=workspace, after=last, limit=PAGE)
                yield from page
                if len(page) < PAGE:
                    return
                last = page[-1]
        except Exception:
            log.exception("Which incidents have their card in another channel could not be looked up.")

    def _move(self, number: int) -> None:
        with self._database.transaction() as session:
            move_triage_card(session, number, context=self._context_at(self._clock.now()))
