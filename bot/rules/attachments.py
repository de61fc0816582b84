"""Which files came with a form? Slack stores the files; we store their names and links."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.rules.plain_text import one_line, storable

ATTACHMENTS_LIMIT = 5
"""Maximum files of one form."""
WITHHELD = "check_file_info"
"""Value of `file_access` with which Slack withholds a file of another organisation (reference/objects/file-object)."""


class AttachedFile(BaseModel):
    """One file."""

    model_config = ConfigDict(frozen=True)

    id: str
    """Slack's id for the file."""
    name: str
    """The file's name, or its id if Slack gives nothing else."""
    link: str = ""
    """Link to the file in Slack; "" if Slack gives none."""
    size: int | None = None
    """Size in bytes; None if Slack does not give it."""
    is_withheld: bool = False
    """True if Slack gives nothing but the file's id."""


def read_attachment(file: Mapping[str, Any]) -> AttachedFile:
    """Return the file from Slack's description of it."""
    number, size = str(file.get("id") or ""), file.get("size")
    name = one_line(storable(str(file.get("name") or file.get("title") or "")))
    return AttachedFile(
        id=number,
        name=name or number or "?",
        link=storable(str(file.get("permalink") or file.get("url_private") or "")),
        size=size if isinstance(size, int) else None,
        is_withheld=file.get("file_access") == WITHHELD and not name,
    )
