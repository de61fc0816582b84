"""A technician sends the form that *Assign* has opened."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import assignment as form
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.incidents.assignment import assign_incident
from bot.people import People
from bot.rules.person import Person
from bot.rules.workspace import Workspace


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    people: People,
    accounts: Accounts,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Assign the incident to whom the form says, then close the form."""
    number, chosen, note = form.read(view)
    technician, theirs = people.person(chosen), [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            assign_incident(
                session,
                incident_id=number,
                technician=technician,
                note=note,
                by=person,
                accounts=theirs,
                workspace=workspace,
                now=now,
            )
    ack()
