"""A technician chooses what is rarely done from the menu on a card: the form of that act is opened."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.database import Transaction
from bot.forms import mark_duplicate as duplicate_form
from bot.forms import propose_split as split_form
from bot.listeners.open_incident import Accounts
from bot.messages import split
from bot.operations.check_act import check_act
from bot.operations.propose_split import units_for
from bot.rules.person import Person
from bot.rules.statuses import Act
from bot.texts.catalogue import Words
from models import Incident


def choose(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    accounts: Accounts,
    words: Words,
    now: datetime,
    transaction: Transaction,
) -> None:
    """Open the form of the act that was chosen, if the person may do this now."""
    chosen, _, number = str(action["selected_option"]["value"]).partition(" ")
    act, draw = FORMS[chosen]
    theirs = [one.id for one in accounts()]
    with transaction() as session:
        incident = check_act(session, incident_id=int(number), act=act, person=person, accounts=theirs)
        view = draw(session, incident, words, now)
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def _split(session: Session, incident: Incident, words: Words, now: datetime) -> dict[str, Any]:
    return split_form.view(incident.id or 0, left=units_for(session, incident, now=now), words=words)


def _duplicate(_session: Session, incident: Incident, words: Words, _now: datetime) -> dict[str, Any]:
    return duplicate_form.view(incident.id or 0, words=words)


FORMS: dict[str, tuple[Act, Callable[[Session, Incident, Words, datetime], dict[str, Any]]]] = {
    split.PROPOSE: ("propose_split", _split),
    split.DUPLICATE: ("mark_duplicate", _duplicate),
}
"""For each option of the menu, the act it leads to and what draws its form."""
