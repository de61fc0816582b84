from typing import Any

from bot.demo.reading import transcript, visible_text
from tests.demo.tiny_bot import words

BLOCKS: list[dict[str, Any]] = [
    {"type": "header", "text": words("INC-1")},
    {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Severity*"}, words("A")]},
    {"type": "divider"},
    {
        "type": "section",
        "text": words("Mail is down"),
        "accessory": {"type": "button", "action_id": "show", "text": words("Show")},
    },
    {"type": "context", "elements": [words("filed today")]},
    {
        "type": "actions",
        "elements": [{"type": "static_select", "action_id": "more", "placeholder": words("More")}],
    },
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "rich"}]}],
    },
]


def test_blocks_are_read_from_top_to_bottom_with_buttons_in_brackets() -> None:
    read = visible_text({"text": "not shown beside blocks", "blocks": BLOCKS})
    assert read.split("\n") == [
        "INC-1",
        "*Severity*",
        "A",
        "Mail is down",
        "[Show]",
        "filed today",
        "More",
        "rich",
    ]


def test_a_message_without_blocks_is_its_text() -> None:
    assert visible_text({"text": "plain", "blocks": []}) == "plain"
    assert visible_text({"text": None}) == ""


def test_a_transcript_puts_replies_below_what_they_answer() -> None:
    messages = [
        {"ts": "1", "user": "U0ALICE", "text": "Mail is down", "reactions": [{"name": "eyes"}]},
        {"ts": "2", "user": "U0ALICE", "text": "And the phone"},
        {"ts": "3", "user": "U0THEO", "text": "On it\nnow", "thread_ts": "1"},
        {"ts": "4", "user": "U0BOT", "text": "Thanks", "ephemeral_to": "U0ALICE"},
    ]
    assert transcript(messages, {"U0ALICE": "Alice", "U0THEO": "Theo"}).split("\n") == [
        "  Alice: Mail is down :eyes:",
        "      Theo: On it",
        "        now",
        "  Alice: And the phone",
        "  U0BOT (only to Alice): Thanks",
    ]
