"""What was typed, out of Slack's markup."""

import pytest

from bot.texts.slack_text import as_typed, shown


@pytest.mark.parametrize(
    ("from_slack", "typed"),
    [
        ("plain", "plain"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),  # unescaped once, not twice
        ("<https://status.example>", "https://status.example"),
        ("<https://status.example|status.example>", "status.example"),
        ("<mailto:bob@example.com|bob@example.com>", "bob@example.com"),
        ("<https://status.example/|status.example>", "status.example"),
        ("the <https://logs.example/?a=1&amp;b=2|log &amp; trace>", "the log & trace (https://logs.example/?a=1&b=2)"),
        ("<mailto:bob@example.com|Bob>", "Bob (bob@example.com)"),
        ("<slack://open|here>", "here"),
        ("<@U0THEO> see &lt;https://x&gt;", "@U0THEO see <https://x>"),  # a mention stays recognisable
        ("<@U0BOB|bob>", "@bob"),
        ("<!here> <!channel> <!everyone>", "@here @channel @everyone"),
        ("<!here|here>", "@here"),  # as Slack wrote it in former years
        ("<!subteam^S1|@ops> <!subteam^S1>", "@ops @S1"),
        ("<#C0ACME|acme>", "#acme"),
        ("<#C0ACME> <#C0ACME|>", "#C0ACME #C0ACME"),  # a private channel has no name for us
        ("<!date^1795440600^{date_short} {time}|23 Nov &amp; later>", "23 Nov & later"),
        ("<!date^1795440600^{date}^https://example.com|23 Nov>", "23 Nov"),
        ("a < b > c <d|e>", "a < b > c <d|e>"),  # what is no markup of Slack's stays
    ],
)
def test_is_given_back(from_slack: str, typed: str) -> None:
    assert as_typed(from_slack) == typed


@pytest.mark.parametrize(
    ("from_slack", "typed"),
    [
        ("<@U0THEO> asks <@U0THEO>", "@Theo & &lt; asks @Theo & &lt;"),  # a name is taken as it is
        ("<@U0THEO|theo>", "@theo"),
        ("<#C0ACME> <!here>", "#C0ACME @here"),
    ],
)
def test_names_the_mentioned_where_names_are_known(from_slack: str, typed: str) -> None:
    names = {"U0THEO": "Theo & &lt;"}

    assert as_typed(from_slack, names.__getitem__) == typed


@pytest.mark.parametrize(
    ("typed", "limit", "seen"),
    [
        ("plain", 150, "plain"),
        ("  two\nlines\t and\u00a0blanks ", 150, "two lines and blanks"),
        ("<!channel> & co", 150, "&lt;!channel&gt; &amp; co"),
        ("a" * 150, 150, "a" * 150),
        ("a" * 151, 150, "a" * 149 + "…"),
        ("&" * 151, 150, "&amp;" * 149 + "…"),  # cut before it is escaped, so that no entity is cut in two
        ("one two three", 9, "one two…"),
    ],
)
def test_is_shown_on_one_line_and_short(typed: str, limit: int, seen: str) -> None:
    assert shown(typed, limit) == seen
