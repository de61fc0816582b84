"""An open form as a person sees it: labels, options, and what is still empty.

A person fills in a form by what is written on it, so answers are given and errors are returned by visible
label. What is sent has the shape that Slack itself sends, initial values and empty fields included.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo.errors import CannotPlay
from bot.demo.screen.control import Payload

REQUIRED = "Please complete this required field."
"""What Slack itself writes at an empty field that is not optional; the bot is not even asked."""

TEXT = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
VALUE_KEYS = dict.fromkeys(TEXT, "value") | {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "file_input": "files",
}
"""Where each kind of field keeps its value in what Slack sends."""

INITIAL_KEYS = {kind: key.replace("selected", "initial") for kind, key in VALUE_KEYS.items()} | dict.fromkeys(
    TEXT, "initial_value"
)
"""Where each kind of field says what it is prefilled with."""

SEVERAL = {"checkboxes", "multi_static_select", "multi_users_select", "file_input"}

Given = str | list[str] | None
"""What is put in a field: typed text, a visible option, several of them, or None to empty it."""


@dataclass(frozen=True)
class Form:
    """A view on the screen, and the ids of the people and channels that its fields may name."""

    view: Payload
    """The view as the bot opened it."""
    ids: Mapping[str, str]
    """Each visible name of a person or channel, with its id."""

    @property
    def title(self) -> str:
        """Return the title."""
        return str(self.view["title"]["text"])

    @property
    def labels(self) -> list[str]:
        """Return the labels of all fields, from top to bottom."""
        return list(self._fields())

    def options(self, label: str) -> list[str]:
        """Return the visible options of a field, from top to bottom."""
        return list(_options(self._field(label)["element"]))

    def fill(self, answers: Mapping[str, Given]) -> Payload:
        """Return what is sent when these fields are filled in and the others left; raises CannotPlay."""
        unknown = [label for label in answers if label not in self._fields()]
        if unknown:
            raise CannotPlay(f"The form {self.title!r} has no field {unknown[0]!r}, only {self.labels}.")
        values: Payload = {}
        for label, field in self._fields().items():
            element = field["element"]
            kind, key = element["type"], _key(element)
            value = self._value(label, answers[label]) if label in answers else element.get(INITIAL_KEYS[kind])
            values[_id(field, "block_id")] = {_id(element, "action_id"): {"type": kind, key: value or _empty(kind)}}
        return values

    def missing(self, values: Payload) -> dict[str, str]:
        """Return what Slack itself says at each required field that is empty, by label."""
        return {
            label: REQUIRED
            for label, field in self._fields().items()
            if not field.get("optional")
            and not values[field["block_id"]][field["element"]["action_id"]][_key(field["element"])]
        }

    def by_label(self, errors: Mapping[str, str]) -> dict[str, str]:
        """Return the bot's errors by label; raises CannotPlay for one that Slack could show nowhere."""
        labels = {field["block_id"]: label for label, field in self._fields().items()}
        lost = {block: error for block, error in errors.items() if block not in labels}
        if lost:
            raise CannotPlay(f"The form {self.title!r} has no field for these errors: {lost}.")
        return {labels[block]: error for block, error in errors.items()}

    def _fields(self) -> dict[str, Payload]:
        return {block["label"]["text"]: block for block in self.view["blocks"] if block["type"] == "input"}

    def _field(self, label: str) -> Payload:
        if label not in self._fields():
            raise CannotPlay(f"The form {self.title!r} has no field {label!r}, only {self.labels}.")
        return self._fields()[label]

    def _value(self, label: str, given: Given) -> object:
        element = self._field(label)["element"]
        if isinstance(given, list):
            return [self._chosen(label, one) for one in given]
        if given is None:
            return None
        chosen = self._chosen(label, given)
        return [chosen] if element["type"] in SEVERAL else chosen

    def _chosen(self, label: str, given: str) -> object:
        """Return what a field sends for one thing that is typed or chosen in it."""
        element = self._field(label)["element"]
        choices: Mapping[str, object] | None = None
        if "option" in _key(element):
            choices = _options(element)
        elif element["type"] not in TEXT | {"datepicker", "timepicker"}:
            choices = self.ids
        if choices is None:
            return given
        if given not in choices:
            raise CannotPlay(f"{label!r} does not offer {given!r}, only {list(choices)}.")
        return choices[given]


def _options(element: Payload) -> dict[str, Payload]:
    groups = [element, *element.get("option_groups", [])]
    return {option["text"]["text"]: option for group in groups for option in group.get("options", [])}


def _key(element: Payload) -> str:
    kind = element["type"]
    if kind not in VALUE_KEYS:
        raise CannotPlay(f"A visitor cannot fill in a {kind}.")
    return VALUE_KEYS[kind]


def _empty(kind: str) -> object:
    """Return what Slack sends for a field that is left empty."""
    return [] if kind in SEVERAL else None


def _id(part: Payload, key: str) -> str:
    """Return a block's or an element's id, which local-slack, unlike Slack, does not make up."""
    if key not in part:
        raise CannotPlay(f"local-slack needs a {key} in {part}.")
    return str(part[key])
