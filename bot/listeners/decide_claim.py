"""A manager presses *Approve* or *Refuse* at a claim, and says why it is refused."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import claim_refusal as form
from bot.idempotency import is_new
from bot.operations.packs.claim import approve_claim, refuse_claim, waiting_claim
from bot.queries.claims import claim_facts
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words


def approve(
    ack: Ack,
    action: dict[str, Any],
    person: Person,
    now: datetime,
    delivery: str,
    workspace: Workspace,
    transaction: Transaction,
) -> None:
    """Approve the claim whose button was pressed."""
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            approve_claim(session, claim_id=int(action["value"]), manager=person, workspace=workspace, now=now)
    ack()


def open_refusal(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    words: Words,
    transaction: Transaction,
) -> None:
    """Ask for the reason, unless somebody has decided already."""
    with transaction() as session:
        waiting_claim(session, claim_id=int(action["value"]), manager=person)
        facts = claim_facts(session, claim_id=int(action["value"]))
    client.views_open(trigger_id=body["trigger_id"], view=form.view(facts, words=words))
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
    """Refuse the claim for the reason given, then close the form."""
    claim_id, reason = form.read(view)
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            refuse_claim(session, claim_id=claim_id, reason=reason, manager=person, workspace=workspace, now=now)
    ack()
