"""What a Slack client does with a form: finds inputs by label, takes what is typed, refuses what it must."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.fake_slack.element_rules import LONGEST_INPUT, options_of
from tests.fake_slack.reading import displayed, elements
from tests.fake_slack.workspace import Workspace

Element = Mapping[str, Any]
Typed = Mapping[tuple[str, str], dict[str, Any]]

# Kind of element -> the key of view.state.values, the key of what it starts with, what it holds when empty:
# reference/interaction-payloads/view-interactions-payload.
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
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
WEB_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Desk:
    """What a person has at hand when filling in a form."""

    workspace: Workspace
    user: str
    force: bool
    """Pass over what Slack's client would refuse, as a forged request does."""
    suggest: Callable[[Element, Element, str], list[dict[str, Any]]]
    """Ask the app for the options of an external select: block, element, what was typed."""

    def refuse(self, words: str) -> None:
        """Stop the person, unless forced."""
        if not self.force:
            raise AssertionError(words)


def labelled(view: Mapping[str, Any], label: str) -> tuple[Element, Element]:
    """Return the input block with this label and its element."""
    inputs = [(block, element) for block, element in elements(view["blocks"]) if block["type"] == "input"]
    found = [(block, element) for block, element in inputs if block["label"]["text"] == label]
    if len(found) != 1:
        there = [block["label"]["text"] for block, _ in inputs]
        raise AssertionError(f"{len(found)} inputs are labelled {label!r}; the form has {there}")
    return found[0]


def state_of(block: Element, element: Element, typed: Typed) -> dict[str, Any]:
    """Return what one element holds: what was typed, or what it started with."""
    key, initial, empty = STATES[element["type"]]
    untouched = {"type": element["type"], key: element.get(initial, empty)}
    return typed.get((block["block_id"], element["action_id"]), untouched)


def state_values(blocks: list[Element], typed: Typed) -> dict[str, dict[str, Any]]:
    """Return `state.values` as Slack sends it: every input, empty ones included."""
    values: dict[str, dict[str, Any]] = {}
    for block, element in elements(blocks):
        if element["type"] in STATES:
            of_block = values.setdefault(block["block_id"], {})
            of_block[element["action_id"]] = state_of(block, element, typed)
    return values


def unfinished(view: Mapping[str, Any], typed: Typed) -> list[str]:
    """Return what Slack's client holds against sending this form, one sentence per input."""
    wrong = []
    for block, element in elements(view["blocks"]):
        if block["type"] == "input":
            held = state_of(block, element, typed)[STATES[element["type"]][0]]
            if not held and not block.get("optional"):
                wrong.append(f"{block['label']['text']!r} is required and left empty")
            elif held and len(str(held)) < element.get("min_length", 0):
                wrong.append(f"{block['label']['text']!r} is shorter than {element['min_length']} characters")
    return wrong


def entered(desk: Desk, block: Element, element: Element, given: Any) -> dict[str, Any]:
    """Return the state of an element after a person put `given` into it; None empties it."""
    key, _, empty = STATES[element["type"]]
    value = empty if given is None else ENTER[element["type"]](desk, block, element, given)
    return {"type": element["type"], key: value}


