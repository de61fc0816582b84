"""`/incident` and its words: the form, or an answer that only the asker sees."""

from collections.abc import Callable

from bot.facts.incident import IncidentFacts
from bot.listeners import administration, claim, filing, pack
from bot.listeners.gesture import Gesture
from bot.messages import command_answers, verdict
from bot.messages import product as product_messages
from bot.messages.history import HISTORY_LIMIT, history
from bot.operations.incidents.locking import NoSuchIncident
from bot.queries.history import history_of
from bot.queries.incidents import pending_verdicts, visible_incident, visible_open_incidents
from bot.queries.products import found_products
from bot.rules.managers import check_manager
from bot.rules.numbers import read_number, written
from bot.rules.plain_text import one_line
from bot.rules.refusal import Refusal
from bot.texts.catalogue import LANGUAGES, Words
from bot.texts.slack_text import shown


class UnknownCommand(Refusal):
    """`/incident` with a word we do not know."""

    text = "refusal-unknown_command"


class WhichIncident(Refusal):
    """A word that needs a number came without one."""

    text = "refusal-which_incident"


PUNCTUATION = ".,;:!?"


def answer(gesture: Gesture) -> None:
    """Open the form for a bare `/incident`, else answer its first word, of whatever language."""
    word, rest = _typed(gesture)
    if not word:
        filing.open_form(gesture)
    elif answering := WORDS.get(word.lower()):
        answering(gesture, rest)
    else:
        raise UnknownCommand(command=shown(gesture.body["text"]))


def _typed(gesture: Gesture) -> tuple[str, str]:
    """Return the first word as typed, and the rest; a full stop behind a word belongs to its sentence."""
    word, _, rest = one_line(str(gesture.body.get("text") or "")).partition(" ")
    return word.rstrip(PUNCTUATION) or word, rest


def _help(gesture: Gesture, _rest: str) -> None:
    gesture.reply(command_answers.help_text(words=gesture.words))


def _list(gesture: Gesture, _rest: str) -> None:
    accounts = _account_ids(gesture)
    with gesture.reading() as session:
        found, count = visible_open_incidents(
            session, person=gesture.person, accounts=accounts, limit=command_answers.LIST_LIMIT
        )
    gesture.reply(command_answers.open_incidents(found, count, words=gesture.words, now=gesture.now))


def _show(gesture: Gesture, rest: str) -> None:
    person, words = gesture.person, gesture.words
    facts = _facts(gesture, rest)
    with gesture.reading() as session:
        events, count = history_of(session, incident_id=facts.number, limit=HISTORY_LIMIT)
    gesture.reply(
        command_answers.one_incident(
            facts,
            past=lambda room: history(events, count, incident=facts, words=words, room=room),
            words=words,
            now=gesture.now,
            for_technicians=person.sees_all,
        )
    )


def _verdicts(gesture: Gesture, _rest: str) -> None:
    check_manager(gesture.person)
    with gesture.reading() as session:
        found, count = pending_verdicts(session, limit=verdict.VERDICTS_SHOWN)
    gesture.reply(verdict.listed(found, count, words=gesture.words))


def _explain(gesture: Gesture, rest: str) -> None:
    facts = _facts(gesture, rest)
    gesture.reply(command_answers.explanation(facts, words=gesture.words, now=gesture.now))


def _packs(gesture: Gesture, rest: str) -> None:
    gesture.reply(pack.packs_asked(gesture, rest))


def _products(gesture: Gesture, rest: str) -> None:
    with gesture.reading() as session:
        found, count = found_products(session, typed=rest, limit=product_messages.PRODUCTS_SHOWN)
    today, soon = gesture.policy.today(None, gesture.now), gesture.policy.products.warn_before
    gesture.reply(product_messages.products(found, count, typed=rest, words=gesture.words, today=today, soon=soon))


def _claim(gesture: Gesture, rest: str) -> None:
    claim.open_form(gesture, confirmation=rest)


def _admin(gesture: Gesture, _rest: str) -> None:
    administration.open_menu(gesture)


def _facts(gesture: Gesture, rest: str) -> IncidentFacts:
    """Return the incident of that number, if the asker may see it; raise `WhichIncident` or `NoSuchIncident`."""
    number = read_number(rest)
    if number is None:
        raise WhichIncident(command=_typed(gesture)[0])
    accounts = _account_ids(gesture)
    with gesture.reading() as session:
        facts = visible_incident(session, incident_id=number, person=gesture.person, accounts=accounts)
    if facts is None:
        raise NoSuchIncident(incident=written(number))
    return facts


def _account_ids(gesture: Gesture) -> list[int]:
    """Return the accounts whose incidents somebody may see; none for those who see all."""
    return [] if gesture.person.sees_all else [one.id for one in gesture.accounts]


COMMANDS: dict[str, Callable[[Gesture, str], None]] = {
    "help": _help,
    "list": _list,
    "show": _show,
    "explain": _explain,
    "verdicts": _verdicts,
    "packs": _packs,
    "products": _products,
    "claim": _claim,
    "admin": _admin,
}
"""What answers each command; `command-…` in the texts lists its words."""


def _words(language: str) -> dict[str, Callable[[Gesture, str], None]]:
    listed = {name: Words(language, "UTC")(f"command-{name}") for name in COMMANDS}
    return {word.strip(): COMMANDS[name] for name, words in listed.items() for word in words.split(",")}


WORDS = {word: answering for language in LANGUAGES for word, answering in _words(language).items()}
"""What answers each word, of every language."""
