"""Somebody presses *Agree* below a version of the scope."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.agree_scope import agree_scope
from bot.rules.person import Person
from bot.rules.workspace import Workspace


def click(
    ack: Ack,
    action: dict[str, Any],
    person: Person,
    accounts: Accounts,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Record the agreement to the version whose button was pressed."""
    number, version = map(int, action["value"].split())
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            agree_scope(
                session,
                incident_id=number,
                version=version,
                person=person,
                accounts=theirs,
                workspace=workspace,
                now=now,
            )
    ack()
