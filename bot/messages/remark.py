"""How does a message from one side read on the other? As typed and formatted; people it mentions are not notified."""

import re
from collections.abc import Callable, Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.facts.remark import RemarkFacts
from bot.messages.blocks import MESSAGE_LIMIT, message, paragraph, quotations, small_print
from bot.rules.markup import unformatted
from bot.texts.catalogue import Words
from bot.texts.message import Message
from bot.texts.slack_text import as_typed, escape, shown

REPLY = "reply_to_customer"
"""Action id of the button."""
SUMMARY_LIMIT = 150
"""Maximum characters of the line that notifications show."""
FILES_LIMIT = 20
"""Maximum files listed."""
NAME_LIMIT = 100
"""Maximum characters shown of a name."""
LINK = re.compile(r"https://[^\s<>|]{1,1000}")
"""Addresses that are shown as links; a file with any other address is shown by its name."""

NameOf = Callable[[str], str]
"""Returns the name for a Slack member id."""


def reply_button(number: int, *, words: Words) -> ButtonElement:
    """Return the button *Reply to customer*, for the technicians' side."""
    return ButtonElement(text=words("button-reply"), action_id=REPLY, value=str(number))


def to_triage(remark: RemarkFacts, *, words: Words, name_of: NameOf) -> Message:
    """Return the copy, for the technicians, of what somebody wrote in the customer's thread."""
    heading = words("remark-said", who=_name(remark, name_of))
    mark = "remark-deleted" if remark.is_deleted else "remark-edited" if remark.is_edited else None
    marks = [small_print(words(mark))] if mark else []
    return _under(heading, remark, words, name_of=name_of, marks=marks)


def to_customer(remark: RemarkFacts, *, words: Words, name_of: NameOf) -> Message:
    """Return the copy, for the customer, of what a technician answered."""
    return _under(words("reply-said", who=_name(remark, name_of)), remark, words, name_of=name_of)


def note(remark: RemarkFacts, *, words: Words, name_of: NameOf) -> Message:
    """Return the note for the technicians that the customer was sent this, by whom and when."""
    heading = words("reply-noted", who=f"<@{remark.author}>", when=words.moment(remark.written_at))
    return _under(heading, remark, words, name_of=name_of)


def _under(heading: str, remark: RemarkFacts, words: Words, *, name_of: NameOf, marks: Sequence[Block] = ()) -> Message:
    """Return the remark below this heading, which is mrkdwn."""
    text = as_typed(remark.text, name_of)
    quoted: list[Block] = quotations(text, limit=MESSAGE_LIMIT)
    files: list[Block] = [paragraph(_file(one)) for one in remark.files[:FILES_LIMIT]]
    if not quoted and not files:
        quoted = [small_print(words("remark-wordless"))]
    summary = shown(unformatted(text), SUMMARY_LIMIT)
    return message(f"{heading} {summary}".strip(), [paragraph(heading), *quoted, *files, *marks])


def _name(remark: RemarkFacts, name_of: NameOf) -> str:
    return shown(name_of(remark.author), NAME_LIMIT)


def _file(file: dict[str, str]) -> str:
    """Return a file's name, as a link if there is one, as mrkdwn."""
    return linked_file(file["name"], file["link"])


def linked_file(file_name: str, link: str, *, limit: int = NAME_LIMIT) -> str:
    """Return a file's name, shortened to `limit`, as a link if there is one, as mrkdwn."""
    name = shown(file_name, limit) or "?"
    return f"📎 <{escape(link)}|{name}>" if LINK.fullmatch(link) else f"📎 {name}"
