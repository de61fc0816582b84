"""What was written on one side reads on the other as it was typed."""

from dataclasses import replace

import pytest

from bot.facts.remark import RemarkFacts
from bot.messages import remark
from bot.texts.catalogue import Words
from bot.texts.rich_text import written
from tests.messages.remark_with import WRITTEN_AT

WORDS = Words("en", "UTC", slack_dates=False)
FACTS = RemarkFacts(author="U0ALICE", text="Hello", files=[], written_at=WRITTEN_AT)


def shown(**changed: object) -> list[str]:
    """Return the texts of the blocks that technicians see, without the heading."""
    facts = replace(FACTS, **changed)  # type: ignore[arg-type]
    blocks = remark.to_triage(facts, words=WORDS, name_of={"U0ALICE": "Alice", "U0BOB": "Bob"}.__getitem__).blocks
    assert blocks[0]["text"]["text"] == "💬 Alice in the customer’s thread:"
    return [
        written(block)
        if block["type"] == "rich_text"
        else block["text"]["text"]
        if "text" in block
        else block["elements"][0]["text"]
        for block in blocks[1:]
    ]


class TestText:
    """Nothing of it is lost, and nobody is called."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("<@U0BOB> &lt;b&gt; &amp;amp; <https://a.example/?x=1&amp;y=2>", ["@Bob <b> &amp; https://a.example/?x=1&y=2"]),
            ("<!channel>, <!subteam^S1|@ops>, <#C1|acme>", ["@channel, @ops, #acme"]),
            ("    indented\n", ["    indented"]),
            ("", ["(no text: see the customer’s thread)"]),
            ("a" * 7000, ["a" * 3000, "a" * 3000, "a" * 1000]),
            ("a" * 2000 + "\n" + "b" * 2000, ["a" * 2000, "b" * 2000]),
            ("a" + "\n" * 4000 + "b", ["a", "b"]),
            ("😀" * 3000, ["😀" * 1500] * 2),  # two UTF-16 code units each
            ("&amp;" * 2399, ["&" * 600] * 3 + ["&" * 599]),  # Slack may count five characters each
            ("&amp;" * 12_000, ["&" * 600] * 3 + ["&" * 599 + "…"]),
        ],
    )  # fmt: skip
    def test_is_shown_as_typed(self, text: str, expected: list[str]) -> None:
        assert shown(text=text) == expected

    def test_beyond_what_slack_takes_is_cut_visibly(self) -> None:
        assert sum(map(len, shown(text="a" * 20_000))) == 12_000
        assert shown(text="a" * 20_000)[-1].endswith("…")

    def test_says_that_it_was_edited_or_deleted(self) -> None:
        assert shown(is_edited=True) == ["Hello", "(edited)"]
        assert shown(is_deleted=True) == ["Hello", "(deleted)"]


class TestFiles:
    """They are linked where that is safe."""

    @pytest.mark.parametrize(
        ("name", "link", "expected"),
        [
            ("a.log", "https://files.slack.com/a.log?x&y", "📎 <https://files.slack.com/a.log?x&amp;y|a.log>"),
            ("<a|b>", "https://files.slack.com/a", "📎 <https://files.slack.com/a|&lt;a|b&gt;>"),
            ("a\nb", "", "📎 a b"),
            ("a", "javascript:alert(1)", "📎 a"),
            ("a", "https://x|y><!channel>", "📎 a"),
            ("", "", "📎 ?"),
        ],
    )
    def test_name_and_link(self, name: str, link: str, expected: str) -> None:
        assert shown(text="", files=[{"name": name, "link": link}]) == [expected]

    def test_many_are_cut_to_what_a_message_takes(self) -> None:
        assert len(shown(text="x" * 12_000, files=[{"name": "a", "link": ""}] * 60)) == 4 + 20


def test_note_says_who_sent_it_and_when() -> None:
    said = remark.note(FACTS, words=WORDS, name_of=str)

    assert said.blocks[0]["text"]["text"] == "📤 Sent to the customer by <@U0ALICE> (Mon 23 Nov 2026, 08:00 UTC):"
