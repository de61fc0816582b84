"""A technician presses one of the *Snooze* buttons below a reminder that the customer has heard nothing."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.messages.update import SNOOZES
from bot.operations.incidents.snooze_update import snooze_update
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
    """Put the next reminder off for as long as the button says."""
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            snooze_update(
                session,
                incident_id=int(action["value"]),
                length=SNOOZES[action["action_id"]],
                technician=person,
                accounts=theirs,
                workspace=workspace,
                now=now,
            )
    ack()
