"""A technician sends the form that divides an incident."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import split as form
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.incidents.split import propose_split
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
    """Propose it to the customer, then close the form."""
    number, children = form.read(view)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            propose_split(
                session,
                incident_id=number,
                children=children,
                technician=person,
                accounts=theirs,
                workspace=workspace,
                now=now,
            )
    ack()
