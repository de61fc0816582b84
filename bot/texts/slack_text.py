"""What did somebody type? Slack hands a message over in its own markup, a form without it."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape

from bot.rules.plain_text import in_line
from bot.texts.length import shorten

_MARKUP = re.compile(r"<([@#!]|(?=[a-z][a-z0-9+.-]*:))([^<>|]+)(?:\|([^<>]*))?>")
"""A mention, a channel or a command with its sign, or an address; then perhaps the words shown for it."""


SHOWN_LIMIT = 150
"""Characters that are shown of what somebody typed, where no other number is given: as many as a title has."""


def shown(text: str, limit: int = SHOWN_LIMIT) -> str:
    """Return user text for a sentence in mrkdwn: on one line, cut with an ellipsis where it is long, and escaped.

    Fluent refuses to fill in more than 2,500 characters, which 500 that are escaped can become.
    """
    return escape(shorten(" ".join(text.split()), limit))


def escape(text: str) -> str:
    """Return user text that mrkdwn shows as typed: no mention, broadcast or hidden link, nothing that turns the rest.

    Source: docs.slack.dev/messaging/formatting-message-text#escaping.
    """
    return in_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_typed(text: str, name_of: Callable[[str], str] | None = None) -> str:
    """Return a message's text as it was typed: links as their words and address, mentions as names.

    `name_of` gives the name of a user id; without it the id stays. `&`, `<` and `>` are themselves again.
    Source: docs.slack.dev/messaging/formatting-message-text#retrieving-messages.
    """

    def typed(markup: re.Match[str]) -> str:
        sign, target, label = markup.groups()
        if sign == "@" and not label and name_of is not None:
            label = escape(name_of(target))
        return _written(sign, target, label or "")

    return unescape(_MARKUP.sub(typed, text))


def with_files(text: str, files: Iterable[Mapping[str, str]]) -> str:
    """Return the text with the name and link of each file below it."""
    named = (" ".join(part for part in (one["name"], one["link"]) if part) for one in files)
    return "\n".join(part for part in (text, *named) if part)


def _written(sign: str, target: str, label: str) -> str:
    """Return "@bob", "#acme", "@here", the fallback of a date or what stands for a link."""
    if not sign:
        return _link(target, label)
    command, _, rest = target.partition("^")
    if command == "date":
        return label or target
    mark = "#" if sign == "#" else "@"
    return mark + (label.removeprefix(mark) or rest.partition("^")[0] or target)


def _link(address: str, label: str) -> str:
    """Return the words of a link with its address, unless they are the address as Slack shortens it."""
    scheme, _, place = address.partition(":")
    place = place.removeprefix("//")
    if not label or scheme not in {"http", "https", "mailto"}:
        return label or address
    is_same = label.rstrip("/") in {address.rstrip("/"), place.rstrip("/")}
    return label if is_same else f"{label} ({place if scheme == 'mailto' else address})"
