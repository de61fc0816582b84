"""A technician sends the form that says of what an incident is a duplicate."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import duplicate as form
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.incidents.duplicate import mark_duplicate
from bot.rules.person import Person
from bot.rules.workspace import Workspace


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    accounts: Accounts,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Close the incident as a duplicate, then close the form."""
    number, original = form.read(view)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            mark_duplicate(
                session,
                incident_id=number,
                original_id=original,
                technician=person,
                accounts=theirs,
                workspace=workspace,
                now=now,
            )
    ack()
