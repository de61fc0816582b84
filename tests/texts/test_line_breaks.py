"""French never parts what belongs together at the end of a line, and what people copy from our texts is understood.

A number stays with what it counts ("30 min", "27 nov."), a word with its number ("gravité A") and a mark with the word
before it ("quoi ?"), as French typography wants it. English has ordinary blanks, as people type and look for them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from fluent.syntax import ast as ftl

from bot.facts.incident import IncidentFacts
from bot.kinds import KINDS
from bot.listeners.answers import understood
from bot.listeners.incident_list import split_name
from bot.messages import second_voice
from bot.policy import Policy
from bot.rules.acknowledging import begins_with_word
from bot.rules.deadlines import deadline_of
from bot.rules.numbers import read_number
from bot.rules.offers import WantedIncident, read_severity, wanted
from bot.rules.packs import normalised
from bot.texts.catalogue import LANGUAGES, Words
from models.vocabulary import Kind
from tests.house_rules.test_words import messages, nodes
from tests.messages.parameters import can_say, parameters
from tests.messages.rendered import rendered
from tests.test_kinds import variants

READ_OR_PRESSED = re.compile(
    "(keywords|faq_words|command|list_name|greetings|slack|button|snooze|field)-|offer-(yes|anyway|join|reopen)$"
)
"""Names of texts that are compared with what people type, or stand on buttons and above fields, which have one line."""
WITH_PLAIN_BLANKS = {Kind.SECOND_VOICE, Kind.SECOND_VOICE_IF_UNPOSTED}
"""Kinds of message that are sent outside Slack."""
BUTTONS = "→"
"""How the line naming the buttons begins, in the plain-text version of a message."""
CODE = re.compile("`[^`]*`")
COUNTED = frozenset({"limit", "excess", "length", "connections", "fewest", "most", "size"})
"""Variables that count something, although no sentence has plural forms for them."""
NOT_COUNTED = frozenset({"version", "newest", "step"})
"""Variables that number something named before them, such as "version 2"."""
LITTLE_WORDS = "sur|pour|à|ou|et|en|des?|du|dans|fois"
NUMBERED = "gravité|version|ligne|partie|rappel|INC"


def written_out(pattern: ftl.Pattern) -> str:
    """Return a pattern as one text; its variables stand in braces."""
    parts = (one.value if isinstance(one, ftl.TextElement) else _name(one.expression) for one in pattern.elements)
    return "".join(parts)


def _name(expression: object) -> str:
    name = expression.id.name if isinstance(expression, ftl.VariableReference) else ""
    return f"{{{name}}}"


@cache
def numbers() -> str:
    """Return the names of what is counted: what sentences choose their words by, and what is known to be a number."""
    chosen = {
        one.selector.id.name
        for message in messages("fr").values()
        for one in nodes(message)
        if isinstance(one, ftl.SelectExpression) and isinstance(one.selector, ftl.VariableReference) and _counts(one)
    }
    return "|".join(sorted((chosen | COUNTED) - NOT_COUNTED))


def _counts(one: ftl.SelectExpression) -> bool:
    keys = (variant.key for variant in one.variants)
    return any(isinstance(key, ftl.NumberLiteral) or key.name == "one" for key in keys)


def parted(text: str) -> bool:
    """Return whether a line may be broken within the French text where it must not be."""
    number = rf"(?:(?<![\w$.,:/•-])\d+|\{{(?:{numbers()})\}})"
    rules = [
        rf"(?<!\w)(?i:{NUMBERED}) (?:\{{\w+\}}|\d|[ABC](?!\w))",
        rf"{number} (?!(?:{LITTLE_WORDS})(?!\w))[^\W\d_]",
        r" (?:[;!?»]|:(?!\w+:))|« ",
    ]
    return any(re.search(one, CODE.sub("", text)) for one in rules)


def texts(language: str) -> Iterator[tuple[str, str]]:
    for name, message in messages(language).items():
        if not READ_OR_PRESSED.match(name):
            yield from ((name, written_out(one)) for one in nodes(message) if isinstance(one, ftl.Pattern))


def test_no_text_parts_what_belongs_together() -> None:
    assert [(name, text) for name, text in texts("fr") if parted(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "{count} incidents",
        "41 heures",
        "20 h",
        "gravité A",
        "rappel {step}",
        "{left} restants",
        "le 27 nov.",
        "quoi ?",
        "ici : là",
        "« là\u00a0»",
        "«\u00a0là »",
    ],
)
def test_what_would_part_them_is_found(text: str) -> None:
    assert parted(text)


@pytest.mark.parametrize(
    "text",
    [
        *("30\u00a0min", "{title} jours", "`list 4 jours`", "{step} sur {steps}", "INC-42 par"),
        *("{count}\u00a0incidents", "API 2.0 est", "avec :eyes:", "quoi\u202f?"),
    ],
)
def test_what_may_be_parted_is_left_alone(text: str) -> None:
    assert not parted(text)


@pytest.mark.parametrize("sign", ["\u00a0", "\u202f", "\u2011"])
def test_english_has_ordinary_blanks_and_hyphens(sign: str) -> None:
    assert [name for name, text in texts("en") if sign in text] == []


def test_no_command_is_shown_with_blanks_that_slack_does_not_read() -> None:
    """Slack ends the name of a command at an ordinary blank only."""
    for language in LANGUAGES:
        for name, text in texts(language):
            assert "/incident\u00a0" not in text, name
            assert not any(set("\u00a0\u202f\u2011") & set(code) for code in CODE.findall(text)), name


def test_lengths_and_dates_are_kept_together() -> None:
    length, at = timedelta(hours=41, minutes=30), datetime(2026, 11, 27, 13, 30, tzinfo=UTC)
    english, french = (Words(one, "Europe/Paris", slack_dates=False) for one in ("en", "fr"))

    assert english.duration(length) == "41 h 30 min"
    assert french.duration(length) == "41\u00a0h 30\u00a0min"
    assert english.on_clock(timedelta(hours=41), "business") == "41 business hours"
    assert french.on_clock(timedelta(hours=41), "business") == "41\u00a0heures ouvrées"
    assert english.moment(at) == "Fri 27 Nov 2026, 14:30 CET"
    assert french.moment(at) == "ven.\u00a027\u00a0nov. 2026 à 14\u00a0h\u00a030 (heure de Paris)"


def test_no_message_parts_what_belongs_together(policy: Policy) -> None:
    """What code puts together as well: a number from one place, its unit from another."""
    filed = datetime(2026, 11, 27, 9, 7, tzinfo=UTC)
    terms = policy.terms(severity="B", cover="business", filed_at=filed)
    facts = IncidentFacts(
        number=1, title="t", description="d", product="p", severity="B", cover="24x7", contacts="c", account="a",
        status="open", opened_by="U0ALICE", opened_in="C0ACME", opened_at=filed, terms=terms,
        promised_at=deadline_of(terms, filed), acknowledged_by=None, acknowledged_how=None, margin=None,
    )  # fmt: skip
    words = Words("fr", "Europe/Paris", slack_dates=False)
    lines = {
        (kind, line)
        for kind in set(KINDS) - WITH_PLAIN_BLANKS
        for one in variants(facts, typed="t")
        if can_say(kind, one)
        for made_of in parameters(kind, "t")
        for line in rendered(kind, one, words=words, now=filed, parameters=made_of).text.split("\n")
        if not line.startswith(BUTTONS)
    }
    assert len(lines) > 100
    assert {(kind, line) for kind, line in lines if parted(line)} == set()


BLANKS = pytest.mark.parametrize("blank", ["\u00a0", "\u202f", " "])


@BLANKS
def test_what_is_copied_with_other_blanks_and_hyphens_is_read(blank: str) -> None:
    """As texts show it, and as editors turn what is typed."""
    assert understood(f"voir{blank}INC\u20114") == ("show", "INC\u20114".replace("\u2011", "-"))
    assert understood(f"liste{blank}clos{blank}mail") == ("list", "clos mail")
    assert understood(f"chercher{blank}fin{blank}le{blank}27{blank}nov.") == ("search", "fin le 27 nov.")
    assert understood(f"récupérer{blank}ORD\u201112{blank}345") == ("claim", "ORD-12 345")
    assert split_name(f"en{blank}attente{blank}mail") == ("waiting", "mail")
    assert [read_number(one) for one in (f"INC{blank}4", f"INC\u20114{blank}?", f"#{blank}4")] == [4, 4, 4]
    assert normalised(f"ord\u201112{blank}345") == "ORD12345"
    assert begins_with_word(f"je{blank}prends{blank}!", ["je prends"])
    assert read_severity(f"b{blank}!") == "B"
    assert wanted(f"B{blank}Printers are down") == WantedIncident("Printers are down", "Printers are down", "B")


def test_what_goes_outside_slack_has_plain_blanks() -> None:
    """A text message with any other takes 70 characters instead of 160."""
    assert "39\u00a0h".translate(second_voice.BREAKING) == "39 h"
    assert "\u202f!".translate(second_voice.BREAKING) == " !"
