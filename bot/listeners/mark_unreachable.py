"""A technician presses *Customer not reachable* and says what was tried; somebody answers *I can be reached*."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import mark_unreachable as form
from bot.listeners.open_incident import Accounts
from bot.operations.check_act import check_act
from bot.operations.mark_reachable import mark_reachable
from bot.operations.mark_unreachable import check_may_ask, mark_unreachable
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
    """Open the form, if the customer can be asked now."""
    number, theirs = int(action["value"]), [one.id for one in accounts()]
    with transaction() as session:
        check_may_ask(check_act(session, incident_id=number, act="mark_unreachable", person=person, accounts=theirs))
    client.views_open(trigger_id=body["trigger_id"], view=form.view(number, words=words))
    ack()


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    accounts: Accounts,
    desk: Desk,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Ask the customer, then close the form."""
    number, tried = form.read(view)
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, delivery=delivery, now=now):
            mark_unreachable(
                session, incident_id=number, tried=tried, technician=person, accounts=theirs, desk=desk, now=now
            )
    ack()


def answer(
    ack: Ack,
    action: dict[str, Any],
    person: Person,
    accounts: Accounts,
    desk: Desk,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Note that somebody can be reached."""
    number, theirs = int(action["value"]), [one.id for one in accounts()]
    with transaction() as session:
        if is_new(session, delivery=delivery, now=now):
            mark_reachable(session, incident_id=number, person=person, accounts=theirs, desk=desk, now=now)
    ack()
