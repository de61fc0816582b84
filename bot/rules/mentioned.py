"""Who is mentioned by member id alone in what Slack sends? Their names are looked up before the words are read."""

import re
from collections.abc import Mapping
from typing import Any

from bot.rules.whole_message import text_of

MENTIONED_LIMIT = 5
"""Maximum people whose names are looked up for one gesture; whoever else is mentioned keeps the id, if not known."""
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")


def mentioned_in(body: Mapping[str, Any]) -> list[str]:
    """Return the member ids that the message of a gesture mentions, each once: of a shortcut, an event or its edit.

    The message of a button is ours: who is mentioned there is known, or need not be.
    """
    event = body.get("event") or {}
    message = body["message"] if body.get("type") == "message_action" else event.get("message") or event
    return list(dict.fromkeys(_MENTION.findall(text_of(message))))[:MENTIONED_LIMIT]
