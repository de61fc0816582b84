"""Does a message in Slack still ask something that is settled? At start and once a day this job updates such messages.

Acts that settle a question update them at once (`operations/questions.py`). This job finds the rest: what was posted by
an earlier version, what asks somebody who is no longer a manager, and what Slack did not let us change.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.clock import Clock
from bot.database import Database
from bot.delivery.refused_changes import retry_refused_changes
from bot.guard import Guard
from bot.operations.questions import is_settled, settle_one, unsettled_after
from bot.rules.workspace import Workspace

LOOKS_BACK = timedelta(days=90)
"""Age from which a message is left as it is: nobody presses its buttons any more."""
PAGE = 200
"""Messages looked at in one transaction."""

log = logging.getLogger(__name__)


class QuestionWatch:
    """Looks for questions that are settled and still asked."""

    def __init__(self, database: Database, clock: Clock, *, workspace: Workspace) -> None:
        self._database = database
        self._clock = clock
        self._guard = Guard(database, clock)
        self._workspace = workspace

    def run(self) -> None:
        """Bring everything up to date; what fails is logged, holds up nothing else, and is tried again next time."""
        since = self._clock.now() - LOOKS_BACK
        self._guard.each("settle_question", self._settled(since), self._settle)
        self._guard.attempt("retry_refused_changes", "all", partial(self._retry, since))

    def _settled(self, since: datetime) -> Iterator[int]:
        """Yield the numbers of the messages whose question is settled; stop if they cannot be read."""
        try:
            yield from self._found(since)
        except Exception:
            log.exception("What is settled could not be looked up; trying again tomorrow.")

    def _found(self, since: datetime) -> Iterator[int]:
        last = 0
        while True:
            with self._database.reading() as session:
                page = unsettled_after(session, number=last, since=since, limit=PAGE)
                found = self._settled_among(session, page)
            yield from found
            if len(page) < PAGE:
                return
            last = page[-1]

    def _settled_among(self, session: Session, page: Sequence[int]) -> list[int]:
        found: list[int] = []

        def judge(number: int) -> None:
            if is_settled(session, number, workspace=self._workspace):
                found.append(number)

        for number in page:
            self._guard.attempt("judge_question", number, partial(judge, number))
        return found

    def _retry(self, since: datetime) -> None:
        with self._database.transaction() as session:
            retry_refused_changes(session, since=since, now=self._clock.now())

    def _settle(self, number: int) -> None:
        with self._database.transaction() as session:
            settle_one(session, number, workspace=self._workspace, now=self._clock.now())
