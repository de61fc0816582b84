import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from bot.texts.catalogue import LANGUAGES
from tests.house_rules.code import nodes_of

BOT = Path(__file__).parents[2] / "bot"
OTHERS = [one for one in LANGUAGES if one != "en"]


def source(language: str) -> str:
    return (BOT / "texts" / f"{language}.ftl").read_text(encoding="utf-8")


@cache
def messages(language: str) -> dict[str, ftl.Message]:
    """Return the sentences of a language by their ids."""
    entries = FluentParser().parse(source(language)).body
    assert [one.annotations for one in entries if isinstance(one, ftl.Junk)] == []
    return {one.id.name: one for one in entries if isinstance(one, ftl.Message)}


def nodes(node: object) -> Iterator[ftl.BaseNode]:
    """Yield a node of a sentence and everything in it."""
    if isinstance(node, list):
        for one in node:
            yield from nodes(one)
    elif isinstance(node, ftl.BaseNode):
        yield node
        for value in vars(node).values():
            yield from nodes(value)


def variables(message: ftl.Message) -> set[str]:
    return {one.id.name for one in nodes(message) if isinstance(one, ftl.VariableReference)}


def references(message: ftl.Message) -> set[str]:
    return {one.id.name for one in nodes(message) if isinstance(one, ftl.MessageReference)}


@cache
def named_by_sentences() -> set[str]:
    """Return the sentences that are part of another sentence."""
    return {name for one in messages("en").values() for name in references(one)}


@cache
def in_code() -> tuple[set[str], set[str]]:
    """Return the texts in bot/ and the words of columns, and what stands before the braces of f-strings."""
    texts: set[str] = set()
    beginnings: set[str] = set()
    for path in (*BOT.rglob("*.py"), *(BOT.parent / "models").glob("*vocabulary.py")):
        for node in nodes_of(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
    return texts, {one for one in beginnings if re.fullmatch(r"[a-z_]+-", one)}


def composing(folder: str) -> Iterator[str]:
    """Yield what stands between the braces of the f-strings in a folder, and what joins texts there."""
    for path in (BOT / folder).rglob("*.py"):
        for node in nodes_of(path):
            parts = node.values if isinstance(node, ast.JoinedStr) else []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
                parts = [node.func.value]
            yield from (str(one.value) for one in parts if isinstance(one, ast.Constant))


def is_used(message_id: str) -> bool:
    """Is the sentence named in code, made of a beginning and an ending there, or part of another sentence?"""
    texts, beginnings = in_code()
    if message_id in texts or message_id in named_by_sentences():
        return True
    return any(message_id.startswith(one) and message_id.removeprefix(one) in texts for one in beginnings)


class TestLanguages:
    """Whoever reads another language reads the same as in English."""

    def test_are_those_that_have_a_file(self) -> None:
        assert set(LANGUAGES) >= {"en", "fr"}

    @pytest.mark.parametrize("language", OTHERS)
    def test_have_the_same_sentences_in_the_same_order(self, language: str) -> None:
        assert list(messages("en")) == list(messages(language))

    @pytest.mark.parametrize("language", OTHERS)
    def test_say_the_same_facts(self, language: str) -> None:
        facts = {name: variables(one) | references(one) for name, one in messages("en").items()}

        assert {name: variables(one) | references(one) for name, one in messages(language).items()} == facts

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_define_each_sentence_once(self, language: str) -> None:
        ids = re.findall(r"(?m)^([a-zA-Z][\w-]*) *=", source(language))

        assert len(ids) == len(set(ids))
        assert set(ids) == set(messages(language))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_leave_no_sentence_empty(self, language: str) -> None:
        assert [name for name, one in messages(language).items() if one.value is None or one.attributes] == []


class TestUse:
    """Every sentence is said somewhere; what nobody says is taken out."""

    def test_is_made_of_each(self) -> None:
        assert [name for name in messages("en") if not is_used(name)] == []

    def test_of_a_sentence_that_is_not_there_would_be_noticed(self) -> None:
        assert not is_used("refusal-nobody_says_this")
        assert not is_used("nobody-says-this")


class TestFrenchTypography:
    """French keeps a sign with its word: U+00A0 before a colon and inside « », U+202F before ; ? ! and %."""

    WRONG = re.compile(r" [:;?!%»]|«(?!\u00a0)|(?<!\u00a0)»|(?<!\u202f)[;?!%]|(?<=\w):(?= |$)")

    def test_is_kept(self) -> None:
        texts = {
            name: [one.value for one in nodes(message) if isinstance(one, ftl.TextElement)]
            for name, message in messages("fr").items()
        }

        assert {name: text for name, text in texts.items() if any(map(self.is_wrong, text))} == {}

    def is_wrong(self, text: str) -> bool:
        return self.WRONG.search(re.sub(r":\w+:", "", text)) is not None

    @pytest.mark.parametrize("text", ["Quoi ?", "Quoi?", "a : b", "a: b", "« a\u00a0»", "«a\u00a0»", "5 %", "5\u00a0%"])
    def test_would_be_missed(self, text: str) -> None:
        assert self.is_wrong(text)

    def test_lets_emoji_and_offsets_stand(self) -> None:
        assert not self.is_wrong("à 14\u00a0h\u00a030 (UTC+05:45) avec :eyes:")

    def test_is_left_to_the_texts_by_the_code(self) -> None:
        """A sign that code puts between two texts has the spaces of one language only."""
        folders = ("forms", "listeners", "messages", "texts")

        assert [text for folder in folders for text in composing(folder) if SIGN_IN_CODE.search(text)] == []


SIGN_IN_CODE = re.compile(r"[:;?!%»]\s|[\w)\]*_][:;?!%»]$")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "[Ff]irst answer|[Ff]irst response"),  # It is the initial response.
        ("fr", "première réponse"),  # la réponse initiale
        ("fr", "Veuillez|veuillez|Merci de"),  # One tone in all refusals: Choisissez…
        ("fr", "pris en charge jusqu"),  # A product is "couvert": an incident is what is "pris en charge".
        ("fr", "offert|gratuit"),  # What is not billed is "non facturé".
    ],
)
def test_one_thing_has_one_name(language: str, words: str) -> None:
    said = [
        part.value for one in messages(language).values() for part in nodes(one) if isinstance(part, ftl.TextElement)
    ]

    assert [text for text in said if re.search(words, text)] == []


