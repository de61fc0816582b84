"""Somebody closes an incident, withdraws it or takes it up again: a button, then a form."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import closing as form
from bot.idempotency import is_new
from bot.listeners.open_incident import Accounts
from bot.messages import closing
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.reopening import check_in_time, reopen_incident
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.statuses import Act
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words

FORMS: dict[str, tuple[Act, Any]] = {
    closing.CLOSE: ("give_up", form.close_view),  # who may give up may close
    closing.WITHDRAW: ("withdraw", form.withdraw_view),
    closing.REOPEN: ("reopen", form.reopen_view),
}
"""For each button, the act it leads to and the form it opens."""


def open_form(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    accounts: Accounts,
    words: Words,
    policy: Policy,
    now: datetime,
    transaction: Transaction,
) -> None:
    """Open the form of the button, if the person may do this now."""
    act, view = FORMS[action["action_id"]]
    number, theirs = int(action["value"]), [one.id for one in accounts()]
    with transaction() as session:
        incident = check_act(session, incident_id=number, act=act, person=person, accounts=theirs)
        if act == "reopen":
            check_in_time(incident, policy=policy, now=now)
    client.views_open(trigger_id=body["trigger_id"], view=view(number, words=words))
    ack()


def close(
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
    """Close the incident as the technician says."""
    number, act, explanation = form.read_close(view)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            close_incident(
                session,
                incident_id=number,
                act=act,
                explanation=explanation,
                person=person,
                accounts=theirs,
                policy=policy,
                workspace=workspace,
                now=now,
            )
    ack()


def withdraw(
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
    """Close the incident because its customer does not need it any more."""
    number, reason = form.read_reason(view, required=False)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            close_incident(
                session,
                incident_id=number,
                act="withdraw",
                explanation=reason,
                person=person,
                accounts=theirs,
                policy=policy,
                workspace=workspace,
                now=now,
            )
    ack()


def reopen(
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
    """Take the incident up again."""
    number, reason = form.read_reason(view, required=True)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            reopen_incident(
                session,
                incident_id=number,
                reason=reason,
                person=person,
                accounts=theirs,
                policy=policy,
                workspace=workspace,
                now=now,
            )
    ack()
