"""What was typed, out of Slack's markup."""

import pytest

from bot.texts.slack_text import as_typed


@pytest.mark.parametrize(
    ("from_slack", "typed"),
    [
        ("plain", "plain"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),  # unescaped once, not twice
        ("<https://status.example>", "https://status.example"),
        ("<https://status.example|status.example>", "status.example"),
        ("<mailto:bob@example.com|bob@example.com>", "bob@example.com"),
        ("<@U0THEO> see &lt;https://x&gt;", "<@U0THEO> see <https://x>"),  # a mention stays recognisable
    ],
)
def test_is_given_back(from_slack: str, typed: str) -> None:
    assert as_typed(from_slack) == typed
