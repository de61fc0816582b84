"""What people use of Markdown in short texts is turned into mrkdwn, and a text mentions nobody."""

import pytest

from bot.rules.markdown import as_mrkdwn


@pytest.mark.parametrize(
    ("markdown", "mrkdwn"),
    [
        ("**now** and *then*", "*now* and *then*"),
        ("[our site](https://a.example/x)", "<https://a.example/x|our site>"),
        ("[write](mailto:a@b.example)", "<mailto:a@b.example|write>"),
        ("[odd](javascript:alert)", "[odd](javascript:alert)"),
        ("- one\n  * two\n-three", "• one\n  • two\n-three"),
        ("# Title\n###### Small\n####### Seven", "*Title*\n*Small*\n####### Seven"),
        ("a & b &amp; &lt;", "a &amp; b &amp; &lt;"),
        ("<!channel> <@U0THEO> a < b", "&lt;!channel> &lt;@U0THEO> a &lt; b"),
        ("<https://a.example>", "<https://a.example>"),
        ("**a\nb**", "**a\nb**"),
    ],
)
def test_is_written_as_slack_writes_it(markdown: str, mrkdwn: str) -> None:
    assert as_mrkdwn(markdown) == mrkdwn
