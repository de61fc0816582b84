"""What does somebody add who joins an incident instead of filing the same problem?"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.attachments import AttachedFile


@dataclass(frozen=True)
class Contribution:
    """The incident that was to be filed."""

    title: str
    description: str
    files: Sequence[AttachedFile] = ()
    """Files attached to the form."""

    @property
    def as_reason(self) -> str:
        """Return the contribution as the reason for reopening a closed incident."""
        attached = "\n".join(f"📎 {one.name} {one.link}".rstrip() for one in self.files)
        return "\n\n".join(one for one in (self.title, self.description, attached) if one)
