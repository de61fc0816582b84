"""What is a button, a menu option or a form about? Slack carries it as a text and sends it back unchanged."""

import json
from dataclasses import asdict, dataclass

from bot.rules.carried import NotOurs, number_in


@dataclass(frozen=True)
class Subject:
    """An incident, and the state of it that somebody saw when they pressed the button."""

    incident: int
    """Number of the incident."""
    scope: int | None = None
    """Version of the scope that was shown, 0 for none; None where it does not matter."""
    split: int | None = None
    """Number of the proposal to split."""
    holder: str | None = None
    """Slack member id of the technician to whom the incident was assigned."""
    message: str | None = None
    """Timestamp of the message in the triage thread that is to be sent to the customer."""
    edit: int | None = None
    """Event id of the newest edit that an *Edit* form shows, 0 for none."""
    edited: tuple[str, ...] = ()
    """The fields that had been filled in when that form was drawn again."""

    def encode(self) -> str:
        """Return the subject as the value of a button or the private metadata of a form, at most 2,000 characters."""
        return json.dumps({name: value for name, value in asdict(self).items() if value not in {None, ()}})


SECOND_WORD = {
    "propose_scope": "scope",
    "amend_scope": "scope",
    "agree_scope": "scope",
    "agree_split": "split",
    "decline_split": "split",
    "take_over": "holder",
    "reply_to_customer": "message",
}
"""Meaning of the second word in buttons and forms of earlier versions ("42 3"), by action or callback id."""


def decode(text: object, *, name: str) -> Subject:
    """Return what a button or form of this action or callback id is about; raise `NotOurs` for any other text."""
    if isinstance(text, str) and text.startswith("{"):
        return _from_json(text)
    number, _, more = text.partition(" ") if isinstance(text, str) else ("", "", "")
    field = SECOND_WORD.get(name)
    if field is None or not more:
        return Subject(number_in(number))
    return Subject(number_in(number), **{field: more if field in {"holder", "message"} else number_in(more)})  # type: ignore[arg-type]


def _from_json(text: str) -> Subject:
    try:
        carried = json.loads(text)
        edited = carried.get("edited", [])
        # Forms of earlier versions carry the names in one text.
        carried["edited"] = tuple(edited.split() if isinstance(edited, str) else edited)
        subject = Subject(**carried)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise NotOurs from None
    for number in (subject.incident, *(one for one in (subject.scope, subject.split, subject.edit) if one is not None)):
        number_in(json.dumps(number))
    texts = [one for one in (subject.holder, subject.message) if one is not None]
    if not all(isinstance(one, str) for one in (*texts, *subject.edited)):
        raise NotOurs
    return subject
