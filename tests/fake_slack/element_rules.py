"""The limits of block elements; each table entry names its page of docs.slack.dev/reference/block-kit."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.fake_slack.shapes import (
    Rule,
    Shape,
    any_text,
    anything,
    at,
    flag,
    list_of,
    one_of,
    plain,
    string,
    units,
    whole,
)

ID = string(255)
URL = string(3000, pattern=r"[a-z][a-z0-9+.-]*:\S+", like="an URL")
MANY = 1000  # Slack names no limit for lists of ids.
LONGEST_INPUT = 3000  # block-elements/plain-text-input-element


def exactly_one(*names: str) -> Rule:
    """Refuse an object that has none or several of these fields."""

    def rule(value: Any, path: str) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield at(f"must define exactly one of {' and '.join(names)}", path)

    return rule


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the options of an element, those in groups included."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def initial_is_an_option(value: Any, path: str) -> Iterator[str]:
    """Refuse an initial option that is not exactly one of the options (block-elements/select-menu-element)."""
    chosen = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    for option in chosen:
        if option not in options_of(value):
            yield at("initial option must exactly match one of the provided options", path)
    if len(chosen) > value.get("max_selected_items", len(chosen)):
        yield at("more initial options than max_selected_items", path)


def lengths_fit(value: Any, path: str) -> Iterator[str]:
    """Refuse a text input whose lengths contradict each other."""
    longest = value.get("max_length", LONGEST_INPUT)
    if value.get("min_length", 0) > longest:
        yield at("min_length must not exceed max_length", path)
    if units(value.get("initial_value", "")) > longest:
        yield at(f"must be less than {longest + 1} characters", f"{path}/initial_value")


def numbers_fit(value: Any, path: str) -> Iterator[str]:
    """Refuse a number input whose numbers contradict each other."""
    low, high, initial = (
        Decimal(value[name]) if name in value else None for name in ("min_value", "max_value", "initial_value")
    )
    if low is not None and high is not None and low > high:
        yield at("min_value must not exceed max_value", path)
    if initial is not None and ((low is not None and initial < low) or (high is not None and initial > high)):
        yield at("initial_value must lie between min_value and max_value", path)


def number_words(value: Any, path: str) -> Iterator[str]:
    """Refuse what is not a number written as a string (block-elements/number-input-element)."""
    try:
        Decimal(value if isinstance(value, str) else "")
    except InvalidOperation:
        yield at("must provide a number as a string", path)


def iso_date(value: Any, path: str) -> Iterator[str]:
    """Refuse what is not a date written YYYY-MM-DD (block-elements/date-picker-element)."""
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        yield at("must look like YYYY-MM-DD", path)


def option(words: Rule, **more: Rule) -> Shape:
    """Return the shape of an option: text 75, value 150 (composition-objects/option-object)."""
    fields = {"text": words, "value": string(150), "description": words, **more}
    return Shape(fields, ("text", "value"))


CONFIRM = Shape(  # composition-objects/confirmation-dialog-object
    {
        "title": plain(100),
        "text": any_text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
    ("title", "text", "confirm", "deny"),
)
DISPATCH = Shape(  # composition-objects/dispatch-action-configuration-object
    {
        "trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), most=2),
    },
    ("trigger_actions_on",),
)
FILTER = Shape(  # composition-objects/conversation-filter-object
    {
        "include": list_of(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
OPTION, RICH_OPTION, LINK_OPTION = option(plain(75)), option(any_text(75)), option(plain(75), url=URL)
GROUP = Shape(  # composition-objects/option-group-object
    {"label": plain(75), "options": list_of(OPTION, most=100)},
    ("label", "options"),
)
SUGGESTIONS = Shape(  # block-elements/select-menu-element: the app's answer to a block_suggestion
    {
        "options": list_of(OPTION, least=0, most=100),
        "option_groups": list_of(GROUP, least=0, most=100),
    },
    (),
    (exactly_one("options", "option_groups"),),
)
BASIC = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": flag}
SELECT = {**BASIC, "placeholder": plain(150)}  # block-elements/select-menu-element
STATIC = {**SELECT, "options": list_of(OPTION, most=100), "option_groups": list_of(GROUP, most=100)}
CHOICE = {**BASIC, "options": list_of(RICH_OPTION, most=10)}  # radio-button-group-, checkboxes-element
SEVERAL = {"max_selected_items": whole(1, MANY)}  # block-elements/multi-select-menu-element
TYPED = {
    "action_id": ID,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}
IDS = list_of(ID, most=MANY)
STATIC_CHECKS = (exactly_one("options", "option_groups"), initial_is_an_option)
QUERY = {"min_query_length": whole(0, 75)}
CONVERSATIONS = {"response_url_enabled": flag, "default_to_current_conversation": flag, "filter": FILTER}

ELEMENTS: dict[str, Shape] = {
    "button": Shape(  # block-elements/button-element
        {
            "text": plain(75),
            "action_id": ID,
            "url": URL,
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": IDS,
        },
        ("text",),
    ),
    "overflow": Shape(  # block-elements/overflow-menu-element
        {"action_id": ID, "confirm": CONFIRM, "options": list_of(LINK_OPTION, least=2, most=5)},
        ("options",),
    ),
    "image": Shape(  # block-elements/image-element
        {"image_url": URL, "alt_text": string(2000), "slack_file": anything},
        ("alt_text",),
        (exactly_one("image_url", "slack_file"),),
    ),
    "static_select": Shape({**STATIC, "initial_option": OPTION}, (), STATIC_CHECKS),
    "multi_static_select": Shape(
        {**STATIC, **SEVERAL, "initial_options": list_of(OPTION, most=100)}, (), STATIC_CHECKS
    ),
    "external_select": Shape({**SELECT, **QUERY, "initial_option": OPTION}),
    "multi_external_select": Shape({**SELECT, **QUERY, **SEVERAL, "initial_options": list_of(OPTION, most=100)}),
    "users_select": Shape({**SELECT, "initial_user": ID}),
    "multi_users_select": Shape({**SELECT, **SEVERAL, "initial_users": IDS}),
    "channels_select": Shape({**SELECT, "initial_channel": ID, "response_url_enabled": flag}),
    "multi_channels_select": Shape({**SELECT, **SEVERAL, "initial_channels": IDS}),
    "conversations_select": Shape({**SELECT, **CONVERSATIONS, "initial_conversation": ID}),
    "multi_conversations_select": Shape({**SELECT, **CONVERSATIONS, **SEVERAL, "initial_conversations": IDS}),
    "radio_buttons": Shape({**CHOICE, "initial_option": RICH_OPTION}, ("options",), (initial_is_an_option,)),
    "checkboxes": Shape(
        {**CHOICE, "initial_options": list_of(RICH_OPTION, most=10)}, ("options",), (initial_is_an_option,)
    ),
    "plain_text_input": Shape(  # block-elements/plain-text-input-element
        {
            **TYPED,
            "initial_value": string(LONGEST_INPUT, least=0),
            "multiline": flag,
            "min_length": whole(0, LONGEST_INPUT),
            "max_length": whole(1, LONGEST_INPUT),
        },
        (),
        (lengths_fit,),
    ),
    "rich_text_input": Shape({**TYPED, "initial_value": anything}),
    "email_text_input": Shape(
        {**TYPED, "initial_value": string(255, pattern=r"[^@\s]+@[^@\s]+", like="an e-mail address")}
    ),
    "url_text_input": Shape({**TYPED, "initial_value": URL}),
    "number_input": Shape(
        {
            **TYPED,
            "is_decimal_allowed": flag,
            "initial_value": number_words,
            "min_value": number_words,
            "max_value": number_words,
        },
        ("is_decimal_allowed",),
        (numbers_fit,),
    ),
    "datepicker": Shape({**SELECT, "initial_date": iso_date}),
    "timepicker": Shape(
        {**SELECT, "initial_time": string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d", like="HH:mm"), "timezone": ID}
    ),
    "datetimepicker": Shape({**BASIC, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}),
    "file_input": Shape(  # block-elements/file-input-element
        {"action_id": ID, "filetypes": list_of(string(20), most=100), "max_files": whole(1, 10)},
    ),
}
