"""The texts that a provider writes: Markdown files in a folder beside the policy file, with a title in every language.

A text is a file for each language (`delivery.en.md`, `delivery.fr.md`), or one file with all of them (`delivery.md`),
in which each language begins with a line such as `# en: How are parcels sent?`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.texts.catalogue import LANGUAGES
from bot.texts.length import units

FILE = re.compile(r"(?P<name>[a-z0-9_-]{1,40})(?:\.(?P<language>[a-z]{2}))?\.md")
LANGUAGE_BEGINS = re.compile(rf"(?m)^#[ \t]*({'|'.join(LANGUAGES)}):")
TITLE_LIMIT = 75
"""Maximum characters of a title: those of an option (docs.slack.dev/reference/block-kit/composition-objects)."""


@dataclass(frozen=True)
class OwnText:
    """A text that the provider has added."""

    name: str
    titles: Mapping[str, str]
    """Its title in each language."""
    texts: Mapping[str, str]
    """What it says in each language, as it is written."""


@dataclass(frozen=True)
class TextKind:
    """What a folder of such texts is for."""

    folder: str
    """Name of the folder."""
    noun: str
    """What one of them is called: "topic"."""
    title: str
    """What its title is called: "question"."""
    example: str
    """An example of a title, for the sentence about a file without one."""
    file: str
    """An example of a file's name, without language and suffix."""
    text_limit: int
    """Maximum characters of a text."""
    most: int
    """Maximum texts in the folder."""
    convert: Callable[[str], str]
    """Returns a text as it is kept; raises ValueError with what is wrong, worded to follow the name of the file."""


@dataclass(frozen=True)
class Found:
    """What a folder holds: one wrong file holds up no other."""

    texts: tuple[OwnText, ...] = ()
    problems: tuple[str, ...] = ()
    """A sentence for each file that is left out."""


Part = tuple[str, str, str]
"""A language, with the title and the text in it."""


@dataclass
class _Reading:
    parts: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    """Title and text in each language, by the name of the text."""
    problems: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Names of texts with a wrong file: the sentence about that file is enough."""


def read_texts(beside: Path, kind: TextKind) -> Found:
    """Return the texts beside this policy file, by name, and a sentence for each file that cannot be used."""
    folder, reading = beside.parent / kind.folder, _Reading()
    try:
        paths = sorted(one for one in folder.iterdir() if one.suffix == ".md") if folder.is_dir() else []
    except OSError as problem:
        return Found(problems=(f"{folder} cannot be read: {problem.strerror}",))
    for path in paths:
        try:
            _add(reading, path, kind)
        except ValueError as problem:
            reading.problems.append(str(problem))
            reading.broken.add(path.name.partition(".")[0])
    texts = [*_complete(folder, kind, reading)]
    if len(texts) > kind.most:
        reading.problems.append(
            f"{folder} has {len(texts)} {kind.noun}s; at most {kind.most} can be shown, and those after "
            f"“{texts[kind.most - 1].name}” are not"
        )
    return Found(tuple(texts[: kind.most]), tuple(reading.problems))


def _add(reading: _Reading, path: Path, kind: TextKind) -> None:
    name, language = _key(path, kind)
    for written_in, title, text in _parts(path, language, kind):
        if written_in in reading.parts.setdefault(name, {}):
            raise ValueError(f"{path} says in {written_in} what another part or file of {name} says already")
        reading.parts[name][written_in] = (title, text)


def _complete(folder: Path, kind: TextKind, reading: _Reading) -> Iterator[OwnText]:
    """Yield the texts that are there in every language, and note why the others are left out."""
    taken: dict[tuple[str, str], str] = {}
    for name, parts in sorted(reading.parts.items()):
        if name in reading.broken:
            continue
        if missing := [language for language in LANGUAGES if language not in parts]:
            reading.problems.append(_missing(folder, name, kind, language=missing[0]))
            continue
        titles = {language: parts[language][0] for language in LANGUAGES}
        same = next((one for one in titles.items() if (one[0], one[1].casefold()) in taken), None)
        if same:
            other = taken[same[0], same[1].casefold()]
            reading.problems.append(f"{folder / name} and {folder / other} are both called “{same[1]}”; rename one")
            continue
        taken |= {(language, title.casefold()): name for language, title in titles.items()}
        yield OwnText(name, titles, {language: parts[language][1] for language in LANGUAGES})


def _missing(folder: Path, name: str, kind: TextKind, *, language: str) -> str:
    needed = f"every {kind.noun} is needed in {_all(LANGUAGES)}"
    if (folder / f"{name}.md").is_file():
        return f"{folder / name}.md has no part that begins with “# {language}: {kind.example}”; {needed}"
    return f"{folder / name}.{language}.md is missing; {needed}"


def _key(path: Path, kind: TextKind) -> tuple[str, str | None]:
    """Return the name of the text in a file, and its language; None for a file with all languages."""
    named = FILE.fullmatch(path.name)
    if named is None or named["language"] not in {None, *LANGUAGES}:
        examples = _all([f"{kind.file}.{language}.md" for language in LANGUAGES])
        raise ValueError(f"{path} must be named after its {kind.noun} and language, for instance {examples}")
    return named["name"], named["language"]


def _parts(path: Path, language: str | None, kind: TextKind) -> Iterator[Part]:
    """Yield each language of a file, with the title and the text in it."""
    text = _read(path)
    if language is not None:
        yield language, *_title_and_text(path, text, kind)
        return
    before, *parts = LANGUAGE_BEGINS.split(text)
    if before.strip() or not parts:
        raise ValueError(
            f"{path} must begin with a line such as “# {LANGUAGES[0]}: {kind.example}”, or be two files such as "
            f"{path.stem}.{LANGUAGES[0]}.md"
        )
    for written_in, part in zip(parts[::2], parts[1::2], strict=True):
        yield written_in, *_title_and_text(path, part, kind)


def _title_and_text(path: Path, written: str, kind: TextKind) -> tuple[str, str]:
    first, _, rest = written.strip().partition("\n")
    title, text = first.removeprefix("#").strip(), rest.strip()
    try:
        text = kind.convert(text)
    except ValueError as problem:
        raise ValueError(f"{path} {problem}") from None
    if not title or not text:
        raise ValueError(f"{path} must begin with a line such as “# {kind.example}”, and the {kind.noun} below it")
    for what, measured, limit in ((kind.title, title, TITLE_LIMIT), (kind.noun, text, kind.text_limit)):
        if units(measured) > limit:
            raise ValueError(f"the {what} in {path} is {units(measured)} characters long; the limit is {limit}")
    return title, text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except OSError as problem:
        raise ValueError(f"{path} cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path} cannot be read: save it as UTF-8") from None


def _all(names: Sequence[str]) -> str:
    return " and ".join(names)
