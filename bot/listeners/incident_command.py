"""`/incident` and its words: the form, or an answer that only the asker sees."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.database import Transaction
from bot.listeners.open_incident import open_form
from bot.messages import command_answers
from bot.messages.blocks import Message, escape
from bot.operations.acknowledge_incident import NoSuchIncident
from bot.people import People
from bot.policy import Policy
from bot.queries.incidents import IncidentFacts, visible_incident, visible_open_incidents
from bot.rules.numbers import read_number, written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words


class UnknownCommand(Refusal):
    """`/incident` with a word we do not know."""

    text = "refusal-unknown_command"


class WhichIncident(Refusal):
    """A word that needs a number came without one."""

    text = "refusal-which_incident"


def answer(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    person: Person,
    words: Words,
    policy: Policy,
    people: People,
    now: datetime,
    reading: Transaction,
) -> None:
    """Open the form for a bare `/incident`, else answer its first word, English or French."""
    command, _, rest = body.get("text", "").strip().partition(" ")
    if not command:
        open_form(ack=ack, body=body, client=client, words=words, policy=policy, people=people, reading=reading)
    elif command.lower() in HELP:
        _reply(ack, command_answers.help_text(words=words))
    elif command.lower() in LIST:
        with reading() as session:
            found, count = visible_open_incidents(session, person=person, limit=command_answers.LIST_LIMIT)
        _reply(ack, command_answers.open_incidents(found, count, words=words, now=now))
    elif show := SHOWS.get(command.lower()):
        _reply(ack, show(_asked(command, rest, person, reading), words=words, now=now))
    else:
        raise UnknownCommand(command=escape(body["text"].strip()))


HELP = ("help", "aide", "?")
LIST = ("list", "liste")
SHOWS: dict[str, Callable[..., Message]] = {
    "show": command_answers.one_incident,
    "voir": command_answers.one_incident,
    "explain": command_answers.explanation,
    "expliquer": command_answers.explanation,
}


def _asked(command: str, typed: str, person: Person, reading: Transaction) -> IncidentFacts:
    number = read_number(typed)
    if number is None:
        raise WhichIncident(command=command)
    with reading() as session:
        facts = visible_incident(session, incident_id=number, person=person)
    if facts is None:
        raise NoSuchIncident(incident=written(number))
    return facts


def _reply(ack: Ack, said: Message) -> None:
    ack(text=said.text, blocks=said.blocks, response_type="ephemeral")
