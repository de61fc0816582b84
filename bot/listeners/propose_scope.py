"""A technician presses *Propose scope*, or a customer *Amend*, and sends the form."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import propose_scope as form
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.check_act import check_act
from bot.operations.propose_scope import check_newest, propose_scope
from bot.queries.scopes import newest_scope
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
    """Open the technician's form with the newest version, or with the description where there is none."""
    number, theirs = int(action["value"]), [one.id for one in accounts()]
    with transaction() as session:
        incident = check_act(session, incident_id=number, act="propose_scope", person=person, accounts=theirs)
        newest = newest_scope(session, incident_id=number)
        version, text = (newest.version, newest.text) if newest else (0, incident.description)
    view = form.view(form.PROPOSE, number, version=version, text=text, words=words)
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def open_amendment(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    accounts: Accounts,
    words: Words,
    transaction: Transaction,
) -> None:
    """Open the customer's form with the version whose button was pressed, if there is no newer one."""
    number, version = map(int, action["value"].split())
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        check_act(session, incident_id=number, act="amend_scope", person=person, accounts=theirs)
        scope = check_newest(session, incident_id=number, version=version)
        text = scope.text if scope else ""
    view = form.view(form.AMEND, number, version=version, text=text, words=words)
    client.views_open(trigger_id=body["trigger_id"], view=view)
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
    """Keep the new version, then close the form."""
    number, act, version, text = form.read(view)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            propose_scope(
                session,
                incident_id=number,
                act=act,
                text=text,
                instead_of=version,
                person=person,
                accounts=theirs,
                workspace=workspace,
                now=now,
            )
    ack()
