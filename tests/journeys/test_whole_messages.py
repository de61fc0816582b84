"""What people and apps write is read whole, and stands on cards and in copies as it was formatted, calling nobody."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.texts.rich_text import written
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness

LEAVES = {"text", "link", "emoji"}
FORMATTED = """*Nobody* gets <https://mail.example/queue|mail>, <@U0BOB>:
• since `09:00`
• <!channel> knows
```
if a &lt; b:
```"""
READ = "Nobody gets mail (https://mail.example/queue), @Bob:\n• since 09:00\n• @channel knows\nif a < b:"
FORWARDED = {
    "is_share": True,
    "is_msg_unfurl": True,
    "author_name": "Bob Durand",
    "from_url": "https://acme.slack.com/archives/C0ACME/p1",
    "text": "Printers on floor 2 are down",
    "fallback": "[Today] Bob: Printers",
    "files": [{"id": "F1", "name": "panic.log", "permalink": "https://files.example/panic.log"}],
}
ALERT = {
    "bot_id": "B0ALERTS",
    "subtype": "bot_message",
    "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "CPU high"}}],
    "attachments": [
        {"title": "db-1", "title_link": "https://graph.example/db-1", "fields": [{"title": "Load", "value": "97"}]}
    ],
}


def blocks(message: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one for one in message["blocks"] if one["type"] == kind]


def leaves(part: Any) -> Iterator[dict[str, Any]]:
    """Yield what rich text is made of."""
    if isinstance(part, list):
        for one in part:
            yield from leaves(one)
    elif "elements" in part:
        yield from leaves(part["elements"])
    else:
        yield part


def put(harness: Harness, channel: str = CUSTOMERS, user: str = "U0ALICE", **parts: Any) -> str:
    """Let somebody post a message made of these parts; return its ts."""
    message = harness.slack.add_message(harness.slack.channels[channel], user, **parts)
    harness.slack.broadcasts.clear()  # Their own.
    assert harness.people.echo(channel, message["ts"]).ok
    harness.deliver()
    return str(message["ts"])


def check_formatted(harness: Harness, message: dict[str, Any]) -> None:
    """A message shows what is in FORMATTED as it was formatted, and calls nobody."""
    (rich,) = blocks(message, "rich_text")
    assert written(rich) == READ
    assert {one["type"] for one in leaves(rich)} <= LEAVES
    assert [one["type"].removeprefix("rich_text_") for one in rich["elements"]] == ["section", "list", "preformatted"]
    assert {"type": "text", "text": "Nobody", "style": {"bold": True}} in leaves(rich)
    assert {"type": "link", "url": "https://mail.example/queue"} in leaves(rich)
    assert "Nobody gets mail" in message["text"]
    assert "<!" not in message["text"].replace("<!date", "")
    assert not harness.slack.broadcasts


def test_a_copy_is_formatted_in_both_directions(harness: Harness) -> None:
    cards = harness.file()
    put(harness, text=FORMATTED, thread_ts=cards[CUSTOMERS])
    check_formatted(harness, harness.slack.thread(TRIAGE, cards[TRIAGE])[-1])

    ts = put(harness, TRIAGE, "U0THEO", text=FORMATTED, thread_ts=cards[TRIAGE])
    assert harness.theo.message_shortcut("send_to_customer", channel=TRIAGE, ts=ts).ok
    assert harness.theo.submit().ok
    harness.deliver()
    for place in (CUSTOMERS, TRIAGE):
        check_formatted(harness, harness.slack.thread(place, cards[place])[-1])


def test_a_card_shows_a_description_as_it_was_formatted(harness: Harness) -> None:
    typed = "See *this*:\n1. `restart`\n2. https://mail.example/queue"
    for place, ts in harness.file(Description=typed).items():
        (rich,) = blocks(harness.slack.message(place, ts), "rich_text")
        assert written(rich) == "See this:\n1. restart\n2. https://mail.example/queue"
        assert {"type": "link", "url": "https://mail.example/queue"} in leaves(rich)


@pytest.mark.parametrize("user", ["U0ALICE", "U0BOB"])
def test_a_forwarded_message_with_a_comment_loses_nothing(harness: Harness, user: str) -> None:
    harness.guichet.people.prepare(within_s=10)
    mention = f"<@{harness.slack.bot_user}>"
    ts = put(harness, user=user, text=f"{mention} *Please* look", attachments=[FORWARDED])
    offer = harness.slack.text_of(harness.slack.thread(CUSTOMERS, ts)[-1])
    assert "Please look" in offer
    for words in ("Bob Durand", str(FORWARDED["from_url"]), "Printers on floor 2 are down", "panic.log"):
        assert words in offer


def test_what_is_forwarded_alone_gives_the_title(harness: Harness) -> None:
    harness.guichet.people.prepare(within_s=10)
    ts = put(harness, text=f"<@{harness.slack.bot_user}>", attachments=[FORWARDED])
    assert "“Printers on floor 2 are down”" in harness.slack.text_of(harness.slack.thread(CUSTOMERS, ts)[-1])


def test_who_is_mentioned_has_a_name_though_nobody_knew_them_yet(harness: Harness) -> None:
    message = harness.slack.add_message(harness.slack.channels[CUSTOMERS], "U0ALICE", text="<@U0BOB> cannot print")
    assert not harness.guichet.people.knows("U0BOB")
    assert harness.alice.message_shortcut("file_incident_from_message", channel=CUSTOMERS, ts=message["ts"]).ok
    view = harness.slack.open_view("U0ALICE")
    assert view is not None
    (title,) = [one["element"]["initial_value"] for one in view["blocks"] if one.get("block_id") == "title"]
    assert title == "@Bob cannot print"


@pytest.mark.parametrize(("user", "title"), [("U0ALICE", "File an incident"), ("U0BOB", "Déclarer un incident")])
def test_an_alert_of_another_app_is_filed_whole(harness: Harness, user: str, title: str) -> None:
    message = harness.slack.add_message(harness.slack.channels[CUSTOMERS], "U0ALERTS", text="CPU high", **ALERT)
    assert harness.people[user].message_shortcut("file_incident_from_message", channel=CUSTOMERS, ts=message["ts"]).ok
    view = harness.slack.open_view(user)
    assert view is not None
    assert view["title"]["text"] == title
    (described,) = [one["element"]["initial_value"] for one in view["blocks"] if one.get("block_id") == "description"]
    assert described == "*CPU high*\ndb-1 (https://graph.example/db-1)\nLoad: 97"


def test_where_slack_refuses_the_formatting_the_words_are_posted(harness: Harness) -> None:
    cards = harness.file()
    harness.slack.fail("chat.postMessage", times=1, error="invalid_blocks")
    put(harness, text=FORMATTED, thread_ts=cards[CUSTOMERS])
    copy = harness.slack.thread(TRIAGE, cards[TRIAGE])[-1]
    assert blocks(copy, "rich_text") == []
    assert READ in [one["text"]["text"] for one in blocks(copy, "section")]
