"""A customer presses *Agree to split* or *Decline*."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.incidents.agree_split import agree_split
from bot.operations.incidents.decline_split import decline_split
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace


def agree(
    ack: Ack,
    action: dict[str, Any],
    person: Person,
    accounts: Accounts,
    policy: Policy,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Divide the incident as proposed."""
    number, split = map(int, action["value"].split())
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            agree_split(
                session,
                incident_id=number,
                split_id=split,
                person=person,
                accounts=theirs,
                policy=policy,
                workspace=workspace,
                now=now,
            )
    ack()


def decline(
    ack: Ack,
    action: dict[str, Any],
    person: Person,
    accounts: Accounts,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Leave the incident as it is."""
    number, split = map(int, action["value"].split())
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            decline_split(
                session,
                incident_id=number,
                split_id=split,
                person=person,
                accounts=theirs,
                workspace=workspace,
                now=now,
            )
    ack()
