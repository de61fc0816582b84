"""How is Markdown written in Slack's mrkdwn? Only what people use in short texts is converted."""

import re

_TURNED = [
    (re.compile(r"&(?!(?:amp|lt|gt);)"), "&amp;"),
    (re.compile(r"<(?!https?://|mailto:)"), "&lt;"),
    (re.compile(r"\[([^\]\n]+)\]\(((?:https?://|mailto:)[^)\s]+)\)"), r"<\2|\1>"),
    (re.compile(r"\*\*([^*\n]+)\*\*"), r"*\1*"),
    (re.compile(r"(?m)^( *)[-*] +"), r"\1• "),
    (re.compile(r"(?m)^#{1,6} +(.+)$"), r"*\1*"),
]
"""Replacements in this order: links are converted after everything that only looks like one was escaped. Only addresses
keep their angle brackets, so that a text mentions nobody."""


def as_mrkdwn(text: str) -> str:
    """Convert links, bold words, lists and headings from Markdown to mrkdwn; everything else stays as it is.

    Source: docs.slack.dev/messaging/formatting-message-text.
    """
    for pattern, written in _TURNED:
        text = pattern.sub(written, text)
    return text
