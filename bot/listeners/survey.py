"""Somebody presses *Answer* under the survey, and sends the form."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.forms import survey as form
from bot.forms.finished import finished
from bot.idempotency import is_new
from bot.operations.incidents.survey import answer_survey, check_survey
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
    """Open the form, unless it was answered already."""
    number = int(action["value"])
    with transaction() as session:
        check_survey(session, incident_id=number, person=person)
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
    """Keep the answers, and say thank you."""
    number, answers = form.read(view)
    with transaction() as session:
        if is_new(session, key=delivery, now=now):
            answer_survey(session, incident_id=number, answers=answers, person=person, workspace=workspace, now=now)
    ack(response_action="update", view=finished(words("survey-thanks"), words=words))
