"""A technician says what was tried to reach the customer; somebody answers *I can be reached*."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.database import Transaction
from bot.forms import duty as form
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.incidents.duty import mark_unreachable
from bot.operations.incidents.mark_reachable import mark_reachable
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
    """Ask the customer, then close the form."""
    number, tried = form.read(view)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            mark_unreachable(
                session,
                incident_id=number,
                tried=tried,
                technician=person,
                accounts=theirs,
                workspace=workspace,
                now=now,
            )
    ack()


def answer(
    ack: Ack,
    action: dict[str, Any],
    person: Person,
    accounts: Accounts,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Note that somebody can be reached."""
    number, theirs = int(action["value"]), [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            mark_reachable(session, incident_id=number, person=person, accounts=theirs, workspace=workspace, now=now)
    ack()
