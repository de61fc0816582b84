"""Whoever mentions Guichet outside of code, or writes to it directly, speaks to it."""

import pytest

from bot.rules.speaking import edit_of, has_new_words, is_direct, speaks_to, without_mention


@pytest.mark.parametrize(
    ("text", "own_id", "speaks", "said"),
    [
        ("<@U0BOT> list", "U0BOT", True, "list"),
        ("<@U0BOT|guichet>: list", "U0BOT", True, "list"),
        ("list, <@U0BOT>, please", "U0BOT", True, "list,  please"),
        ("<@U0THEO> list", "U0BOT", False, "<@U0THEO> list"),
        ("type `<@U0BOT>`", "U0BOT", False, "type ``"),
        ("```\n<@U0BOT>\n```", "U0BOT", False, "```\n\n```"),
        ("`a` <@U0BOT> `b`", "U0BOT", True, "`a`  `b`"),
        ("<@U0BOT> /incident list", "U0BOT", True, "list"),
        ("/incident mail is down <@U0BOT>", "U0BOT", True, "mail is down"),
        ("<@U0BOT> /incidents", "U0BOT", True, "/incidents"),
        # While our id is unknown, nothing is taken for our mention; of what is said to us, the first one goes.
        ("<@U0BOT> ask <@U0THEO>", None, False, "ask <@U0THEO>"),
    ],
)
def test_with_a_mention(text: str, own_id: str | None, speaks: bool, said: str) -> None:
    assert (speaks_to({"text": text}, own_id), without_mention(text, own_id)) == (speaks, said)


def test_directly_and_not_in_a_message_without_words() -> None:
    assert [is_direct(one) for one in ("D0ALICE", "C0ACME", "G0OLD")] == [True, False, False]
    assert [speaks_to(one, "U0BOT") for one in ({}, {"text": None})] == [False, False]


def test_is_edited_when_its_words_changed_and_not_when_slack_adds_a_preview() -> None:
    first, second = {"ts": "1.0"}, {"ts": "2.0"}
    rows: list[tuple[dict[str, object], str, bool]] = [
        ({"text": "a"}, "", False),
        # A mention tells of the edit itself, without what stood there before.
        ({"text": "a", "edited": first}, "1.0", True),
        ({"message": {"text": "b", "edited": first}, "previous_message": {"text": "a"}}, "1.0", True),
        ({"message": {"text": "c", "edited": second}, "previous_message": {"text": "b", "edited": first}}, "2.0", True),
        ({"message": {"text": "b", "edited": first}}, "1.0", True),
        # Slack has added a preview, or its author has taken it away.
        ({"message": {"text": "a"}, "previous_message": {"text": "a"}}, "", False),
        ({"message": {"text": "b", "edited": first}, "previous_message": {"text": "b", "edited": first}}, "1.0", False),
        ({"message": {"text": "a", "edited": first}, "previous_message": {"text": "a"}}, "", False),
    ]
    for event, edit, is_new in rows:
        assert (edit_of(event), has_new_words(event)) == (edit, is_new), event
