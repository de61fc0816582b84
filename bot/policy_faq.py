"""The topics of the FAQ that a provider adds: a file for each topic and language, in `faq/` beside the policy file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.policy_tables import Table
from bot.rules.markdown import as_mrkdwn
from bot.texts.catalogue import LANGUAGES
from bot.texts.length import units

FOLDER = "faq"
FILE = re.compile(r"(?P<name>[a-z0-9_-]{1,40})\.(?P<language>[a-z]{2})\.md")
TITLE_LIMIT = 75
"""Maximum characters of a question: those of an option (docs.slack.dev/reference/block-kit/composition-objects)."""
ANSWER_LIMIT = 2900
"""Maximum characters of an answer: it stands in one paragraph of Slack's."""
TOPICS_LIMIT = 50
"""Maximum topics of a provider; they stand in one select with ours."""


class Faq(Table):
    """Where to ask what Guichet does not know."""

    card_billing: str
    """Where questions about card payments are answered; "" for the managers."""
    tax_exemption: str
    """Where tax exemption certificates are sent; "" for the managers."""


@dataclass(frozen=True)
class OwnTopic:
    """A topic that the provider has added."""

    name: str
    questions: Mapping[str, str]
    """The question in each language."""
    answers: Mapping[str, str]
    """The answer in each language, as mrkdwn."""


def read_topics(folder: Path) -> tuple[OwnTopic, ...]:
    """Return the topics of the files in this folder, by name; raise ValueError with a sentence for a wrong file."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    texts = {_key(path): _read(path) for path in paths if path.suffix == ".md"}
    names = sorted({name for name, _ in texts})
    if len(names) > TOPICS_LIMIT:
        raise ValueError(f"{folder} has {len(names)} topics; at most {TOPICS_LIMIT} can be shown")
    return tuple(_topic(folder, name, texts) for name in names)


def _topic(folder: Path, name: str, texts: Mapping[tuple[str, str], tuple[str, str]]) -> OwnTopic:
    missing = [language for language in LANGUAGES if (name, language) not in texts]
    if missing:
        raise ValueError(f"{folder / name}.{missing[0]}.md is missing; every topic is needed in {_all(LANGUAGES)}")
    questions = {language: texts[name, language][0] for language in LANGUAGES}
    return OwnTopic(name, questions, {language: texts[name, language][1] for language in LANGUAGES})


def _key(path: Path) -> tuple[str, str]:
    named = FILE.fullmatch(path.name)
    if named is None or named["language"] not in LANGUAGES:
        examples = _all([f"delivery.{language}.md" for language in LANGUAGES])
        raise ValueError(f"{path} must be named after its topic and language, for instance {examples}")
    return named["name"], named["language"]


def _read(path: Path) -> tuple[str, str]:
    """Return the question and the answer of a file."""
    lines = _lines(path)
    question = next(lines, "").removeprefix("#").strip()
    answer = as_mrkdwn("\n".join(lines).strip())
    if not question or not answer:
        raise ValueError(f"{path} must begin with a line such as “# How are parcels sent?”, and the answer below it")
    for what, text, limit in (("question", question, TITLE_LIMIT), ("answer", answer, ANSWER_LIMIT)):
        if units(text) > limit:
            raise ValueError(f"the {what} in {path} is {units(text)} characters long; the limit is {limit}")
    return question, answer


def _lines(path: Path) -> Iterator[str]:
    try:
        return iter(path.read_text(encoding="utf-8-sig").strip().splitlines())
    except OSError as problem:
        raise ValueError(f"{path} cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path} cannot be read: save it as UTF-8") from None


def _all(names: Sequence[str]) -> str:
    return " and ".join(names)
