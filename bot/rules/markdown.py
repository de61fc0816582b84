"""How does Slack's mrkdwn write what Markdown writes? Only what people use in short texts is turned."""

import re

_TURNED = [
    (re.compile(r"&(?!(?:amp|lt|gt);)"), "&amp;"),
    (re.compile(r"<(?!https?://|mailto:)"), "&lt;"),
    (re.compile(r"\[([^\]\n]+)\]\(((?:https?://|mailto:)[^)\s]+)\)"), r"<\2|\1>"),
    (re.compile(r"\*\*([^*\n]+)\*\*"), r"*\1*"),
    (re.compile(r"(?m)^( *)[-*] +"), r"\1• "),
    (re.compile(r"(?m)^#{1,6} +(.+)$"), r"*\1*"),
]
"""In this order: links are made after what only looks like one was escaped. Only addresses keep their brackets, so that
a text mentions nobody."""


def as_mrkdwn(text: str) -> str:
    """Return Markdown with links, bold words, lists and headings as mrkdwn; whatever else it has stays as it is.

    Source: docs.slack.dev/messaging/formatting-message-text.
    """
    for pattern, written in _TURNED:
        text = pattern.sub(written, text)
    return text
