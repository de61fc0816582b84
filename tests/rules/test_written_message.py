"""What a person wrote, read from what Slack gives."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.rules.written_message import WrittenMessage, read_message, read_of_app

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
MESSAGE = {"ts": "1.0", "user": "U0ALICE", "text": "Hello"}
WRITTEN = WrittenMessage("C0ACME", "1.0", "U0ALICE", AT, "Hello")


@pytest.mark.parametrize(
    "of_nobody",
    [
        {"bot_id": "B0JIRA"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "tombstone"},
        {"user": None},
    ],
)
def test_apps_and_slack_itself_say_nothing(of_nobody: dict[str, Any]) -> None:
    assert read_message(MESSAGE | of_nobody, channel="C0ACME", at=AT) is None


@pytest.mark.parametrize(
    ("changed", "is_of_app"),
    [
        ({"bot_id": "B0JIRA"}, True),
        ({"bot_id": "B0JIRA", "subtype": "bot_message", "user": None}, True),
        ({"subtype": "bot_message", "user": None}, True),
        ({"bot_id": "B0JIRA", "subtype": "channel_join"}, False),
        ({"subtype": "tombstone"}, False),
        ({}, False),
    ],
)
def test_what_an_app_posted_is_read_as_if_somebody_had_written_it(changed: dict[str, Any], is_of_app: bool) -> None:
    read = read_of_app(MESSAGE | {"user": "U0JIRA"} | changed, channel="C0ACME", at=AT, author="U0ALICE")
    assert read == (WRITTEN if is_of_app else None)


@pytest.mark.parametrize("subtype", [None, "file_share", "thread_broadcast", "me_message"])
def test_people_do(subtype: str | None) -> None:
    assert read_message(MESSAGE | {"subtype": subtype}, channel="C0ACME", at=AT) == WRITTEN


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ({"id": "F1", "name": "a.log", "permalink": "https://p", "url_private": "https://u"}, ("a.log", "https://p")),
        ({"id": "F1", "title": "A log", "url_private": "https://u"}, ("A log", "https://u")),
        ({"id": "F1", "file_access": "check_file_info"}, ("F1", "")),  # in a channel shared with another company
    ],
)
def test_files_have_a_name_and_perhaps_a_link(file: dict[str, str], expected: tuple[str, str]) -> None:
    message = read_message(MESSAGE | {"files": [file]}, channel="C0ACME", at=AT)

    assert message is not None
    assert [(one["name"], one["link"]) for one in message.files] == [expected]


def test_forwarded_message_has_the_words_of_what_was_forwarded() -> None:
    forwarded = {"text": "", "attachments": [{"text": "It is down.", "fallback": "[9:00] bob: It is down."}]}
    message = read_message(MESSAGE | forwarded, channel="C0ACME", at=AT)

    assert message is not None
    assert message.text == "It is down."


def test_what_no_database_holds_is_replaced() -> None:
    files = [{"name": "a\0.log", "permalink": "https://p/\udfff"}]
    written = read_message(MESSAGE | {"text": "a\udfffb", "files": files}, channel="C0ACME", at=AT)
    assert written is not None
    assert (written.text, written.files) == ("a\ufffdb", [{"name": "a\ufffd.log", "link": "https://p/\ufffd"}])
