"""What is posted when an incident was edited? Who did it, and each field as it was and as it is."""

from collections.abc import Mapping
from typing import Any

from bot.facts.incident import IncidentFacts
from bot.messages.blocks import message, paragraph
from bot.messages.remark import linked_file
from bot.rules.extra import for_reader
from bot.rules.numbers import written
from bot.texts.catalogue import Words
from bot.texts.length import escaped_units, shorten
from bot.texts.message import Message
from bot.texts.slack_text import shown

EDIT = "edit_incident"
"""Action id of the button."""
LINE_LIMIT, SUMMARY_LIMIT = 200, 60
"""Maximum characters shown of each value in the message and in its notification; the card shows the whole text."""
LINK_LIMIT = 250
"""Maximum characters, once escaped, of the link of a file."""
LABEL_LIMIT = 75
"""Maximum characters of a question, the same as in the policy."""
FOR_TECHNICIANS = "contacts"
"""The field whose text is not shown in a customer's channel: it has phone numbers."""
ORDER = ("title", "product", "cover", "contacts", "description")


def edited(
    facts: IncidentFacts,
    *,
    words: Words,
    who: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    for_technicians: bool,
) -> Message:
    """Return the message saying what was changed and by whom; contacts are shown to technicians alone."""
    text = words("edited", who=f"<@{who}>", incident=written(facts.number))
    short, full = (
        [f"• {one}" for one in edited_lines(before, after, words=words, for_technicians=for_technicians, limit=limit)]
        for limit in (SUMMARY_LIMIT, LINE_LIMIT)
    )
    return message("\n".join([text, *short]), [paragraph(text), *map(paragraph, full)])


def edited_lines(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    words: Words,
    for_technicians: bool,
    limit: int = LINE_LIMIT,
) -> list[str]:
    """Return one line of mrkdwn for each field that was changed: its name, its value before and its value now."""
    fields = [
        words("edited-hidden", field=words(f"card-{name}"))
        if name == FOR_TECHNICIANS and not for_technicians
        else words(
            "edited-line",
            field=words(f"card-{name}" if name != "title" else "field-title"),
            before=_value(name, before[name], words, limit=limit),
            after=_value(name, after[name], words, limit=limit),
        )
        for name in ORDER
        if name in after
    ]
    keys = after.get("extra") or {}
    label = words("field-attachments")
    added = [words("edited-file", field=label, file=file_link(one)) for one in after.get("files") or ()]
    pairs = [((before.get("extra") or {}).get(key), keys[key]) for key in keys]
    answers = [_answer(*pair, words=words, limit=limit if for_technicians else None) for pair in pairs]
    return [*fields, *answers, *added]


def file_link(file: Mapping[str, Any]) -> str:
    """Return the name of a file that was added, as a link if its address is known and short, as mrkdwn."""
    link = str(file["link"])
    name = shorten(str(file["name"]), SUMMARY_LIMIT, measure=escaped_units)
    return linked_file(name, link if escaped_units(link) <= LINK_LIMIT else "", limit=SUMMARY_LIMIT)


def _answer(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, *, words: Words, limit: int | None
) -> str:
    """Return the line for an answer to one of the provider's own questions; without a limit, only that it changed."""
    label = shown(for_reader((after or before or {}).get("labels") or {}, words.locale), LABEL_LIMIT)
    if limit is None:
        return words("edited-hidden", field=label)
    answers = [for_reader((one or {}).get("answers") or {}, words.locale) for one in (before, after)]
    values = [words("edited-quoted", text=shown(one, limit)) if one else words("edited-nothing") for one in answers]
    return words("edited-line", field=label, before=values[0], after=values[1])


def _value(name: str, value: Any, words: Words, *, limit: int) -> str:
    if name == "cover":
        return words(f"cover-{value}")
    if name == "product" and value is None:
        return words("product-any")
    return words("edited-quoted", text=shown(value, limit)) if value else words("edited-nothing")
