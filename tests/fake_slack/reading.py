"""What a person reads on the screen: mrkdwn, blocks, messages and views as plain words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.demo.reading import elements

# messaging/formatting-message-text: everything between < and > is a command to Slack.
COMMAND = re.compile(r"<([^<>]+)>")
BROADCAST = re.compile(r"!(channel|here|everyone|group)\b|!subteam\^")


CALLED = re.compile(r"^((?:<@\w+> )*)<!(here|channel)>(?= [⏰🚨])")
"""How our reminders call those in a channel: at their beginning, where nothing that somebody typed can stand."""


def _style(mark: str) -> re.Pattern[str]:
    m = re.escape(mark)
    return re.compile(rf"(?<![\w{m}]){m}(?=\S)([^{m}\n]+?)(?<=\S){m}(?![\w{m}])")


STYLES = {mark: _style(mark) for mark in "*_~`"}
# In the order in which a block shows its parts.
PARTS = ("title", "label", "text", "fields", "elements", "element", "accessory", "rows", "options")
ORDER = {part: place for place, part in enumerate(PARTS)}
ONE_LINE = {"rich_text_section", "rich_text_preformatted", "rich_text_quote"}
NO_NAMES: Mapping[str, str] = {}


class ActiveBroadcastError(AssertionError):
    """Words that would ring every phone in the channel."""


def displayed(words: str, *, names: Mapping[str, str] = NO_NAMES, broadcasts: list[str] | None = None) -> str:
    """Return what a reader sees of mrkdwn: mentions as names, links as labels, dates as their fallback.

    An active `<!channel>` and the like raises ActiveBroadcastError, or is added to `broadcasts` when given, unless one
    of our reminders calls so.
    """

    def shown(command: re.Match[str]) -> str:
        return _command_shown(command.group(1), names, broadcasts)

    result = COMMAND.sub(shown, CALLED.sub(r"\1@\2", words)) if "<" in words else words
    for mark, style in STYLES.items():
        if mark in result:
            result = style.sub(r"\1", result)
    return result.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _command_shown(command: str, names: Mapping[str, str], broadcasts: list[str] | None) -> str:
    target, _, label = command.partition("|")
    if BROADCAST.match(target):
        return _broadcast(command, broadcasts)
    if target.startswith(("@", "#")):
        return target[0] + (label or names.get(target[1:], target[1:]))
    if target.startswith("!date^") and not label:
        raise AssertionError(f"a date without a fallback cannot be read everywhere: <{command}>")
    return label or target


def _broadcast(command: str, broadcasts: list[str] | None) -> str:
    if broadcasts is None:
        raise ActiveBroadcastError(f"<{command}> would ring every phone")
    broadcasts.append(f"<{command}>")
    return "@" + command.lstrip("!")


def readable(thing: Any, *, names: Mapping[str, str] = NO_NAMES, broadcasts: list[str] | None = None) -> Iterator[str]:
    """Yield every text a person can read in a block, a view or a list of them."""
    if isinstance(thing, list):
        for item in thing:
            yield from readable(item, names=names, broadcasts=broadcasts)
    elif isinstance(thing, dict) and thing.get("type") in ONE_LINE:
        yield "".join(readable(thing["elements"], names=names, broadcasts=broadcasts))
    elif isinstance(thing, dict):
        yield from _own_words(thing, names, broadcasts)
        parts = [part for part, content in thing.items() if isinstance(content, dict | list)]
        for part in sorted(parts, key=_reading_order):
            yield from readable(thing[part], names=names, broadcasts=broadcasts)


def _reading_order(part: str) -> int:
    return ORDER.get(part, len(PARTS))


def _own_words(thing: Mapping[str, Any], names: Mapping[str, str], broadcasts: list[str] | None) -> Iterator[str]:
    kind = thing.get("type")
    if kind in {"mrkdwn", "markdown"}:
        yield displayed(thing["text"], names=names, broadcasts=broadcasts)
    elif kind in {"user", "channel"}:
        target = thing[f"{kind}_id"]
        yield ("@" if kind == "user" else "#") + names.get(target, target)
    elif kind == "emoji":
        yield f":{thing['name']}:"
    elif kind in {"broadcast", "usergroup"}:
        yield _broadcast(f"!{thing.get('range', thing.get('usergroup_id'))}", broadcasts)
    else:
        keys = ("text", "alt_text", "initial_value", "fallback", "url" if kind == "link" else "text")
        yield from (thing[key] for key in dict.fromkeys(keys) if isinstance(thing.get(key), str))


def text_of(
    thing: Mapping[str, Any], *, names: Mapping[str, str] = NO_NAMES, broadcasts: list[str] | None = None
) -> str:
    """Return all readable text of a message or a view, one text per line."""
    lines = []
    if isinstance(thing.get("text"), str) and thing.get("type") == "message":
        lines.append(displayed(thing["text"], names=names, broadcasts=broadcasts))
    for part in ("title", "blocks", "attachments", "submit", "close"):
        lines += readable(thing.get(part, []), names=names, broadcasts=broadcasts)
    return "\n".join(lines)


def buttons(thing: Mapping[str, Any]) -> list[str]:
    """Return the texts of the buttons of a message or a view, in order."""
    found = (element for _, element in elements(thing.get("blocks") or []))
    return [element["text"]["text"] for element in found if element["type"] == "button"]
