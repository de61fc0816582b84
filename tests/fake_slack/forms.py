"""What Slack's client refuses of what is put into a form, and whose names and files a person gives it.

How a form is filled in, and what is sent, is the same as in the demo: `bot/demo/form.py`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.demo.form import STATES, Typed, entered, held, inputs, missing
from bot.demo.reading import Part as Element
from tests.fake_slack.element_rules import LONGEST_INPUT, options_of
from tests.fake_slack.reading import displayed
from tests.fake_slack.workspace import Workspace

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
WEB_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Filler:
    """Who fills in a form, and what they have at hand."""

    workspace: Workspace
    user: str
    force: bool
    """Ignore what Slack's client would refuse, as a forged request does."""
    suggest: Callable[[Element, Element, str], list[dict[str, Any]]]
    """Ask the app for the options of an external select: block, element, what was typed."""

    def refuse(self, words: str) -> None:
        """Stop the person, unless forced."""
        if not self.force:
            raise AssertionError(words)


def unfinished(view: Element, typed: Typed) -> list[str]:
    """Return Slack's client's objections to sending this form, one sentence per input."""
    wrong = [f"{label!r} is required and left empty" for label in missing(view, typed)]
    for block, element in inputs(view):
        value = held(block, element, typed)[STATES[element["type"]][0]]
        if value and len(str(value)) < element.get("min_length", 0):
            wrong.append(f"{block['label']['text']!r} is shorter than {element['min_length']} characters")
    return wrong


def put(filler: Filler, block: Element, element: Element, given: Any) -> dict[str, Any]:
    """Return the state of an element after a person put `given` into it; None empties it."""
    most = element.get("max_files", 10) if element["type"] == "file_input" else element.get("max_selected_items")
    if most and isinstance(given, list | tuple) and len(given) > most:
        filler.refuse(f"no more than {most} can be given")
    return entered(element, given, lambda one: ENTER[element["type"]](filler, block, element, one))


def is_chosen(state: Mapping[str, Any], given: Any) -> bool:
    """Return True if the option with this text is the chosen one."""
    option = state.get("selected_option")
    return option is not None and visible(option) == given


def visible(option: Mapping[str, Any]) -> str:
    """Return an option's text as it is read."""
    text = option["text"]
    return displayed(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _text(filler: Filler, _block: Element, element: Element, given: Any) -> str | None:
    words, longest = str(given), element.get("max_length", LONGEST_INPUT)
    if len(words) > longest:
        filler.refuse(f"{len(words)} characters do not fit into an input of {longest}")
    if "\n" in words and not element.get("multiline"):
        filler.refuse("a single-line input takes no line break")
    return words or None


def _pattern(pattern: re.Pattern[str], what: str) -> Callable[[Filler, Element, Element, Any], str]:
    def enter(filler: Filler, _block: Element, _element: Element, given: Any) -> str:
        if not pattern.fullmatch(str(given)):
            filler.refuse(f"{given!r} is not {what}")
        return str(given)

    return enter


def _number(filler: Filler, _block: Element, element: Element, given: Any) -> str:
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        filler.refuse(f"{given!r} is not a number")
        return str(given)
    if number % 1 and not element["is_decimal_allowed"]:
        filler.refuse(f"{given} is not a whole number")
    low, high = element.get("min_value", "-Infinity"), element.get("max_value", "Infinity")
    if not Decimal(low) <= number <= Decimal(high):
        filler.refuse(f"{given} is not between {low} and {high}")
    return str(given)


def _option(filler: Filler, block: Element, element: Element, given: Any) -> dict[str, Any]:
    external = element["type"].endswith("external_select")
    searched = str(given).partition(" (")[0]  # What stands in brackets is a note, and no part of a name.
    options = filler.suggest(block, element, searched) if external else options_of(dict(element))
    found = [option for option in options if visible(option) == given]
    if len(found) == 1:
        return found[0]
    filler.refuse(f"{len(found)} options read {given!r}; there are {[visible(option) for option in options]}")
    return {"text": {"type": "plain_text", "text": str(given), "emoji": True}, "value": str(given)}


def _user(filler: Filler, _block: Element, _element: Element, given: Any) -> str:
    for user in filler.workspace.users.values():
        if given in {user.id, user.name, user.real_name}:
            return user.id
    filler.refuse(f"nobody is called {given!r}")
    return str(given)


def _channel(filler: Filler, _block: Element, _element: Element, given: Any) -> str:
    for channel in filler.workspace.channels.values():
        if str(given).removeprefix("#") in {channel.id, channel.name}:
            return channel.id
    filler.refuse(f"no channel is called {given!r}")
    return str(given)


def _date(_filler: Filler, _block: Element, _element: Element, given: Any) -> str:
    return given.isoformat() if isinstance(given, date) else date.fromisoformat(given).isoformat()


def _instant(_filler: Filler, _block: Element, _element: Element, given: Any) -> int:
    return int(given.timestamp()) if isinstance(given, datetime) else int(given)


def _rich(_filler: Filler, _block: Element, _element: Element, given: Any) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(given)}]}
    return {"type": "rich_text", "elements": [section]}


def _file(filler: Filler, _block: Element, element: Element, given: Any) -> dict[str, Any]:
    if element.get("filetypes") and given.rpartition(".")[2] not in element["filetypes"]:
        filler.refuse(f"{given} is none of {element['filetypes']}")
    return uploaded(filler.workspace, filler.user, given)


def uploaded(workspace: Workspace, user: str, name: str) -> dict[str, Any]:
    """Return a file as Slack describes one that was just uploaded (objects/file-object)."""
    file_id = workspace.next_id("F")
    kind = name.rpartition(".")[2]
    link = f"https://files.slack.com/files-pri/{workspace.team_id}-{file_id}/{name}"
    about = {"id": file_id, "name": name, "title": name, "filetype": kind, "user": user, "size": 1000}
    return {**about, "mimetype": f"application/{kind}", "url_private": link, "permalink": link}


ENTER: dict[str, Callable[[Filler, Element, Element, Any], Any]] = {
    "plain_text_input": _text,
    "email_text_input": _pattern(EMAIL, "an e-mail address"),
    "url_text_input": _pattern(WEB_ADDRESS, "a web address"),
    "number_input": _number,
    "rich_text_input": _rich,
    "static_select": _option,
    "external_select": _option,
    "radio_buttons": _option,
    "checkboxes": _option,
    "multi_static_select": _option,
    "multi_external_select": _option,
    "users_select": _user,
    "multi_users_select": _user,
    "channels_select": _channel,
    "multi_channels_select": _channel,
    "conversations_select": _channel,
    "multi_conversations_select": _channel,
    "datepicker": _date,
    "timepicker": _pattern(re.compile(r"([01]\d|2[0-3]):[0-5]\d"), "a time HH:mm"),
    "datetimepicker": _instant,
    "file_input": _file,
}
