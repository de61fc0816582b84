"""The field *Attachments*: up to five files, which Slack keeps."""

from typing import Any

from slack_sdk.models.blocks import ContextBlock, InputBlock
from slack_sdk.models.blocks.block_elements import FileInputElement

from bot.forms.fields import asked
from bot.messages.blocks import small_print
from bot.rules.attachments import ATTACHMENTS_LIMIT, AttachedFile, read_attachment
from bot.rules.refusal import Refusal
from bot.texts.catalogue import Words

FIELD = "attachments"
"""Name of the field."""


class TooManyFiles(Refusal):
    """More files than the form allows; Slack's own client refuses them as well."""

    text = "refusal-too_many_files"


def attachments_field(words: Words, *, limit: int = ATTACHMENTS_LIMIT) -> InputBlock:
    """Return the field for at most `limit` files; an app needs the scope `files:read` for it."""
    hint = words("hint-attachments", limit=limit)
    return asked(FIELD, FileInputElement(max_files=limit), words, optional=True, hint=hint)


def asks_for_files(form: dict[str, Any]) -> bool:
    """Return True if a form asks for files."""
    return any(one.get("block_id") == FIELD for one in form.get("blocks") or ())


def without_files(form: dict[str, Any], words: Words) -> dict[str, Any]:
    """Return the form with a sentence in place of the field: why it is missing, and where to put files instead."""
    instead = files_not_taken(words).to_dict()
    return {**form, "blocks": [instead if one.get("block_id") == FIELD else one for one in form["blocks"]]}


def files_not_taken(words: Words) -> ContextBlock:
    """Return the sentence that replaces the field if the app lacks the scope."""
    return small_print(words("files-not_taken"))


def read_attachments(values: dict[str, Any]) -> tuple[AttachedFile, ...]:
    """Return the files, each once; raise `TooManyFiles` at the field."""
    held: dict[str, Any] = values.get(FIELD, {}).get(FIELD, {})
    files = {one.id: one for one in map(read_attachment, held.get("files") or ())}
    if len(files) > ATTACHMENTS_LIMIT:
        raise TooManyFiles(FIELD, limit=str(ATTACHMENTS_LIMIT))
    return tuple(files.values())
