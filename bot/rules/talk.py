"""Are people talking to each other in a thread? Then a bare "yes" may be meant for one of them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Any

from bot.rules.written_message import WRITTEN


class Others(Enum):
    """Have other people written?"""

    NONE = auto()
    SOME = auto()
    UNKNOWN = auto()
    """Slack does not tell us, or not about all messages."""


def others_among(
    messages: Iterable[Mapping[str, Any]],
    *,
    writer: str,
    after: str,
    since: datetime,
    instant: Callable[[str], datetime],
    is_whole: bool,
) -> Others:
    """Return whether people other than the writer wrote any of these messages; apps do not count.

    Only messages after the one with the timestamp `after`, and not before `since`, count. `is_whole` says whether these
    are all messages of the thread.
    """
    later = (one for one in messages if float(one["ts"]) > float(after) and instant(one["ts"]) >= since)
    if any(_is_of_other(one, writer) for one in later):
        return Others.SOME
    return Others.NONE if is_whole else Others.UNKNOWN


def _is_of_other(message: Mapping[str, Any], writer: str) -> bool:
    is_person = message.get("subtype") in WRITTEN and not message.get("bot_id") and bool(message.get("user"))
    return is_person and message["user"] != writer
