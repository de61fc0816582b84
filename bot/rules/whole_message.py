"""What does a whole message say? Its text, blocks, attachments and files, in Slack's markup.

An app says most things in blocks and attachments; a forwarded message is in an attachment below the comment
(docs.slack.dev/reference/messaging/attachments); and the blocks of a person's message preserve the formatting better
than its text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from bot.rules.plain_text import storable
from bot.rules.rich_words import Labels, escaped, linked, parts_in, words_of_blocks

Part = Mapping[str, Any]

FORWARDED = ("is_share", "is_msg_unfurl", "is_reply_unfurl")
"""Flags of an attachment that is another message; other attachments are link previews, or an app's."""
ARROW = "↪"
"""Sign at the beginning of the line that says whose words follow."""
_LABELLED = re.compile(r"<[@#!](?:subteam\^)?([^<>|^]+)\|([^<>]+)>")
_MARKUP = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_WORD = re.compile(r"\w+")


def text_of(message: Part) -> str:
    """Return everything that the message says; what Slack repeats in another form is included only once."""
    text = _string(message.get("text"))
    labels = dict(_LABELLED.findall(text))
    texts = _without_repetition(text, words_of_blocks(message.get("blocks"), labels))
    for attachment in parts_in(message.get("attachments")):
        if not (_is_preview(attachment, message) and texts):
            words = "\n".join(_attached(attachment, labels))
            texts += [] if _repeats(words, "\n".join(texts)) else [words]
    return storable("\n".join(texts))


def files_of(message: Part) -> list[dict[str, str]]:
    """Return name and link of each file of the message and of the messages that it forwards; see `_file`."""
    passed_on = [file for one in parts_in(message.get("attachments")) for file in _files_within(one)]
    return [_file(one) for one in (*parts_in(message.get("files")), *passed_on)]


def _files_within(attachment: Part) -> Iterator[Part]:
    yield from parts_in(attachment.get("files"))
    if not attachment.get("files"):
        for message in _messages_in(attachment):
            yield from parts_in(message.get("files"))


def _file(file: Part) -> dict[str, str]:
    """Return a file's name and link; in channels shared with other organisations, Slack may give only its id."""
    name = file.get("name") or file.get("title") or file.get("id") or ""
    link = file.get("permalink") or file.get("url_private") or ""
    return {"name": storable(str(name)), "link": storable(str(link))}


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _is_preview(attachment: Part, message: Part) -> bool:
    """Return True if the attachment is only the preview of a link that a person has written."""
    is_of_app = bool(message.get("bot_id")) or not message.get("user")
    leads = attachment.get("from_url") or attachment.get("original_url")
    return bool(leads) and not is_of_app and not _is_forwarded(attachment)


def _is_forwarded(attachment: Part) -> bool:
    return any(attachment.get(mark) for mark in FORWARDED)


def _attached(attachment: Part, labels: Labels) -> list[str]:
    """Return what an attachment says, line by line; its fallback only if there is nothing else."""
    body = _body(attachment, labels)
    if _is_forwarded(attachment):
        return [_whose(attachment), *(body or [_string(attachment.get("fallback"))])]
    image = attachment.get("image_url") or attachment.get("thumb_url")
    lines = [
        _string(attachment.get("pretext")),
        linked(escaped(attachment.get("author_name")), attachment.get("author_link")),
        linked(_string(attachment.get("title")), attachment.get("title_link")),
        *body,
        *(_field(one) for one in parts_in(attachment.get("fields"))),
        *_links(attachment),
        linked("", image) if image else "",
        _string(attachment.get("footer")),
    ]
    return [line for line in lines if line.strip()] or [_string(attachment.get("fallback"))]


def _body(attachment: Part, labels: Labels) -> list[str]:
    """Return the text and blocks of an attachment, with those of the messages that it forwards."""
    forwarded = [text_of(one) for one in _messages_in(attachment)]
    blocks = [*words_of_blocks(attachment.get("blocks"), labels), *filter(None, forwarded)]
    return _without_repetition(_string(attachment.get("text")), blocks)


def _messages_in(attachment: Part) -> Iterator[Part]:
    """Yield the complete messages that an attachment contains."""
    for one in parts_in(attachment.get("message_blocks")):
        if isinstance(message := one.get("message"), Mapping):
            yield message


def _whose(attachment: Part) -> str:
    """Return the line that says whose words follow, linked to the original message."""
    author = escaped(attachment.get("author_name") or attachment.get("author_subname"))
    member = _string(attachment.get("author_id"))
    if not author and re.fullmatch(r"[UW]\w+", member):
        link = linked("", attachment.get("from_url"))
        return f"{ARROW} <@{member}> {link}".rstrip() + ":"
    return f"{ARROW} {linked(author, attachment.get('from_url'))}".rstrip() + ":"


def _links(attachment: Part) -> Iterator[str]:
    """Yield the links of an attachment's buttons."""
    for one in parts_in(attachment.get("actions")):
        if one.get("url"):
            yield linked(escaped(one.get("text")), one["url"])


def _field(field: Part) -> str:
    title, value = _string(field.get("title")), _string(field.get("value"))
    return f"{title}: {value}" if title and value else title or value


def _without_repetition(text: str, blocks: Sequence[str]) -> list[str]:
    """Return the blocks alone if they say all that the text says, else the text and what the blocks add to it."""
    if blocks and _repeats(text, "\n".join(blocks)):
        return list(blocks)
    return [one for one in (text, *(one for one in blocks if not _repeats(one, text))) if one.strip()]


def _repeats(text: str, other: str) -> bool:
    """Return True if the words of the text occur together in the other text, in the same order."""
    if not _words(text):
        return text.strip() in other
    return f" {' '.join(_words(text))} " in f" {' '.join(_words(other))} "


def _words(markup: str) -> list[str]:
    return _WORD.findall(unescape(_MARKUP.sub(_meant, markup)).casefold())


def _meant(markup: re.Match[str]) -> str:
    """Return what a mention or link says, whatever its label."""
    sign, target, label = markup.groups()
    if sign:
        return label or target if target.startswith("date^") else target.rpartition("^")[2]
    place = target.partition("://")[2] or target.removeprefix("mailto:")
    return place if not label or label.rstrip("/") in {place.rstrip("/"), target.rstrip("/")} else f"{label} {place}"
