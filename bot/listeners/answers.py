"""What answers each word, in any language? One table serves the command, mentions, direct messages and buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from bot.facts.incident import IncidentFacts
from bot.listeners import administration, claim, counter, faq, incident_list, pack
from bot.listeners.card_links import words_with_links, words_with_seen
from bot.listeners.gesture import Gesture
from bot.messages import command_answers, verdict
from bot.messages import product as product_messages
from bot.messages.faq_answers import TOPICS
from bot.messages.history import HISTORY_LIMIT, history, numbers_named
from bot.operations.incidents.permission import find_visible
from bot.queries.history import history_of
from bot.queries.incidents import pending_verdicts
from bot.queries.products import found_products
from bot.rules.managers import check_some_manager
from bot.rules.numbers import named_briefly, named_within, read_number, written
from bot.rules.plain_text import one_line
from bot.rules.refusal import Refusal
from bot.rules.set_phrases import phrase_of, read_phrases
from bot.texts.catalogue import LANGUAGES, Words, listed
from bot.texts.message import Message
from bot.texts.set_phrases import SET_PHRASES
from models.vocabulary import Side


class WhichIncident(Refusal):
    """A word that needs the number of an incident was sent without one."""

    text = "refusal-which_incident"


PUNCTUATION = ".,;:!?"
HELPED = listed("help-whom")


def split_word(text: str) -> tuple[str, str]:
    """Return the first word as typed, without punctuation after it, and the rest of the text."""
    word, _, rest = one_line(text).partition(" ")
    return word.rstrip(PUNCTUATION) or word, rest


class Audience(Enum):
    """Who may read an answer, where Slack cannot show it to the asker alone."""

    EVERYBODY = auto()
    ACCOUNT = auto()
    """Everybody in a channel of the one account that the asker belongs to."""
    ASKER = auto()
    """Nobody else."""


def takes_nothing(rest: str) -> bool:
    """Return True if nothing follows the word."""
    return not rest


def takes_whom(rest: str) -> bool:
    """Return True if nothing follows, or only the person to help or to show something to ("help me")."""
    return not rest or rest.lower().rstrip(f" {PUNCTUATION}") in HELPED


def takes_number(rest: str) -> bool:
    """Return True if the number of an incident follows, or what `takes_whom` accepts."""
    return takes_whom(rest) or read_number(rest) is not None


def takes_words(rest: str) -> bool:
    """Return True if at most three words follow: more make a sentence that only begins like a command."""
    return len(rest.split()) <= 3  # noqa: PLR2004


def takes_list(rest: str) -> bool:
    """Return True if at most three words follow the name of a list."""
    return takes_words(incident_list.split_name(rest)[1])


def takes_anything(_rest: str) -> bool:
    """Return True: a question or a search may be of any length."""
    return True


def takes_confirmation(rest: str) -> bool:
    """Return True if at most three words follow, or nothing but parts of an order confirmation number."""
    return takes_words(rest) or all(any(map(str.isdigit, part)) for part in rest.split())


@dataclass(frozen=True)
class Word:
    """What answers a word: a message, or a form, which a mention cannot open without the press of a button."""

    message: Callable[[Gesture, str], Message] | None = None
    form: Callable[[Gesture, str], None] | None = None
    check: Callable[[Gesture], None] | None = None
    """Raises the refusal if the person may not use the form, before they are offered the button that opens it."""
    in_words: Callable[[Gesture, str], Message] | None = None
    """Does the same from the text after the word, where Slack opens no form; None if that text is not enough."""
    audience: Audience = Audience.ASKER
    takes: Callable[[str], bool] = takes_nothing
    """Returns True if the text after the word belongs to it; in a mention, any other text is offered for filing."""


def _help(gesture: Gesture, _rest: str) -> Message:
    return command_answers.help_text(words=gesture.words)


def _show(gesture: Gesture, rest: str) -> Message:
    return _shown(gesture, _facts(gesture, rest, word="show"))


def one_shown(gesture: Gesture, number: int) -> Message:
    """Return an incident as *show* does, laid out for a form; raise `NoSuchIncident` if the person may not see it."""
    return _shown(gesture, _visible(gesture, number), is_in_form=True)


def _shown(gesture: Gesture, facts: IncidentFacts, *, is_in_form: bool = False) -> Message:
    is_staff = gesture.person.is_staff_for(desk=facts.desk, assigned_to=facts.assigned_to)
    with gesture.reading() as session:
        events, count = history_of(session, incident_id=facts.number, limit=HISTORY_LIMIT)
    others = [one for one in (facts.parent, facts.follows) if one is not None]
    words = words_with_seen(gesture, {facts.number, *others, *facts.others, *numbers_named(events)})
    return command_answers.one_incident(
        facts,
        past=lambda room: history(events, count, incident=facts, words=words, room=room, for_technicians=is_staff),
        words=words,
        now=gesture.now,
        for_technicians=is_staff,
        is_in_form=is_in_form,
    )


def _verdicts(gesture: Gesture, _rest: str) -> Message:
    check_some_manager(gesture.person)
    desks = None if gesture.person.is_manager else gesture.person.manages
    with gesture.reading() as session:
        found, count = pending_verdicts(session, limit=verdict.VERDICTS_SHOWN, desks=desks)
    words = words_with_links(gesture, [one.number for one in found], side=Side.TRIAGE)
    return verdict.listed(found, count, words=words)


def _explain(gesture: Gesture, rest: str) -> Message:
    facts = _facts(gesture, rest, word="explain")
    return command_answers.explanation(facts, words=words_with_seen(gesture, [facts.number]), now=gesture.now)


def _products(gesture: Gesture, rest: str) -> Message:
    with gesture.reading() as session:
        found, count = found_products(session, typed=rest, limit=product_messages.PRODUCTS_SHOWN)
    today, soon = gesture.policy.today(None, gesture.now), gesture.policy.products.warn_before
    return product_messages.products(found, count, typed=rest, words=gesture.words, today=today, soon=soon)


def _claim(gesture: Gesture, rest: str) -> None:
    claim.open_form(gesture, confirmation=rest)


def _admin(gesture: Gesture, _rest: str) -> None:
    administration.open_menu(gesture)


def _facts(gesture: Gesture, rest: str, *, word: str) -> IncidentFacts:
    """Return the incident of that number, if the asker may see it; raise `WhichIncident` or `NoSuchIncident`."""
    number = read_number(rest)
    if number is None:
        raise WhichIncident(command=gesture.words.listed(f"command-{word}")[0])
    return _visible(gesture, number)


def _visible(gesture: Gesture, number: int) -> IncidentFacts:
    context = gesture.reader_context
    with gesture.reading() as session:
        return find_visible(session, incident_id=number, context=context)


COMMANDS: dict[str, Word] = {
    "help": Word(_help, audience=Audience.EVERYBODY, takes=takes_whom),
    "list": Word(incident_list.asked_list, audience=Audience.ACCOUNT, takes=takes_list),
    "search": Word(incident_list.asked_search, audience=Audience.ACCOUNT, takes=takes_anything),
    "show": Word(_show, audience=Audience.ACCOUNT, takes=takes_number),
    "explain": Word(_explain, audience=Audience.ACCOUNT, takes=takes_number),
    "verdicts": Word(_verdicts),
    "packs": Word(pack.packs_asked, audience=Audience.ACCOUNT, takes=takes_words),
    "products": Word(_products, audience=Audience.EVERYBODY, takes=takes_words),
    "faq": Word(faq.asked, audience=Audience.EVERYBODY, takes=takes_anything),
    "claim": Word(form=_claim, check=claim.check_open, in_words=claim.claim_in_words, takes=takes_confirmation),
    "admin": Word(form=_admin, check=administration.check_open),
    "counter": Word(counter.post),
}
"""What answers each command and its twins; `command-…` in the texts lists its words."""


WORDS = {word: name for name in COMMANDS for word in listed(f"command-{name}")}
"""The command that each word stands for, in every language."""
_ABOUT = read_phrases(listed("asked-show"))
"""What people write before an incident's number to ask for the incident's status."""
_ARTICLES = read_phrases(listed("asked-article"))
"""What may stand between those words and the number: "where is my ticket 4"."""
_SEVERITY_OF, _TO_SEVERITY = read_phrases(listed("asked-severity")), read_phrases(listed("asked-to_severity"))
"""What people write before the number, and behind it, to change the severity: "change severity of INC-4 to A"."""
_TO_FILE = read_phrases(listed("asked-file") | listed("button-ask_file"))
"""What people write to say that they want to file something, but not what."""
_ASKED = {
    phrase: name
    for name in ("list", "packs")
    for phrase in read_phrases(listed(f"asked-{name}") | listed(f"button-ask_{name}"))
}
"""The command meant by each phrase that is not one of the command's own words, in every language."""


