"""Looks which customers with 24x7 cover could not be reached and have not answered in time."""

import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.database import Database
from bot.operations.context import Context
from bot.operations.incidents.duty import downgrade_cover
from bot.policy import Policy
from bot.queries.duty import unanswered_for_long
from bot.rules.person import GUICHET
from bot.rules.workspace import Workspace

log = logging.getLogger(__name__)


class DutyWatch:
    """Lets their cover fall back to business hours, each in a transaction of its own, whoever comes first."""

    def __init__(
        self, database: Database, clock: Clock, *, policy: Policy, workspace: Workspace, reread: Callable[[int], None]
    ) -> None:
        """`reread` reads the threads of an incident again: an answer may have come while nobody listened."""
        self._database = database
        self._clock = clock
        self._policy = policy
        self._workspace = workspace
        self._reread = reread

    def run(self) -> None:
        """Look for what is due and do it; what fails is logged, and tried again in the next run."""
        try:
            with self._database.reading() as session:
                due = unanswered_for_long(session, now=self._clock.now())
        except Exception:
            log.exception("The covers could not be looked at; trying again soon.")
            return
        for incident_id in due:
            self._fall_back(incident_id)

    def _fall_back(self, incident_id: int) -> None:
        try:
            self._reread(incident_id)
            with self._database.transaction() as session:
                context = Context(GUICHET, self._policy, self._workspace, self._clock.now())
                downgrade_cover(session, incident_id, context=context)
        except Exception:
            log.exception("The cover of INC-%s could not fall back; trying again soon.", incident_id)
