"""Which files came with a form? Slack keeps them; we keep their names and where they are."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.rules.plain_text import one_line, storable

ATTACHMENTS_LIMIT = 5
"""Maximum files of one form."""
WITHHELD = "check_file_info"
"""What Slack says instead of describing a file of another organisation (reference/objects/file-object)."""


class AttachedFile(BaseModel):
    """One file."""

    model_config = ConfigDict(frozen=True)

    id: str
    """Slack's id of it."""
    name: str
    """Its name; its id where Slack tells no more."""
    link: str = ""
    """Where it can be seen in Slack; "" where Slack does not say."""
    size: int | None = None
    """Bytes; None where Slack does not say."""
    is_withheld: bool = False
    """True if Slack gives no more than its id."""


def read_attachment(file: Mapping[str, Any]) -> AttachedFile:
    """Return the file that Slack describes so."""
    number, size = str(file.get("id") or ""), file.get("size")
    name = one_line(storable(str(file.get("name") or file.get("title") or "")))
    return AttachedFile(
        id=number,
        name=name or number or "?",
        link=storable(str(file.get("permalink") or file.get("url_private") or "")),
        size=size if isinstance(size, int) else None,
        is_withheld=file.get("file_access") == WITHHELD and not name,
    )
