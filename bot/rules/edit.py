"""What of an incident can be corrected after it was filed? What somebody typed or chose in the form, but the severity.

The severity has an act of its own, as it moves the deadline; who pays is settled at filing.
"""

from dataclasses import asdict, dataclass
from typing import Any

from bot.rules.plain_text import one_line, storable
from models.vocabulary import Cover

FIELDS = ("title", "product_id", "cover", "contacts", "description")
"""What can be edited, in the order in which it is shown."""


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

    @property
    def cleaned(self) -> "Details":
        """Return the same as a form would bring it back."""
        texts = (one_line(self.title), storable(self.contacts).strip(), storable(self.description).strip())
        return Details(texts[0], self.product_id, self.cover, texts[1], texts[2])

    def changes_to(self, other: "Details") -> dict[str, Any]:
        """Return the fields in which the other one differs, with what it says there."""
        mine, theirs = asdict(self.cleaned), asdict(other.cleaned)
        return {name: theirs[name] for name in FIELDS if mine[name] != theirs[name]}
