"""Somebody wants to file an incident: the form is opened, and what it brings back is stored."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import open_incident as form
from bot.operations.open_incident import open_incident
from bot.people import People
from bot.policy import Policy
from bot.queries.products import catalogue
from bot.rules.desk import Desk
from bot.rules.person import Person
from bot.texts.catalogue import Words
from bot.texts.slack_text import as_typed


def open_form(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    words: Words,
    policy: Policy,
    people: People,
    reading: Transaction,
) -> None:
    """Open the form for a command or a shortcut; a message it was opened from fills in the description."""
    with reading() as session:
        products = catalogue(session, limit=form.SELECT_LIMIT + 1)
    client.views_open(
        trigger_id=body["trigger_id"],
        view=form.view(
            words=words,
            policy=policy,
            products=products,
            channel=_channel(body),
            description=as_typed((body.get("message") or {}).get("text") or "", people.name_of),
        ),
    )
    ack()


def offer_products(ack: Ack, payload: dict[str, Any], reading: Transaction) -> None:
    """Offer the products whose name contains what was typed so far."""
    with reading() as session:
        products = catalogue(session, limit=form.SELECT_LIMIT, typed=payload["value"])
    ack(options=form.product_options(products))


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    policy: Policy,
    desk: Desk,
    now: datetime,
    transaction: Transaction,
) -> None:
    """Open the incident described in the form, then close the form."""
    answers = form.read(view, policy=policy)
    with transaction() as session:
        open_incident(
            session,
            answers=answers,
            form_id=view["id"],
            opened_by=person,
            opened_in=view["private_metadata"],
            policy=policy,
            desk=desk,
            now=now,
        )
    ack()


def _channel(body: dict[str, Any]) -> str:
    """Return the channel a command or message shortcut came from; "" for a global shortcut, which has none."""
    return str(body.get("channel_id") or (body.get("channel") or {}).get("id") or "")
