"""Whatever a message consists of is read in one text, once, and nothing in it comes to life."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.markup import parse
from bot.rules.whole_message import files_of, text_of
from bot.texts.slack_text import as_typed

Part = dict[str, Any]
ALERT = {"user": None, "bot_id": "B0ALERTS", "subtype": "bot_message"}


def rich(*elements: Part) -> Part:
    return {"type": "rich_text", "elements": list(elements)}


def line(*leaves: Part | str, kind: str = "section") -> Part:
    """Return a line of rich text; a string is a text."""
    return {"type": f"rich_text_{kind}", "elements": [text(one) if isinstance(one, str) else one for one in leaves]}


def text(words: str, *styles: str) -> Part:
    return {"type": "text", "text": words, **({"style": dict.fromkeys(styles, True)} if styles else {})}


def items(*words: Part | str, style: str = "bullet", **more: int) -> Part:
    return {
        "type": "rich_text_list",
        "style": style,
        "elements": [line(one) if isinstance(one, str) else one for one in words],
        **more,
    }


def section(words: str, kind: str = "mrkdwn", **more: Any) -> Part:
    return {"type": "section", "text": {"type": kind, "text": words}, **more}


def said(**message: Any) -> str:
    """Return what a message of Alice's says, as it was typed."""
    return as_typed(text_of({"user": "U0ALICE", "text": "", **message}), {"U0BOB": "Bob"}.get)  # type: ignore[arg-type]


RICH = [
    # The same as the text: once, as formatted.
    ("Mail is *down*", [line("Mail is ", text("down", "bold"))], "Mail is *down*"),
    ("hi <@U0BOB>", [line("hi ", {"type": "user", "user_id": "U0BOB"})], "hi @Bob"),
    ("<!subteam^S1|@ops> <#C1|acme>", [line({"type": "usergroup", "usergroup_id": "S1"}, " ",
      {"type": "channel", "channel_id": "C1"})], "@ops #acme"),
    ("<!here> now", [line({"type": "broadcast", "range": "here"}, " now")], "@here now"),
    ("<https://a.example/x>", [line({"type": "link", "url": "https://a.example/x"})], "https://a.example/x"),
    ("<https://a.example|bank>", [line({"type": "link", "url": "https://a.example", "text": "bank"})],
     "bank (https://a.example)"),
    ("<mailto:a@b.example|a@b.example>", [line({"type": "link", "url": "mailto:a@b.example", "text": "a@b.example"})],
     "a@b.example"),
    # Styles: around words only, on each line, none where its sign would not be read.
    ("", [line(text("a b ", "bold"), text("c", "italic", "bold"), text("~", "strike"))], "*a b* _*c*_~"),
    ("", [line("un", text("believ", "bold"), "able")], "unbelievable"),
    ("", [line(text("one\ntwo", "strike"))], "~one~\n~two~"),
    ("", [line(text("ls -l", "code"))], "`ls -l`"),
    # Lists, quotations, code.
    ("", [line("Tried:\n"), items("one", "two"), items("deep", indent=1), items("three", style="ordered", offset=2)],
     "Tried:\n• one\n• two\n    • deep\n3. three"),
    ("", [items(line("one\nmore"))], "• one\n    more"),
    ("", [line("so\nhe said", kind="quote"), line("x = *1*\n  y", kind="preformatted")],
     "> so\n> he said\n```\nx = *1*\n  y\n```"),
    ("", [line("a ``` b", kind="preformatted")], "a ``` b"),
    # Other leaves.
    ("", [line({"type": "emoji", "name": "wave", "skin_tone": 3}, {"type": "emoji", "name": "x"})],
     ":wave::skin-tone-3::x:"),
    ("", [line({"type": "date", "timestamp": 1795420800, "format": "{date}", "fallback": "23 Nov"})], "23 Nov"),
    ("", [line({"type": "date", "timestamp": 1795420800, "format": "{date}"})], "2026-11-23 08:00 UTC"),
    ("", [line({"type": "color", "value": "#ff0000"})], "#ff0000"),
    ("", [line({"type": "hologram", "text": "words of", "elements": [text("the future")]})], "words of the future"),
    ("", [{"type": "rich_text_hologram", "elements": [text("still there")]}], "still there"),
    ("", [line("a &amp; b < c & d > e &lt;")], "a & b < c & d > e <"),
    ("", [line({"type": "link", "url": "javascript:alert(1)", "text": "safe"})], "safe javascript:alert(1)"),
    # What the text says beyond the blocks, and the blocks beyond the text.
    ("Summary here", [line("Details there")], "Summary here\nDetails there"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "elements", "expected"), RICH)
