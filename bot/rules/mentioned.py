"""Who is mentioned only by member id in what Slack sends? Their names are looked up before the text is read."""

import re
from collections.abc import Mapping
from typing import Any

from bot.rules.whole_message import text_of

MENTIONED_LIMIT = 5
"""Maximum people whose names are looked up for one gesture; others, if not known, are shown by their ids."""
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")


def mentioned_in(body: Mapping[str, Any]) -> list[str]:
    """Return the distinct member ids that the message of a shortcut, an event or its edit mentions.

    At most `MENTIONED_LIMIT` are returned. The message of a button is our own: whoever it mentions is known, or need
    not be.
    """
    event = body.get("event") or {}
    message = body["message"] if body.get("type") == "message_action" else event.get("message") or event
    return list(dict.fromkeys(_MENTION.findall(text_of(message))))[:MENTIONED_LIMIT]
