"""A technician answers from the triage side: *Reply to customer* on a card, *Send to customer* on a message."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import reply_to_customer as form
from bot.idempotency import is_new
from bot.operations.incidents.locking import NoSuchIncident
from bot.operations.incidents.reply import check_may_reply, check_not_sent, reply_to_customer
from bot.people import People
from bot.queries.incidents import card_at, visible_incident
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.said import said_in
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from bot.texts.slack_text import as_typed


class NotInTriageThread(Refusal):
    """*Send to customer* was used on something that nobody wrote in the triage thread of an incident."""

    text = "refusal-not_in_triage_thread"


def open_form(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    people: People,
    words: Words,
    reading: Transaction,
) -> None:
    """Open the empty form for the incident whose button was pressed."""
    check_may_reply(person)
    number = int(action["value"])
    with reading() as session:
        facts = visible_incident(session, incident_id=number, person=person, accounts=())
    if facts is None:
        raise NoSuchIncident(incident=written(number))
    drawn = form.view(number, facts.title, customer=people.person(facts.opened_by), words=words)
    client.views_open(trigger_id=body["trigger_id"], view=drawn)
    ack()


def open_from_message(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    people: People,
    words: Words,
    now: datetime,
    reading: Transaction,
) -> None:
    """Open the form with a message of a triage thread, to be confirmed; raise `NotInTriageThread` for any other."""
    check_may_reply(person)
    message = body["message"]
    said = said_in(message, channel=body["channel"]["id"], at=now)
    if said is None:
        raise NotInTriageThread
    with reading() as session:
        card = card_at(session, channel=said.channel, ts=message.get("thread_ts") or "")
        if card is None or card.side != "triage":
            raise NotInTriageThread
        check_not_sent(session, channel=said.channel, ts=said.ts)
        facts = visible_incident(session, incident_id=card.incident_id, person=person, accounts=())
    if facts is None:
        raise NotInTriageThread
    drawn = form.view(
        facts.number,
        facts.title,
        customer=people.person(facts.opened_by),
        words=words,
        text=as_typed(said.text, people.name_of),
        ts=said.ts,
        files=len(said.files),
    )
    client.views_open(trigger_id=body["trigger_id"], view=drawn)
    ack()


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    now: datetime,
    delivery: str,
    workspace: Workspace,
    transaction: Transaction,
) -> None:
    """Send the answer, then close the form."""
    answer = form.read(view)
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            reply_to_customer(session, answer=answer, technician=person, workspace=workspace, now=now)
    ack()
