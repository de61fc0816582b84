"""What does somebody bring along who joins an incident instead of filing the same problem?"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.attachments import AttachedFile


@dataclass(frozen=True)
class Contribution:
    """What was to be filed."""

    title: str
    description: str
    files: Sequence[AttachedFile] = ()
    """What they attached."""

    @property
    def as_reason(self) -> str:
        """Return it as the reason for which a closed incident is reopened."""
        attached = "\n".join(f"📎 {one.name} {one.link}".rstrip() for one in self.files)
        return "\n\n".join(one for one in (self.title, self.description, attached) if one)