def visible(option: Mapping[str, Any]) -> str:
    """Return an option's text as it is read."""
    text = option["text"]
    return displayed(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _text(desk: Desk, _block: Element, element: Element, given: Any) -> str | None:
    words, longest = str(given), element.get("max_length", LONGEST_INPUT)
    if len(words) > longest:
        desk.refuse(f"{len(words)} characters do not fit into an input of {longest}")
    if "\n" in words and not element.get("multiline"):
        desk.refuse("a single-line input takes no line break")
    return words or None


def _pattern(pattern: re.Pattern[str], what: str) -> Callable[[Desk, Element, Element, Any], str]:
    def enter(desk: Desk, _block: Element, _element: Element, given: Any) -> str:
        if not pattern.fullmatch(str(given)):
            desk.refuse(f"{given!r} is not {what}")
        return str(given)

    return enter


def _number(desk: Desk, _block: Element, element: Element, given: Any) -> str:
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        desk.refuse(f"{given!r} is not a number")
        return str(given)
    if number % 1 and not element["is_decimal_allowed"]:
        desk.refuse(f"{given} is not a whole number")
    low, high = element.get("min_value", "-Infinity"), element.get("max_value", "Infinity")
    if not Decimal(low) <= number <= Decimal(high):
        desk.refuse(f"{given} is not between {low} and {high}")
    return str(given)


def _option(desk: Desk, block: Element, element: Element, given: Any) -> dict[str, Any]:
    external = element["type"].endswith("external_select")
    options = desk.suggest(block, element, str(given)) if external else options_of(dict(element))
    found = [option for option in options if visible(option) == given]
    if len(found) == 1:
        return found[0]
    desk.refuse(f"{len(found)} options read {given!r}; there are {[visible(option) for option in options]}")
    return {"text": {"type": "plain_text", "text": str(given), "emoji": True}, "value": str(given)}


def _options(desk: Desk, block: Element, element: Element, given: Any) -> list[dict[str, Any]]:
    wanted = [given] if isinstance(given, str) else [*given]
    if len(wanted) > element.get("max_selected_items", len(wanted)):
        desk.refuse(f"no more than {element['max_selected_items']} can be selected")
    return [_option(desk, block, element, one) for one in wanted]


def _user(desk: Desk, _block: Element, _element: Element, given: Any) -> str:
    for user in desk.workspace.users.values():
        if given in {user.id, user.name, user.real_name}:
            return user.id
    desk.refuse(f"nobody is called {given!r}")
    return str(given)


def _channel(desk: Desk, _block: Element, _element: Element, given: Any) -> str:
    for channel in desk.workspace.channels.values():
        if str(given).removeprefix("#") in {channel.id, channel.name}:
            return channel.id
    desk.refuse(f"no channel is called {given!r}")
    return str(given)


def _several(
    one: Callable[[Desk, Element, Element, Any], str],
) -> Callable[[Desk, Element, Element, Any], list[str]]:
    def enter(desk: Desk, block: Element, element: Element, given: Any) -> list[str]:
        return [one(desk, block, element, item) for item in ([given] if isinstance(given, str) else given)]

    return enter


def _date(_desk: Desk, _block: Element, _element: Element, given: Any) -> str:
    return given.isoformat() if isinstance(given, date) else date.fromisoformat(given).isoformat()


def _instant(_desk: Desk, _block: Element, _element: Element, given: Any) -> int:
    return int(given.timestamp()) if isinstance(given, datetime) else int(given)


def _rich(_desk: Desk, _block: Element, _element: Element, given: Any) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(given)}]}
    return {"type": "rich_text", "elements": [section]}


def _files(desk: Desk, _block: Element, element: Element, given: Any) -> list[dict[str, Any]]:
    names = [given] if isinstance(given, str) else [*given]
    if len(names) > element.get("max_files", 10):
        desk.refuse(f"no more than {element.get('max_files', 10)} files can be attached")
    for name in names:
        if element.get("filetypes") and name.rpartition(".")[2] not in element["filetypes"]:
            desk.refuse(f"{name} is none of {element['filetypes']}")
    return [uploaded(desk.workspace, desk.user, name) for name in names]


def uploaded(workspace: Workspace, user: str, name: str) -> dict[str, Any]:
    """Return a file as Slack describes one that was just uploaded (objects/file-object)."""
    file_id = workspace.next_id("F")
    kind = name.rpartition(".")[2]
    link = f"https://files.slack.com/files-pri/{workspace.team_id}-{file_id}/{name}"
    about = {"id": file_id, "name": name, "title": name, "filetype": kind, "user": user, "size": 1000}
    return {**about, "mimetype": f"application/{kind}", "url_private": link, "permalink": link}


ENTER: dict[str, Callable[[Desk, Element, Element, Any], Any]] = {
    "plain_text_input": _text,
    "email_text_input": _pattern(EMAIL, "an e-mail address"),
    "url_text_input": _pattern(WEB_ADDRESS, "a web address"),
    "number_input": _number,
    "rich_text_input": _rich,
    "static_select": _option,
    "external_select": _option,
    "radio_buttons": _option,
    "checkboxes": _options,
    "multi_static_select": _options,
    "multi_external_select": _options,
    "users_select": _user,
    "multi_users_select": _several(_user),
    "channels_select": _channel,
    "multi_channels_select": _several(_channel),
    "conversations_select": _channel,
    "multi_conversations_select": _several(_channel),
    "datepicker": _date,
    "timepicker": _pattern(re.compile(r"([01]\d|2[0-3]):[0-5]\d"), "a time HH:mm"),
    "datetimepicker": _instant,
    "file_input": _files,
}