_FAQ = read_phrases(listed("asked-faq")) | {
    phrase_of(Words(code, "UTC")(f"faq_question-{topic}")) for code in LANGUAGES for topic in TOPICS
}
"""The questions that the FAQ answers: its own, and other common ones, in every language."""


def asks_to_file(text: str) -> bool:
    """Return True if a text asks to file something without saying what: "open a ticket, please"."""
    return phrase_of(SET_PHRASES.without_manners(text)) in _TO_FILE


def understood(text: str, *, has_files: bool = False) -> tuple[str, str] | None:
    """Return the command that a text means, and the text after it; None if the text means no command.

    Politeness around a command is ignored; a text that is nothing but politeness asks for help, unless it comes with
    files. A word means its command only before text that the command takes; one that takes a number also allows a
    word beside the number ("explain this INC-4"). The number of an incident, by itself or with one word, shows the
    incident, with the buttons for whatever somebody wants to do with it. A text that asks to file something without
    saying what asks for help, which has the buttons; a question that the FAQ answers asks the FAQ.
    """
    if SET_PHRASES.is_small_talk(text) or asks_to_file(text):
        return None if has_files else ("help", "")
    asked = SET_PHRASES.without_manners(text)
    if (phrase := phrase_of(asked)) in _ASKED:
        return _ASKED[phrase], ""
    if phrase in _FAQ:
        return "faq", asked
    first, rest = split_word(asked)
    name = WORDS.get(first.lower().removeprefix("/"))
    if name is not None and COMMANDS[name].takes is takes_number and (behind := named_briefly(rest)):
        return name, behind
    if name is not None and COMMANDS[name].takes(rest):
        return name, rest
    number = read_number(named_briefly(asked) or _asked_about(asked) or asked)
    return None if number is None else ("show", written(number))


def _asked_about(asked: str) -> str | None:
    """Return the incident whose status is asked for ("where is INC-4?") or whose severity is to change, if any."""
    found = named_within(asked)
    if found is None:
        return None
    before, behind = phrase_of(found[0]), phrase_of(found[2])
    before = before[:-1] if before[-1:] in _ARTICLES else before
    is_about = before in _ABOUT | _SEVERITY_OF if not behind else before in _SEVERITY_OF and behind in _TO_SEVERITY
    return found[1] if is_about else None
