"""What of an incident can be corrected after it was filed? What somebody typed or chose in the form, but the severity.

The severity has an act of its own, as it moves the deadline; who pays is settled at filing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.rules.extra import ExtraAnswer, comparable
from bot.rules.plain_text import one_line, storable
from models.vocabulary import Cover

FIELDS = ("title", "product_id", "cover", "contacts", "description")
"""What can be edited besides the answers to the provider's own questions, in the order in which it is shown."""


@dataclass(frozen=True)
class Details:
    """What an incident says of itself."""

    title: str
    product_id: int | None
    """None where there is no catalogue to choose from."""
    cover: Cover
    contacts: str
    """Who can be reached around the clock; never "" with 24x7 cover."""
    description: str
    extra: Mapping[str, ExtraAnswer | None] = field(default_factory=dict)
    """The answers to the provider's own questions by their keys; None for one that was taken away."""

    @property
    def cleaned(self) -> "Details":
        """Return the same as a form would bring it back."""
        texts = (one_line(self.title), storable(self.contacts).strip(), storable(self.description).strip())
        return replace(self, title=texts[0], contacts=texts[1], description=texts[2])

    def changes_to(self, other: "Details") -> dict[str, Any]:
        """Return the fields in which the other one differs, with what it says there; of `extra` what differs alone."""
        mine, theirs = self.cleaned, other.cleaned
        changes = {name: getattr(theirs, name) for name in FIELDS if getattr(mine, name) != getattr(theirs, name)}
        answers = {key: one for key, one in other.extra.items() if comparable(one) != comparable(self.extra.get(key))}
        return changes | ({"extra": answers} if answers else {})
