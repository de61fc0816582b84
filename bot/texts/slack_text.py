"""What did somebody type? Slack hands a message over in its own markup, a form without it."""

import re
from html import unescape

_LINK = re.compile(r"<((?:https?://|mailto:|tel:)[^|>]+)(?:\|([^>]*))?>")


def as_typed(text: str) -> str:
    """Return a message's text as it was typed: links as their words or address, and `&`, `<`, `>` as themselves.

    Source: docs.slack.dev/messaging/formatting-message-text#retrieving-messages.
    """
    return unescape(_LINK.sub(lambda link: link[2] or link[1], text))
