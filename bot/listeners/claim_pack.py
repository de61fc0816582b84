"""Somebody claims a pack: the form is opened, and the number it brings back goes to the managers."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import claim as form
from bot.forms.finished import finished
from bot.idempotency import is_new
from bot.operations.packs.claim import NobodyDecides, claim_pack
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words


def open_form(
    *, ack: Ack, client: WebClient, trigger_id: str, words: Words, workspace: Workspace, confirmation: str
) -> None:
    """Open the form with the number that was typed; raise `NobodyDecides` where nobody would look at it."""
    if not workspace.managers:
        raise NobodyDecides
    client.views_open(trigger_id=trigger_id, view=form.view(words=words, confirmation=confirmation))
    ack()


def submit(
    ack: Ack,
    view: dict[str, Any],
    person: Person,
    words: Words,
    policy: Policy,
    workspace: Workspace,
    now: datetime,
    delivery: str,
    transaction: Transaction,
) -> None:
    """Pass the claim on to the managers, and say the same whatever the number."""
    confirmation = form.read(view)
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            claim_pack(session, confirmation=confirmation, claimant=person, policy=policy, workspace=workspace, now=now)
    ack(response_action="update", view=finished(words("claim-received"), words=words))
