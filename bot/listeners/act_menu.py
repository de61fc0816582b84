"""A technician chooses what is rarely done from the menu on a card: the form of that act is opened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.database import Transaction
from bot.forms import assignment as assign_form
from bot.forms import duplicate as duplicate_form
from bot.forms import duty as unreachable_form
from bot.forms import severity as severity_form
from bot.forms import split as split_form
from bot.listeners.open_incident import Accounts
from bot.messages import assignment, duty, severity, split
from bot.operations.incidents.duty import check_may_ask
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.split import units_for
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.statuses import Act
from bot.rules.terms import Terms
from bot.texts.catalogue import Words
from models import Incident


def choose(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    accounts: Accounts,
    policy: Policy,
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
        view = draw(Chosen(session, incident, policy, words, now))
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


@dataclass(frozen=True)
class Chosen:
    """What a form is drawn from."""

    session: Session
    incident: Incident
    policy: Policy
    words: Words
    now: datetime

    @property
    def number(self) -> int:
        """Return the number of the incident."""
        return self.incident.id or 0


def _assign(it: Chosen) -> dict[str, Any]:
    return assign_form.view(it.number, words=it.words)


def _severity(it: Chosen) -> dict[str, Any]:
    promises = Terms.model_validate(it.incident.terms).promised(today=it.policy.promises())
    return severity_form.view(it.number, it.incident.severity, promises, words=it.words)


def _split(it: Chosen) -> dict[str, Any]:
    return split_form.view(it.number, left=units_for(it.session, it.incident, now=it.now), words=it.words)


def _duplicate(it: Chosen) -> dict[str, Any]:
    return duplicate_form.view(it.number, words=it.words)


def _unreachable(it: Chosen) -> dict[str, Any]:
    check_may_ask(it.incident)
    return unreachable_form.view(it.number, words=it.words)


FORMS: dict[str, tuple[Act, Callable[[Chosen], dict[str, Any]]]] = {
    assignment.ASSIGN: ("assign", _assign),
    severity.CHANGE: ("change_severity", _severity),
    split.PROPOSE: ("propose_split", _split),
    split.DUPLICATE: ("mark_duplicate", _duplicate),
    duty.UNREACHABLE: ("mark_unreachable", _unreachable),
}
"""For each option of the menu, the act it leads to and what draws its form."""