def test_what_people_write(words: str, elements: list[Part], expected: str) -> None:
    assert said(text=words, blocks=[rich(*elements)]) == expected


BLOCKS: list[tuple[list[Part], str]] = [
    ([{"type": "header", "text": {"type": "plain_text", "text": "CPU <high>"}}, section("*db-1* at 97 %")],
     "*CPU <high>*\n*db-1* at 97 %"),
    ([section("a", fields=[{"type": "mrkdwn", "text": "*Host* db-1"}, {"type": "plain_text", "text": "Zone <!here>"}])],
     "a\n*Host* db-1\nZone <!here>"),
    ([section("a", accessory={"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "Graph"},
                              "url": "https://g.example/1"})], "a\nGraph (https://g.example/1)"),
    ([section("a", accessory={"type": "static_select", "action_id": "x", "options": [section("never")]})], "a"),
    ([{"type": "context", "elements": [{"type": "mrkdwn", "text": "since 09:00"},
                                       {"type": "image", "image_url": "https://i.example/i.png", "alt_text": "Bob"}]}],
     "since 09:00\nBob"),
    ([{"type": "image", "title": {"type": "plain_text", "text": "Load"}, "alt_text": "a graph",
       "image_url": "https://i.example/g.png"}], "Load a graph (https://i.example/g.png)"),
    ([{"type": "actions", "elements": [
        {"type": "button", "action_id": "1", "text": {"type": "plain_text", "text": "Silence"}},
        {"type": "button", "action_id": "2", "text": {"type": "plain_text", "text": "Runbook"},
         "url": "https://r.example"}]}], "Runbook (https://r.example)"),
    ([{"type": "markdown", "text": "**Down** see [it](https://r.example)\n- one"}],
     "*Down* see it (https://r.example)\n• one"),
    ([{"type": "table", "rows": [[{"type": "raw_text", "text": "host"}, {"type": "raw_text", "text": "load"}],
                                 [{"type": "rich_text", "elements": [line("db-1")]},
                                  {"type": "raw_number", "value": 97, "text": "97"}]]}],
     "host | load\ndb-1 | 97\n97"),
    ([{"type": "hologram", "title": {"type": "plain_text", "text": "New"}, "body": "words", "parts": [section("deep")]}
      ], "New\nwords\ndeep"),
    ([{"type": "divider"}, {}, section("")], ""),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "expected"), BLOCKS)
def test_what_apps_build(blocks: list[Part], expected: str) -> None:
    assert said(**ALERT, blocks=blocks) == expected


def test_a_text_that_repeats_the_blocks_is_left_out() -> None:
    blocks = [section("*CPU high* on <https://h.example|db-1>"), section("97 %")]

    for words in ("CPU high on db-1", "CPU high"):
        assert said(**ALERT, text=words, blocks=blocks) == "*CPU high* on db-1 (https://h.example)\n97 %"
    assert said(**ALERT, text="CPU high on db-1: page Bob", blocks=[section("97 %")]) == (
        "CPU high on db-1: page Bob\n97 %"
    )


