"""Somebody of either side presses *Change severity*, and sends the form."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import severity as form
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.severity import change_severity
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.terms import Terms
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words


def open_form(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    accounts: Accounts,
    policy: Policy,
    words: Words,
    transaction: Transaction,
) -> None:
    """Open the form, if the person may change the severity now."""
    number, theirs = int(action["value"]), [one.id for one in accounts()]
    with transaction() as session:
        incident = check_act(session, incident_id=number, act="change_severity", person=person, accounts=theirs)
        severity, terms = incident.severity, Terms.model_validate(incident.terms)
    promises = terms.promised(today=policy.promises())
    client.views_open(trigger_id=body["trigger_id"], view=form.view(number, severity, promises, words=words))
    ack()


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    accounts: Accounts,
    policy: Policy,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Change the severity, then close the form."""
    number, severity, reason = form.read(view)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            change_severity(
                session,
                incident_id=number,
                severity=severity,
                reason=reason,
                person=person,
                accounts=theirs,
                policy=policy,
                workspace=workspace,
                now=now,
            )
    ack()