def test_what_somebody_typed_is_shown_by_one_function() -> None:
    """`shown` shortens before it escapes. Only messages that are posted whole are escaped elsewhere."""
    escaping = {
        path.name
        for path in BOT.rglob("*.py")
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom)
        and node.module == "bot.texts.slack_text"
        and "escape" in {one.name for one in node.names}
    }

    assert escaping == {"reply.py", "remark.py"}


def test_every_refusal_names_its_sentence() -> None:
    """A refusal without a text would fail only when it is shown."""
    texts, _ = in_code()
    named = {text for text in texts if re.fullmatch(r"refusal-\w+", text)}

    assert named
    assert named - set(messages("en")) == set()


def kind_of_event(node: ast.AST) -> ast.expr | None:
    """Return the node that names the event, if this call records an event of an incident."""
    if not isinstance(node, ast.Call):
        return None
    if ast.unparse(node.func) == "record_act":
        return node.args[2]
    given = {one.arg: one.value for one in node.keywords}
    return given["kind"] if ast.unparse(node.func) == "audit.record" and "incident_id" in given else None


def test_every_event_of_an_incident_has_its_line() -> None:
    """The history would fail to show it."""
    kinds = set()
    for path in (BOT / "operations").rglob("*.py"):
        for node in nodes_of(path):
            if (kind := kind_of_event(node)) is not None:
                parts = (part for part in ast.walk(kind) if isinstance(part, ast.Constant))
                kinds |= {part.value for part in parts if re.fullmatch("[a-z]+_[a-z_]+", str(part.value))}

    assert {"open_incident", "agree_split"} <= kinds
    assert {f"event-{kind}" for kind in kinds} - set(messages("en")) == set()
