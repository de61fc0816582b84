"""What did somebody type? Slack sends a message in its own markup, and a form without markup."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape

from bot.rules.plain_text import in_line
from bot.texts.length import shorten

_MARKUP = re.compile(r"<([@#!]|(?=[a-z][a-z0-9+.-]*:))([^<>|]+)(?:\|([^<>]*))?>")
"""A mention, a channel or a special command with its sign, or an address; then perhaps the text shown for it."""


SHOWN_LIMIT = 150
"""Default maximum of characters shown of what somebody typed: as many as a title may have."""


def shown(text: str, limit: int = SHOWN_LIMIT) -> str:
    """Return user text for a sentence in mrkdwn: on one line, cut with an ellipsis if it is long, and escaped.

    Fluent refuses to fill in more than 2,500 characters, which 500 can become once they are escaped.
    """
    return escape(shorten(" ".join(text.split()), limit))


def escape(text: str) -> str:
    """Return user text that mrkdwn shows as typed: no mention, broadcast or hidden link, nothing to reverse later text.

    Source: docs.slack.dev/messaging/formatting-message-text#escaping.
    """
    return in_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_typed(text: str, name_of: Callable[[str], str] | None = None) -> str:
    """Return a message's text as it was typed: links as their text and address, mentions as names.

    `name_of` returns the name for a user id; without it, ids are left as they are. `&`, `<` and `>` are unescaped.
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
    """Return one markup as text: "@bob", "#acme", "@here", the fallback of a date, or what `_link` returns."""
    if not sign:
        return _link(target, label)
    command, _, rest = target.partition("^")
    if command == "date":
        return label or target
    mark = "#" if sign == "#" else "@"
    return mark + (label.removeprefix(mark) or rest.partition("^")[0] or target)


def _link(address: str, label: str) -> str:
    """Return the text of a link with its address; the text alone if it is the address, as Slack shortens it."""
    scheme, _, place = address.partition(":")
    place = place.removeprefix("//")
    if not label or scheme not in {"http", "https", "mailto"}:
        return label or address
    is_same = label.rstrip("/") in {address.rstrip("/"), place.rstrip("/")}
    return label if is_same else f"{label} ({place if scheme == 'mailto' else address})"
