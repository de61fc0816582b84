"""The database is deleted or replaced while the program runs: what is left is saved, and the program ends.

Managers are notified by a call to Slack, and not through the outbox, which was in that database.
"""

import logging
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from threading import Lock, Thread

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.database import Database, SqliteDatabase
from bot.directory.people import People
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from bot.texts.slack_text import shown

DATABASE_LOST = 3
"""Exit status of a program that has lost its database."""

log = logging.getLogger(__name__)


class DatabaseLost(Exception):
    """The database was deleted or replaced while the program ran; the sentence says what was saved."""


class LostDatabase:
    """Deals with the loss once, in a thread of its own: whoever finds it has somebody waiting for an answer."""

    def __init__(
        self, database: Database, *, client: WebClient, people: People, workspace: Workspace, end: Callable[[], None]
    ) -> None:
        """Prepare; `end` is called to end the program."""
        self._database = database
        self._client = client
        self._people = people
        self._workspace = workspace
        self._end = end
        self._lock = Lock()
        database.on_loss = self.act
        self._sentence: str | None = None
        """What an operator is to read at the end; None while nothing is lost."""

    def act(self, what: str) -> None:
        """Begin to deal with the loss, unless that was done; `what` says what has become of the database."""
        with self._lock:
            if self._sentence is not None:
                return
            self._sentence = f"{what}. Nothing more was confirmed, and Guichet ends."
        Thread(target=self._act, args=(what,), name="lost database", daemon=True).start()

    @property
    def is_lost(self) -> bool:
        """Return True if the program is about to end because the database is lost."""
        return self._sentence is not None

    def raise_if_lost(self) -> None:
        """Raise `DatabaseLost` if the database is lost."""
        if self._sentence is not None:
            raise DatabaseLost(self._sentence)

    def _act(self, what: str) -> None:
        try:
            copy = self._database.file.rescue() if isinstance(self._database, SqliteDatabase) else None
            saved = f"was saved in {copy}: put that or" if copy else "could not be saved: put"
            self._sentence = f"{self._sentence} What it held {saved} a backup in its place, and start Guichet again."
            log.critical("%s", self._sentence)
            self._tell_managers(what, copy)
        except Exception:
            log.exception("The database is lost, and not all could be done about it.")
        finally:
            self._end()

    def _tell_managers(self, what: str, copy: Path | None) -> None:
        for manager in self._workspace.managers:
            person = self._people.person(manager)
            words = Words(person.locale, person.timezone, slack_dates=self._workspace.slack_dates)
            text = (
                words("database_gone-saved", what=shown(what), copy=shown(str(copy)))
                if copy
                else words("database_gone-unsaved", what=shown(what))
            )
            try:
                self._client.chat_postMessage(channel=manager, text=text)
            except (SlackClientError, OSError, HTTPException) as problem:
                log.warning("%s cannot be notified that the database is lost: %r", manager, problem)
