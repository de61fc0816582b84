"""A technician presses *Propose solution*, and sends the form."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import solution as form
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.solution import propose_solution
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words


def open_form(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    accounts: Accounts,
    words: Words,
    transaction: Transaction,
) -> None:
    """Open the form, if the person may propose a solution now."""
    number, theirs = int(action["value"]), [one.id for one in accounts()]
    with transaction() as session:
        check_act(session, incident_id=number, act="propose_solution", person=person, accounts=theirs)
    client.views_open(trigger_id=body["trigger_id"], view=form.view(number, words=words))
    ack()


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
    """Record the solution, then close the form."""
    number, text = form.read(view)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            propose_solution(
                session, incident_id=number, text=text, technician=person, accounts=theirs, workspace=workspace, now=now
            )
    ack()
