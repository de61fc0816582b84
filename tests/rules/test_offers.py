"""What somebody wrote becomes title, description and severity of what would be filed."""

from dataclasses import replace

import pytest

from bot.rules.offers import WantedIncident, author_of, read_severity, wanted, wanted_in_form, who_reacted
from bot.rules.person import Person, TechniciansUnknown
from bot.texts.set_phrases import SET_PHRASES

ALICE = Person("U0ALICE", "Alice", "en", "Europe/Paris", is_technician=False)
THEO = replace(ALICE, user_id="U0THEO", is_technician=True)


@pytest.mark.parametrize(
    ("text", "severity", "title"),
    [
        ("B printers are down", "B", "printers are down"),
        ("*A*: no mail", "A", "no mail"),
        ("(C no mail", None, "(C no mail"),
        ("C) no mail", "C", "no mail"),
        ("[B] no mail", "B", "no mail"),
        ("(C): no mail", "C", "no mail"),
        ("B\nno mail", "B", "no mail"),
        ("*A*:\n\nno mail", "A", "no mail"),
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


def test_a_greeting_is_not_in_the_title_and_may_stand_before_the_severity() -> None:
    rows = [
        ("hi our printers are down", None, "our printers are down", "hi our printers are down"),
        ("hello, mail is down", None, "mail is down", "hello, mail is down"),
        ("Hello all\n\nno mail\nsince nine", None, "no mail", "Hello all\n\nno mail\nsince nine"),
        ("Bonjour, B plus de courriel", "B", "plus de courriel", "plus de courriel"),
        ("please B: no mail\nsince nine", "B", "no mail", "no mail\nsince nine"),
        ("severity C no mail", "C", "no mail", "no mail"),
        ("severity b - no mail", "B", "no mail", "no mail"),
        ("*B printers* are down", "B", "printers are down", "*printers* are down"),
        ("*B*: *printers* are down", "B", "printers are down", "*printers* are down"),
        ("Gravité B : plus de courriel", "B", "plus de courriel", "plus de courriel"),
        ("B hello, no mail", "B", "no mail", "hello, no mail"),
        ("Bonjour,\nGravité B\nplus de courriel", "B", "plus de courriel", "plus de courriel"),
        ("severity of the outage", None, "severity of the outage", "severity of the outage"),
        ("Hello", None, "Hello", "Hello"),
        ("Hello all", None, "Hello all", "Hello all"),
        ("Bonjour à tous !", None, "Bonjour à tous !", "Bonjour à tous !"),
        (
            "hi\nshot.png https://files.example/shot.png",
            None,
            "shot.png",
            "hi\nshot.png https://files.example/shot.png",
        ),
        ("B\nshot.png https://files.example/F1", "B", "shot.png", "shot.png https://files.example/F1"),
        ("see https://example.com/a.html", None, "see https://example.com/a.html", "see https://example.com/a.html"),
    ]
    for text, severity, title, description in rows:
        assert wanted(text, SET_PHRASES) == WantedIncident(title, description, severity), text  # type: ignore[arg-type]


def test_in_a_form_an_english_article_names_no_severity() -> None:
    rows = {"A printer is down": None, "Hello, A printer is down": None, "A Mail is down": "A", "A: mail is down": "A",
            "A\nprinter is down": "A", "B printers are down": "B", "*A* mail": "A", "a printer": None}  # fmt: skip
    assert {text: wanted_in_form(text, SET_PHRASES).severity for text in rows} == rows
    assert wanted_in_form("A printer is down").title == "A printer is down"


@pytest.mark.parametrize(
    ("text", "severity"),
    [("b", "B"), (" *A*! ", "A"), ("C.", "C"), ("D", None), ("AB", None), ("", None), ("A now", None)],
)
def test_names_a_severity_and_nothing_else(text: str, severity: str | None) -> None:
    assert read_severity(text) == severity


def test_names_a_severity_politely() -> None:
    rows = {"B please": "B", "severity b": "B", "Gravité A !": "A", "hello, B": "B", "sev": None, "B list": None,
            "severity B printers": None}  # fmt: skip
    assert {text: read_severity(text, SET_PHRASES) for text in rows} == rows


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


def test_whose_reaction_stands() -> None:
    ticket = {"name": "ticket", "users": ["U0BOB", "U0GUICHET", "U0ALICE"], "count": 3}
    eyes = {"name": "eyes", "users": ["U0THEO"], "count": 1}
    rows = [([eyes, ticket], ["U0BOB", "U0ALICE"]), ([eyes], []), ([], []), (None, []), ([{"name": "ticket"}], [])]
    for reactions, expected in rows:
        assert who_reacted({"reactions": reactions}, "ticket", but="U0GUICHET") == expected
    assert who_reacted({}, "ticket", but=None) == []
