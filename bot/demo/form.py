"""How does somebody who sees labels and options fill in a form, and what is then sent?

The tour fills in forms of the local workspace this way, and the tests those of a fake Slack. The shapes are Slack's:
docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from bot.demo.errors import CannotPlay
from bot.demo.reading import Part, Payload, elements

Typed = Mapping[tuple[str, str], Payload]
"""The state of each field that was touched, by block id and action id."""
Given = str | list[str] | None
"""What is put into a field: typed text, a visible option or name, several of them, or None to empty it."""

REQUIRED = "Please complete this required field."
"""What Slack's client shows at an empty field that is not optional, without asking the bot."""

STATES: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "initial_files", []),
}
"""For each kind of field: the key of its state, the key of its initial value, and its state when empty."""


def inputs(view: Part) -> list[tuple[Part, Part]]:
    """Return the input blocks of a form, each with its element, from top to bottom."""
    return [(block, element) for block, element in elements(view["blocks"]) if block["type"] == "input"]


def labels(view: Part) -> list[str]:
    """Return the labels of all fields, from top to bottom."""
    return [block["label"]["text"] for block, _ in inputs(view)]


def labelled(view: Part, label: str) -> tuple[Part, Part]:
    """Return the input block with this label and its element; raise CannotPlay unless there is exactly one."""
    found = [(block, element) for block, element in inputs(view) if block["label"]["text"] == label]
    if len(found) != 1:
        raise CannotPlay(f"{len(found)} inputs are labelled {label!r}; the form has {labels(view)}.")
    return found[0]


def options(element: Part) -> dict[str, Payload]:
    """Return the options of a select, including those in groups, by their visible text."""
    groups = [element, *element.get("option_groups", [])]
    return {option["text"]["text"]: option for group in groups for option in group.get("options", [])}


def choice(element: Part, given: str) -> Any:
    """Return the value of a field for one thing that was typed or chosen: an option by its text, else `given`."""
    return offered(given, options(element)) if "option" in _state(element)[0] else given


def offered(given: str | None, offer: Mapping[str, Any]) -> Any:
    """Return what is offered under this text; raise CannotPlay if nothing is."""
    if given is None or given not in offer:
        raise CannotPlay(f"{given!r} is not offered, only {list(offer)}.")
    return offer[given]


def entered(element: Part, given: Any, choose: Callable[[Any], Any]) -> Payload:
    """Return the state of a field after `given` was put into it; `choose` returns the value for each thing given."""
    key, _, empty = _state(element)
    value = empty
    if given is not None and isinstance(empty, list):
        value = [choose(one) for one in ([given] if isinstance(given, str) else given)]
    elif given is not None:
        value = choose(given)
    return {"type": element["type"], key: value}


def _state(element: Part) -> tuple[str, str, Any]:
    if element["type"] not in STATES:
        raise CannotPlay(f"Nobody knows how to fill in a {element['type']}.")
    return STATES[element["type"]]


def filled(view: Part, answers: Mapping[str, Given]) -> dict[tuple[str, str], Payload]:
    """Return the states of the fields that are filled in, given by their labels; raise CannotPlay if one fails."""
    typed = {}
    for label, given in answers.items():
        block, element = labelled(view, label)
        typed[block["block_id"], element["action_id"]] = entered(element, given, partial(choice, element))
    return typed


def held(block: Part, element: Part, typed: Typed) -> Payload:
    """Return the state of a field: what was put into it, or what it is prefilled with."""
    key, initial, empty = _state(element)
    untouched = {"type": element["type"], key: element.get(initial, empty)}
    return typed.get((block["block_id"], element["action_id"]), untouched)


def state_values(blocks: Iterable[Part], typed: Typed) -> dict[str, Payload]:
    """Return `state.values` as Slack sends it: every field, empty ones included."""
    values: dict[str, Payload] = {}
    for block, element in elements(blocks):
        if element["type"] in STATES:
            values.setdefault(block["block_id"], {})[element["action_id"]] = held(block, element, typed)
    return values


def missing(view: Part, typed: Typed) -> dict[str, str]:
    """Return the error that Slack's client shows at each required field that is empty, by label."""
    required = [(block, element) for block, element in inputs(view) if not block.get("optional")]
    return {
        block["label"]["text"]: REQUIRED
        for block, element in required
        if not held(block, element, typed)[_state(element)[0]]
    }


def by_label(view: Part, errors: Mapping[str, str]) -> dict[str, str]:
    """Return the bot's errors by label; raise CannotPlay for one at a field that the form does not have."""
    shown = {block["block_id"]: block["label"]["text"] for block, _ in inputs(view)}
    if lost := sorted(set(errors) - set(shown)):
        raise CannotPlay(f"Slack shows no errors at {lost}: these are no fields of the form.")
    return {shown[block_id]: error for block_id, error in errors.items()}
