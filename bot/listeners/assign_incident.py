"""A technician presses *Assign*, and sends the form."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import assign_incident as form
from bot.listeners.open_incident import Accounts
from bot.operations.assign_incident import assign_incident
from bot.operations.check_act import check_act
from bot.people import People
from bot.receipts import is_new
from bot.rules.desk import Desk
from bot.rules.person import Person
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
    """Open the form, if the person may assign the incident now."""
    number, theirs = int(action["value"]), [one.id for one in accounts()]
    with transaction() as session:
        check_act(session, incident_id=number, act="assign", person=person, accounts=theirs)
    client.views_open(trigger_id=body["trigger_id"], view=form.view(number, words=words))
    ack()


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    people: People,
    accounts: Accounts,
    desk: Desk,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Assign the incident to whom the form says, then close the form."""
    number, chosen, note = form.read(view)
    technician, theirs = people.person(chosen), [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, delivery=delivery, now=now):
            assign_incident(
                session,
                incident_id=number,
                technician=technician,
                note=note,
                by=person,
                accounts=theirs,
                desk=desk,
                now=now,
            )
    ack()
