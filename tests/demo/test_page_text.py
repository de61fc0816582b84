"""Formatted text reads on local-slack's page, which knows no rich text."""

from bot.demo.page_text import NO_BREAK, in_mrkdwn
from bot.messages.blocks import quotation


def test_each_form_is_drawn_in_the_signs_of_the_page() -> None:
    typed = "*a* `b` :x: https://a.example\n• *c*\n    • deep\n1. d\n> e\n```f\n\n  g <h>```"

    text = "*a* `b` :x: <https://a.example>\n• *c*\n____• deep\n1. d\n> e\n`f`\n\n`__g <h>`"

    assert in_mrkdwn(quotation(typed).to_dict()) == {
        "type": "section",
        "text": {"type": "mrkdwn", "text": text.replace("_", NO_BREAK)},
    }