LEGACY: list[tuple[Part, str]] = [
    ({"fallback": "CPU high", "pretext": "Attention", "title": "db-1", "title_link": "https://h.example/1",
      "text": "at *97 %*", "fields": [{"title": "Zone", "value": "eu"}, {"title": "", "value": "<!channel>"}],
      "author_name": "Watcher", "footer": "since 09:00"},
     "Attention\nWatcher\ndb-1 (https://h.example/1)\nat *97 %*\nZone: eu\n@channel\nsince 09:00"),
    ({"fallback": "Only this"}, "Only this"),
    ({"color": "#f00", "blocks": [section("in a block")], "fallback": "[no preview available]"}, "in a block"),
    ({"image_url": "https://i.example/g.png", "title": "Load"}, "Load\nhttps://i.example/g.png"),
    ({"text": "a", "actions": [{"text": "Open", "url": "https://o.example"}, {"text": "Silence"}]},
     "a\nOpen (https://o.example)"),
    ({}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("attachment", "expected"), LEGACY)
def test_what_older_apps_attach(attachment: Part, expected: str) -> None:
    assert said(**ALERT, attachments=[attachment]) == expected


SHARED = {
    "is_share": True,
    "is_msg_unfurl": True,
    "from_url": "https://acme.slack.com/archives/C1/p1",
    "author_id": "U0BOB",
}
FORWARDED: list[tuple[str, Part, str]] = [
    ("", SHARED | {"author_name": "Bob Durand", "text": "Mail is down", "fallback": "[Today] Bob: Mail is down"},
     "↪ Bob Durand (https://acme.slack.com/archives/C1/p1):\nMail is down"),
    ("Please look", SHARED | {"author_name": "", "text": "Mail is *down*"},
     "Please look\n↪ @Bob https://acme.slack.com/archives/C1/p1:\nMail is *down*"),
    ("See", SHARED | {"author_name": "Bob", "text": "code:\nx", "message_blocks": [
        {"channel": "C1", "ts": "1.1", "message": {"blocks": [rich(line("code:"), line("x", kind="preformatted"))]}}]},
     "See\n↪ Bob (https://acme.slack.com/archives/C1/p1):\ncode:\n```\nx\n```"),
    ("", SHARED | {"author_name": "Bob", "message_blocks": [
        {"message": {"text": "outer", "attachments": [{"is_share": True, "author_name": "Eve", "text": "inner"}]}}]},
     "↪ Bob (https://acme.slack.com/archives/C1/p1):\nouter\n↪ Eve:\ninner"),
    ("x", {"is_msg_unfurl": True, "text": "linked words", "author_name": "Bob"}, "x\n↪ Bob:\nlinked words"),
    ("x", {"is_share": True, "fallback": "only a fallback"}, "x\n↪:\nonly a fallback"),
]  # fmt: skip


@pytest.mark.parametrize(("comment", "attachment", "expected"), FORWARDED)
def test_what_is_forwarded(comment: str, attachment: Part, expected: str) -> None:
    assert said(text=comment, attachments=[attachment]) == expected


def test_the_preview_of_a_link_is_nobodys_words() -> None:
    preview = {"from_url": "https://a.example", "original_url": "https://a.example", "title": "A page", "text": "..."}

    assert said(text="<https://a.example>", attachments=[preview]) == "https://a.example"
    assert said(text="", attachments=[preview]) == "A page\n..."


@pytest.mark.parametrize(
    ("file", "name", "link"),
    [
        ({"id": "F1", "name": "a.log", "permalink": "https://f.example/1"}, "a.log", "https://f.example/1"),
        ({"id": "F1", "title": "A log", "url_private": "https://f.example/2"}, "A log", "https://f.example/2"),
        ({"id": "F1", "file_access": "check_file_info"}, "F1", ""),  # of another workspace
        ({"id": "F1", "mode": "tombstone", "name": None}, "F1", ""),  # deleted
        ({"id": "F1", "is_external": True, "name": "doc", "permalink": "https://other.example"}, "doc", "https://other.example"),
        ({}, "", ""),
    ],
)  # fmt: skip
def test_files_are_named(file: Part, name: str, link: str) -> None:
    expected = [{"name": name, "link": link}]

    assert files_of({"files": [file]}) == expected
    assert files_of({"attachments": [SHARED | {"files": [file]}]}) == expected
    assert files_of({"attachments": [SHARED | {"message_blocks": [{"message": {"files": [file]}}]}]}) == expected


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": None, "blocks": None, "attachments": None, "files": None},
        {"text": {"a": 1}, "blocks": {"type": "section"}, "attachments": "x", "files": [1, None]},
        {"blocks": [None, 1, "x", [], {"type": None}, {"type": "rich_text", "elements": [None, {}, {"elements": 7}]}]},
        {"blocks": [{"type": "table", "rows": [7, [None]]}, {"type": "section", "text": {"text": None}}]},
        {"attachments": [None, {"fields": 7, "message_blocks": [{"message": 7}, 7]}]},
        {"blocks": [rich({"type": "rich_text_list", "indent": "x", "offset": -3, "elements": []})]},
    ],
)
def test_what_is_no_message_of_slacks_says_nothing(message: Part) -> None:
    assert text_of(message).strip() == ""
    assert files_of(message) == []


