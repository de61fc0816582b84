"""Checks which customers with 24x7 cover could not be reached and have not answered in time."""

import logging
from collections.abc import Callable
from functools import partial

from bot.clock import Clock
from bot.database import Database
from bot.guard import Guard
from bot.operations.context import Context
from bot.operations.incidents.duty import downgrade_cover
from bot.policy import Policy
from bot.queries.duty import asked_incidents, is_time_over
from bot.rules.person import GUICHET
from bot.rules.workspace import Workspace
from models import Incident

log = logging.getLogger(__name__)


class DutyWatch:
    """Lets their cover fall back to business hours, each in a transaction of its own, in whichever process is first."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        policy: Policy,
        workspace: Workspace,
        reread: Callable[[int], object],
    ) -> None:
        """`reread` reads the threads of an incident again: an answer may have come while nobody listened."""
        self._database = database
        self._clock = clock
        self._guard = Guard(database, clock)
        self._policy = policy
        self._workspace = workspace
        self._reread = reread

    def run(self) -> None:
        """Look for what is due and do it; what fails is logged, and tried again in the next run."""
        try:
            with self._database.reading() as session:
                asked = asked_incidents(session)
        except Exception:
            log.exception("The covers could not be looked at; trying again soon.")
            return
        self._guard.each("downgrade_cover", asked, self._fall_back)

    def _fall_back(self, incident_id: int) -> None:
        with self._database.reading() as session:
            incident = session.get_one(Incident, incident_id)
            if not is_time_over(session, incident, now=self._clock.now()):
                return
        self._guard.attempt("look_for_answer", incident_id, partial(self._reread, incident_id))
        with self._database.transaction() as session:
            context = Context(GUICHET, self._policy, self._workspace, self._clock.now())
            downgrade_cover(session, incident_id, context=context)
