"""Can those who are named in MANAGERS, or by a desk of the policy, be managers? They are looked up at start and daily.

What is wrong is logged, and told once to the other managers or, if none is left, to the triage channel.
"""

import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.database import Database
from bot.guard import Guard
from bot.operations.managers import note_wrong_managers
from bot.rules.managers import Wrong, what_is_wrong
from bot.rules.person import Person
from bot.rules.workspace import Workspace

log = logging.getLogger(__name__)


class ManagerWatch:
    """Looks the managers up."""

    def __init__(
        self, database: Database, clock: Clock, *, workspace: Workspace, person: Callable[[str], Person]
    ) -> None:
        """`person` returns what Slack knows of a member id."""
        self._database = database
        self._clock = clock
        self._guard = Guard(database, clock)
        self._workspace = workspace
        self._person = person

    def run(self) -> None:
        """Look all of them up; a failure is logged, and the next day tries again."""
        try:
            wrong = self._wrong()
            with self._database.transaction() as session:
                note_wrong_managers(session, wrong=wrong, workspace=self._workspace, now=self._clock.now())
        except Exception:
            log.exception("The managers could not be looked up.")

    def _wrong(self) -> dict[str, Wrong]:
        """Return what is wrong with each wrong manager; log a warning for each, and if MANAGERS names nobody."""
        wrong: dict[str, Wrong] = {}

        def look(one: str) -> None:
            what = what_is_wrong(self._person(one))
            if what is not None:
                wrong[one] = what
                where = "MANAGERS" if one in self._workspace.managers else "A desk in POLICY_FILE"
                log.warning("%s names %s, who cannot be a manager: %s.", where, one, what)

        self._guard.each("look_up_manager", self._workspace.all_managers, look)
        if not self._workspace.managers:
            log.warning("MANAGERS names nobody: nobody decides what is billed, or is told of missed deadlines.")
        return wrong