NASTY = ["<!channel>", "<!here|x>", "<@U0EVIL>", "<!subteam^S0>", "<https://evil.example|bank>", "&lt;", "*", "`", "\n"]
WORDS = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=9)), max_size=6).map("".join)
LEAF = st.one_of(
    st.builds(text, WORDS, st.sampled_from(["bold", "italic", "strike", "code"])),
    st.builds(lambda label: {"type": "link", "url": "https://l.example/x", "text": label}, WORDS),
    st.builds(lambda kind, words: {"type": kind, "text": words}, st.sampled_from(["hologram", "text"]), WORDS),
)
RICH_LINE = st.builds(
    lambda leaves, kind: line(*leaves, kind=kind),
    st.lists(LEAF, max_size=4),
    st.sampled_from(["section", "quote", "preformatted", "hologram"]),
)
MESSAGES = st.fixed_dictionaries(
    {"text": WORDS},
    optional={
        "blocks": st.lists(
            st.one_of(
                st.builds(lambda lines: rich(*lines, items(*lines)), st.lists(RICH_LINE, max_size=3)),
                st.builds(section, WORDS, st.just("plain_text")),
                st.builds(lambda words: {"type": "hologram", "text": words}, WORDS),
            ),
            max_size=3,
        ),
        "attachments": st.lists(
            st.fixed_dictionaries(
                {"text": WORDS},
                optional={
                    "is_share": st.just(True),
                    "pretext": WORDS,
                    "fields": st.just([{"title": "T", "value": "V"}]),
                },
            ),
            max_size=2,
        ),
    },
)


def leaves_of(part: Any) -> list[str]:
    """Return every text in a message, however deep."""
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [words for name, one in part.items() if name != "text" or not own for words in leaves_of(one)]
    return [words for one in part for words in leaves_of(one)] if isinstance(part, list) else []


@given(MESSAGES)
def test_no_word_is_lost(message: Part) -> None:
    """Every word of every text stands in what is read; what is escaped reads as itself."""
    found = as_typed(text_of({"user": "U0ALICE", **message}))
    for words in leaves_of(message):
        for word in re.findall(r"\w{2,}", re.sub(r"&(?:amp|lt|gt);|<[^<>]*>", " ", words)):
            assert word.strip("_") in found


@given(MESSAGES)
def test_nothing_dangerous_passes(message: Part) -> None:
    """Shown to people it consists of words, emoji and addresses that are what they show."""
    for passage in parse(as_typed(text_of({"user": "U0ALICE", **message}))):
        for span in passage.spans:
            assert span.kind in {"text", "link", "emoji"}
            assert span.kind != "link" or re.fullmatch(r"https?://[^\s<>]+", span.text)
