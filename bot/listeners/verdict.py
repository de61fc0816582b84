"""A manager decides what an unsolved incident costs: a button, then a form."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import verdict as form
from bot.forms.finished import finished
from bot.idempotency import is_new
from bot.operations.incidents.verdict import check_verdict, give_verdict
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words


def open_form(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    words: Words,
    transaction: Transaction,
) -> None:
    """Open the form, unless somebody has decided already."""
    number = int(action["value"])
    with transaction() as session:
        check_verdict(session, incident_id=number, manager=person)
    client.views_open(trigger_id=body["trigger_id"], view=form.view(number, words=words))
    ack()


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    words: Words,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Bill the incident or waive it, and say so."""
    number, verdict, reason = form.read(view)
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            give_verdict(
                session,
                incident_id=number,
                verdict=verdict,
                reason=reason,
                manager=person,
                workspace=workspace,
                now=now,
            )
    said = words("done-verdict", verdict=verdict, incident=written(number))
    ack(response_action="update", view=finished(said, words=words))
