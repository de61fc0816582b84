import pytest

from bot.rules.carried import NotOurs
from bot.rules.subject import Subject, decode

SUBJECTS = {
    "an incident": Subject(42),
    "a version of its scope": Subject(42, scope=3),
    "no version yet": Subject(42, scope=0),
    "a proposal to split it": Subject(42, split=7),
    "who has it": Subject(42, holder="U0THEO"),
    "the fields that were filled in": Subject(42, edit=3, edited=("contacts", "title")),
}
BEFORE: list[tuple[str, str, Subject]] = [
    ("acknowledge_incident", "42", Subject(42)),
    ("propose_scope", "42", Subject(42)),  # the button
    ("propose_scope", "42 0", Subject(42, scope=0)),  # the form
    ("amend_scope", "42 3", Subject(42, scope=3)),
    ("agree_scope", "42 3", Subject(42, scope=3)),
    ("agree_split", "42 7", Subject(42, split=7)),
    ("decline_split", "42 7", Subject(42, split=7)),
    ("take_over", "42 U0THEO", Subject(42, holder="U0THEO")),
    ("take_over", "42 None", Subject(42, holder="None")),
    (
        "edit_incident",
        '{"incident": 42, "edit": 3, "edited": "contacts title"}',
        Subject(42, edit=3, edited=("contacts", "title")),
    ),
]
"""Buttons and forms that stand in Slack since earlier versions."""


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_what_is_encoded_is_read_back(subject: Subject) -> None:
    assert decode(subject.encode(), name="take_over") == subject


@pytest.mark.parametrize(("name", "text", "subject"), BEFORE)
def test_buttons_of_earlier_versions_are_still_understood(name: str, text: str, subject: Subject) -> None:
    assert decode(text, name=name) == subject


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "forty-two",
        "42 three",
        "9" * 30,
        "{",
        '{"incident"',
        "{}",
        '{"incident": null}',
        '{"incident": "42"}',
        '{"incident": -1}',
        '{"incident": 42.0}',
        '{"incident": true}',
        '{"incident": 12345678901234567890}',
        '{"incident": ' + "9" * 5000 + "}",
        '{"incident": [42]}',
        '{"incident": 42, "scope": []}',
        '{"incident": 42, "split": "7"}',
        '{"incident": 42, "holder": 7}',
        '{"incident": 42, "edited": 7}',
        '{"incident": 42, "edited": ["title", null]}',
        '{"incident": 42, "more": 1}',
        "[42]",
        '{"a": ' * 100_000,
    ],
)
def test_anything_else_is_not_ours(text: str | None) -> None:
    with pytest.raises(NotOurs):
        decode(text, name="agree_scope")
