"""What is a button, a choice in a menu or a form about? Slack carries it as a text and sends it back unchanged."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Subject:
    """An incident, and which state of it somebody saw when they pressed."""

    incident: int
    """Number of the incident."""
    scope: int | None = None
    """Version of the scope that was shown, 0 for none; None where it does not matter."""
    split: int | None = None
    """Number of the proposal to split."""
    holder: str | None = None
    """Slack member id of the technician who had the incident."""

    def encode(self) -> str:
        """Return it as the value of a button or the private metadata of a form, at most 2,000 characters."""
        return json.dumps({name: value for name, value in asdict(self).items() if value is not None})


SECOND_WORD = {
    "propose_scope": "scope",
    "amend_scope": "scope",
    "agree_scope": "scope",
    "agree_split": "split",
    "decline_split": "split",
    "take_over": "holder",
}
"""What the second of two words means in buttons and forms of earlier versions ("42 3"), by action or callback id."""


def decode(text: str, *, name: str) -> Subject:
    """Return what a button or form of this action or callback id is about; raise ValueError for any other text."""
    if text.startswith("{"):
        return Subject(**json.loads(text))
    number, _, more = text.partition(" ")
    field = SECOND_WORD.get(name)
    if field is None or not more:
        return Subject(int(number))
    return Subject(int(number), **{field: more if field == "holder" else int(more)})  # type: ignore[arg-type]
