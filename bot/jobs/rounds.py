"""Rounds of a job: what is due is looked up, and then dealt with row by row."""

import logging
from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Protocol

from sqlmodel import Session

from bot.clock import Clock
from bot.database import Database
from bot.guard import Guard
from bot.operations.context import Context
from bot.policy import Policy
from bot.rules.person import GUICHET
from bot.rules.workspace import Workspace

log = logging.getLogger(__name__)


class Find(Protocol):
    """Returns the numbers of the rows that are due."""

    __name__: str

    def __call__(self, session: Session, *, context: Context) -> Sequence[int]:
        """Return the numbers."""
        ...


class Act(Protocol):
    """Does what is due to one row."""

    __name__: str

    def __call__(self, session: Session, row_id: int, /, *, context: Context) -> None:
        """Do it."""
        ...


class Rounds:
    """Deals with each row in a transaction of its own, in whichever process is first; failures hold up nothing else."""

    rounds: ClassVar[Sequence[tuple[Find, Act]]]
    """What is looked for, and what is done to each row that is found."""

    def __init__(self, database: Database, clock: Clock, *, policy: Policy, workspace: Workspace) -> None:
        self._database = database
        self._clock = clock
        self._guard = Guard(database, clock)
        self._policy = policy
        self._workspace = workspace

    def run(self) -> None:
        """Look for everything that is due and do it; what fails is logged, and tried again in the next run."""
        for find, act in self.rounds:
            self._guard.each(act.__name__, self._found(find), partial(self._do, act))

    def _context(self) -> Context:
        return Context(GUICHET, self._policy, self._workspace, self._clock.now())

    def _found(self, find: Find) -> Sequence[int]:
        try:
            with self._database.reading() as session:
                return find(session, context=self._context())
        except Exception:
            log.exception("%s failed; trying again in the next run.", find.__name__)
            return []

    def _do(self, act: Act, row_id: int) -> None:
        with self._database.transaction() as session:
            act(session, row_id, context=self._context())
