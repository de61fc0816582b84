"""What CONTRIBUTING.md leads to is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLACES = ("", "bot", "bot/operations", "bot/operations/incidents", "bot/texts")
"""Folders from which a path is written, the longest ways being shortened."""
EXAMPLES = {"bot/texts/es.ftl"}
"""Files that somebody is asked to make."""


def test_every_file_that_is_named_is_there() -> None:
    named = set(re.findall(r"`((?:[\w.]+/)*[\w.]+\.(?:py|ftl|toml|ini))\b", TEXT)) | set(
        re.findall(r"`([\w/]+/)`", TEXT)
    )

    assert len(named) > 40
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
