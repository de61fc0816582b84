"""What somebody wrote becomes title, description and severity of what would be filed."""

from dataclasses import replace

import pytest

from bot.rules.offers import WantedIncident, author_of, read_severity, wanted
from bot.rules.person import Person, TechniciansUnknown

ALICE = Person("U0ALICE", "Alice", "en", "Europe/Paris", is_technician=False)
THEO = replace(ALICE, user_id="U0THEO", is_technician=True)


@pytest.mark.parametrize(
    ("text", "severity", "title"),
    [
        ("B printers are down", "B", "printers are down"),
        ("*A*: no mail", "A", "no mail"),
        ("(C no mail", None, "(C no mail"),
        ("C) no mail", "C", "no mail"),
        ("b printers are down", None, "b printers are down"),
        ("D printers are down", None, "D printers are down"),
        ("A", None, "A"),  # Nothing is wrong but the letter.
        ("Apples are down", None, "Apples are down"),
    ],
)
def test_begins_with_a_severity_or_with_none(text: str, severity: str | None, title: str) -> None:
    assert wanted(f"  {text} ") == WantedIncident(title, title, severity)  # type: ignore[arg-type]


def test_is_titled_by_the_first_line_that_says_something_itself() -> None:
    text = "\n↪ Bob: no mail\n*Since   nine* nobody gets mail\nHelp"
    assert wanted(text) == WantedIncident("Since nine nobody gets mail", text.strip())
    assert wanted("↪ Bob: no mail").title == "↪ Bob: no mail"


@pytest.mark.parametrize(
    ("text", "severity"),
    [("b", "B"), (" *A*! ", "A"), ("C.", "C"), ("D", None), ("AB", None), ("", None), ("A now", None)],
)
def test_names_a_severity_and_nothing_else(text: str, severity: str | None) -> None:
    assert read_severity(text) == severity


def test_a_technician_offers_it_to_its_author_and_others_file_it_themselves() -> None:
    rows = [
        ("U0ALICE", ALICE, False, "U0ALICE"),
        ("U0BOB", ALICE, False, "U0ALICE"),
        ("U0THEO", ALICE, True, "U0ALICE"),
        ("U0ALICE", THEO, False, "U0ALICE"),
        ("U0TESS", THEO, True, "U0THEO"),
        ("U0THEO", THEO, True, "U0THEO"),
    ]
    for written_by, reacted, is_technician, expected in rows:
        assert author_of(written_by, reacted, lambda answer=is_technician: answer) == expected  # type: ignore[misc]


def test_who_reacted_is_not_guessed() -> None:
    with pytest.raises(TechniciansUnknown):
        author_of("U0BOB", replace(ALICE, is_technician=None), lambda: False)
