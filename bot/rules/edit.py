"""What can be corrected in an incident after filing? What was typed or chosen in the form, except the severity.

Changing the severity is an act of its own, because it moves the deadline; who pays is settled at filing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.rules.extra import ExtraAnswer, comparable
from bot.rules.plain_text import one_line, storable
from models.vocabulary import Cover

FIELDS = ("title", "product_id", "cover", "contacts", "description")
"""Fields that can be edited besides the answers to the provider's own questions, in the order in which they appear."""


@dataclass(frozen=True)
class Details:
    """The details of an incident that can be edited."""

    title: str
    product_id: int | None
    """None if there is no catalogue to choose from."""
    cover: Cover
    contacts: str
    """Who can be reached around the clock; never "" with 24x7 cover."""
    description: str
    extra: Mapping[str, ExtraAnswer | None] = field(default_factory=dict)
    """The answers to the provider's own questions by their keys; None for an answer that was removed."""

    @property
    def cleaned(self) -> "Details":
        """Return the same details with their texts cleaned, as a form would return them."""
        texts = (one_line(self.title), storable(self.contacts).strip(), storable(self.description).strip())
        return replace(self, title=texts[0], contacts=texts[1], description=texts[2])

    def changes_to(self, other: "Details") -> dict[str, Any]:
        """Return the fields in which `other` differs, with its values; of `extra` only the answers that differ."""
        mine, theirs = self.cleaned, other.cleaned
        changes = {name: getattr(theirs, name) for name in FIELDS if getattr(mine, name) != getattr(theirs, name)}
        answers = {key: one for key, one in other.extra.items() if comparable(one) != comparable(self.extra.get(key))}
        return changes | ({"extra": answers} if answers else {})
