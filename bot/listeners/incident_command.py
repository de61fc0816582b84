"""`/incident` and its words: the form, or an answer that only the asker sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.facts.account import AccountEntry
from bot.facts.incident import IncidentFacts
from bot.listeners import administration, claim
from bot.listeners.ask_packs import packs_asked
from bot.listeners.gesture import Gesture
from bot.listeners.open_incident import open_form
from bot.messages import closing, command_answers
from bot.messages import product as product_messages
from bot.messages.history import HISTORY_LIMIT, history
from bot.operations.incidents.locking import NoSuchIncident
from bot.people import People
from bot.policy import Policy
from bot.queries.history import history_of
from bot.queries.incidents import pending_verdicts, visible_incident, visible_open_incidents
from bot.queries.products import found_products
from bot.rules.managers import check_manager
from bot.rules.numbers import read_number, written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import escape


class UnknownCommand(Refusal):
    """`/incident` with a word we do not know."""

    text = "refusal-unknown_command"


class WhichIncident(Refusal):
    """A word that needs a number came without one."""

    text = "refusal-which_incident"


@dataclass(frozen=True)
class Asked:
    """One use of the command: who asks for what, and the way to the answer."""

    word: str
    """The first word as typed."""
    rest: str
    """What was typed after the first word."""
    ack: Ack
    body: dict[str, Any]
    client: WebClient
    person: Person
    accounts: Callable[[], Sequence[AccountEntry]]
    words: Words
    policy: Policy
    workspace: Workspace
    now: datetime
    reading: Transaction
    gesture: Gesture

    def reply(self, said: Message) -> None:
        """Answer so that only the asker sees it."""
        self.ack(text=said.text, blocks=said.blocks, response_type="ephemeral")

    def account_ids(self) -> list[int]:
        """Return the numbers of the asker's accounts."""
        return [one.id for one in self.accounts()]


def answer(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    accounts: Callable[[], Sequence[AccountEntry]],
    words: Words,
    policy: Policy,
    people: People,
    workspace: Workspace,
    now: datetime,
    reading: Transaction,
    gesture: Gesture,
) -> None:
    """Open the form for a bare `/incident`, else answer its first word, English or French."""
    word, _, rest = body.get("text", "").strip().partition(" ")
    if not word:
        open_form(ack, body, client, words, policy, people, person, accounts, workspace, now, reading)
        return
    answering = WORDS.get(word.lower())
    if answering is None:
        raise UnknownCommand(command=escape(body["text"].strip()))
    answering(
        Asked(word, rest.strip(), ack, body, client, person, accounts, words, policy, workspace, now, reading, gesture)
    )


def _help(asked: Asked) -> None:
    asked.reply(command_answers.help_text(words=asked.words))


def _list(asked: Asked) -> None:
    theirs = asked.account_ids()
    with asked.reading() as session:
        found, count = visible_open_incidents(
            session, person=asked.person, accounts=theirs, limit=command_answers.LIST_LIMIT
        )
    asked.reply(command_answers.open_incidents(found, count, words=asked.words, now=asked.now))


def _show(asked: Asked) -> None:
    sees_all = bool(asked.person.is_technician or asked.person.is_manager)
    facts = _facts(asked)
    with asked.reading() as session:
        events, count = history_of(session, incident_id=facts.number, limit=HISTORY_LIMIT)
    past = history(events, count, words=asked.words)
    asked.reply(
        command_answers.one_incident(facts, past=past, words=asked.words, now=asked.now, for_technicians=sees_all)
    )


def _verdicts(asked: Asked) -> None:
    check_manager(asked.person)
    with asked.reading() as session:
        found, count = pending_verdicts(session, limit=closing.VERDICTS_SHOWN)
    asked.reply(closing.verdicts(found, count, words=asked.words))


def _explain(asked: Asked) -> None:
    asked.reply(command_answers.explanation(_facts(asked), words=asked.words, now=asked.now))


def _packs(asked: Asked) -> None:
    said = packs_asked(
        asked.rest,
        person=asked.person,
        accounts=asked.accounts(),
        words=asked.words,
        workspace=asked.workspace,
        now=asked.now,
        reading=asked.reading,
    )
    asked.reply(said)


def _products(asked: Asked) -> None:
    with asked.reading() as session:
        found, count = found_products(session, typed=asked.rest, limit=product_messages.PRODUCTS_SHOWN)
    today, soon = asked.policy.today(None, asked.now), asked.policy.products.warn_before
    said = product_messages.products(found, count, typed=asked.rest, words=asked.words, today=today, soon=soon)
    asked.reply(said)


def _claim(asked: Asked) -> None:
    claim.open_form(asked.gesture, confirmation=asked.rest)


def _admin(asked: Asked) -> None:
    administration.open_menu(asked.gesture)


def _facts(asked: Asked) -> IncidentFacts:
    """Return the incident that is asked for, if the asker may see it."""
    number = read_number(asked.rest)
    if number is None:
        raise WhichIncident(command=asked.word)
    theirs = asked.account_ids()
    with asked.reading() as session:
        facts = visible_incident(session, incident_id=number, person=asked.person, accounts=theirs)
    if facts is None:
        raise NoSuchIncident(incident=written(number))
    return facts


WORDS: dict[str, Callable[[Asked], None]] = {
    "help": _help,
    "aide": _help,
    "?": _help,
    "list": _list,
    "liste": _list,
    "show": _show,
    "voir": _show,
    "explain": _explain,
    "expliquer": _explain,
    "verdicts": _verdicts,
    "décisions": _verdicts,
    "decisions": _verdicts,
    "packs": _packs,
    "forfaits": _packs,
    "products": _products,
    "produits": _products,
    "claim": _claim,
    "récupérer": _claim,
    "recuperer": _claim,
    "réclamer": _claim,
    "reclamer": _claim,
    "admin": _admin,
}
"""The words, English and French, and what answers them."""
