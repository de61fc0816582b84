"""What CONTRIBUTING.md and DECISIONS.md lead to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
DECISIONS = (ROOT / ".github" / "DECISIONS.md").read_text(encoding="utf-8")
PLACES = ("", "bot", "bot/operations", "bot/operations/incidents", "bot/texts")
"""Folders from which a path is written, the longest ways being shortened."""
EXAMPLES = {"bot/texts/es.ftl"}
"""Files that somebody is asked to make."""


@pytest.mark.parametrize(("text", "more_than"), [(TEXT, 40), (DECISIONS, 15)], ids=["contributing", "decisions"])
def test_every_file_that_is_named_is_there(text: str, more_than: int) -> None:
    named = set(re.findall(r"`((?:[\w.]+/)*[\w.]+\.(?:py|ftl|toml|ini))\b", text)) | set(
        re.findall(r"`([\w/]+/)`", text)
    )

    assert len(named) > more_than
    assert {one for one in named - EXAMPLES if not any((ROOT / place / one).exists() for place in PLACES)} == set()


def test_every_name_in_a_file_is_there() -> None:
    named = set(re.findall(r"`((?:[\w.]+/)*[\w.]+\.py): (\w+)\b", TEXT))
    files = {
        (file, name): [ROOT / place / file for place in PLACES if (ROOT / place / file).is_file()]
        for file, name in named
    }

    assert len(named) > 15
    assert {
        (file, name)
        for (file, name), paths in files.items()
        if not any(re.search(rf"\b{name}\b", path.read_text(encoding="utf-8")) for path in paths)
    } == set()


def test_the_contents_of_the_decisions_name_every_theme() -> None:
    themes = re.findall(r"(?m)^## (.+)$", DECISIONS)
    anchors = [re.sub(r"[^a-z -]", "", one.lower()).replace(" ", "-") for one in themes]

    assert re.findall(r"(?m)^- \[(.+)\]\(#(.+)\)$", DECISIONS) == list(zip(themes, anchors, strict=True))
