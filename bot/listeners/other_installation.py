"""Was this message posted by a Guichet with another database? Then its buttons are not ours to answer."""

import logging
from datetime import datetime
from typing import Any

from bot.database import Database
from bot.delivery.posted_messages import installation_of
from bot.operations.note_other_programs import note_other_installation
from bot.rules.refusal import Refusal

log = logging.getLogger(__name__)


class AnotherInstallation(Refusal):
    """The numbers in its messages mean other incidents than ours."""

    text = "refusal-another_installation"


def refuse_another(body: dict[str, Any], database: Database, *, now: datetime) -> None:
    """Raise `AnotherInstallation`, and record it, for a message that another database has posted with our app.

    A message that carries no identity, such as one of an earlier version, counts as ours.
    """
    event = body.get("event") or {}
    message = event if event.get("type") == "message" else body.get("message") or {}
    identity = installation_of(message)
    if identity is None or identity == database.installation:
        return
    log.error("There is a message of another Guichet (%s) that uses the same Slack app: stop one of them.", identity)
    with database.transaction() as session:
        note_other_installation(session, identity=identity, at=now)
    raise AnotherInstallation
