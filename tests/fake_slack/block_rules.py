"""The limits of blocks and views; each table entry names its page of docs.slack.dev/reference."""

import inspect
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block

from tests.fake_slack.element_rules import ELEMENTS, ID, URL, exactly_one
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
    text,
    typed,
    whole,
)

SELECTS = tuple(kind for kind in ELEMENTS if kind.endswith("_select"))
PICKERS = ("datepicker", "timepicker", "checkboxes", "radio_buttons")
IN_SECTION = ("button", "overflow", "image", *SELECTS, *PICKERS)
IN_ACTIONS = ("button", "overflow", "datetimepicker", *SELECTS, *PICKERS)
IN_INPUT = tuple(kind for kind in ELEMENTS if kind not in {"button", "overflow", "image"})


def words_or_image(value: Any, path: str) -> Iterator[str]:
    """Accept what may stand in a context block: an image or a text object."""
    image = isinstance(value, dict) and value.get("type") == "image"
    yield from typed(ELEMENTS, "image")(value, path) if image else any_text(3000)(value, path)


def says_something(value: Any, path: str) -> Iterator[str]:
    """Refuse a section without text and without fields."""
    if "text" not in value and "fields" not in value:
        yield at("must define either `text` or `fields`", path)


def only_style(value: Any, path: str) -> Iterator[str]:
    """Refuse text styles that do not exist (blocks/rich-text-block)."""
    yield from Shape(dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))(value, path)


def leaf(required: str, **fields: Rule) -> Shape:
    """Return the shape of a rich text leaf that must have this field."""
    return Shape({"style": only_style, **fields}, (required,))


LEAVES = {  # blocks/rich-text-block
    "text": leaf("text", text=string(40_000)),
    "link": leaf("url", url=URL, text=string(40_000), unsafe=flag),
    "user": leaf("user_id", user_id=ID),
    "channel": leaf("channel_id", channel_id=ID),
    "usergroup": leaf("usergroup_id", usergroup_id=ID),
    "emoji": leaf("name", name=ID, unicode=ID, skin_tone=whole(1, 6)),
    "broadcast": leaf("range", range=one_of("here", "channel", "everyone")),
    "color": leaf("value", value=ID),
    "date": leaf(
        "timestamp",
        timestamp=whole(0, 9_999_999_999),
        format=string(255),
        url=URL,
        fallback=string(255),
    ),
}
LINE = {"elements": list_of(typed(LEAVES), least=0, most=1000), "border": whole(0, 1)}
RICH = {
    "rich_text_section": Shape(LINE, ("elements",)),
    "rich_text_preformatted": Shape(LINE, ("elements",)),
    "rich_text_quote": Shape(LINE, ("elements",)),
}
RICH["rich_text_list"] = Shape(
    {
        "elements": list_of(typed(RICH, "rich_text_section"), most=1000),
        "style": one_of("bullet", "ordered"),
        "indent": whole(0, 8),
        "offset": whole(0, 10_000),
        "border": whole(0, 1),
    },
    ("elements", "style"),
)
RICH_TEXT = Shape({"block_id": ID, "elements": list_of(typed(RICH), most=1000)}, ("elements",))
CELLS: dict[str, Rule] = {  # blocks/table-block
    "raw_text": Shape({"text": string(3000)}, ("text",)),
    "raw_number": Shape({"text": string(3000), "value": anything}, ("text", "value")),
    "rich_text": RICH_TEXT,
}

BLOCKS: dict[str, Shape] = {
    "section": Shape(  # block-kit/blocks/section-block
        {
            "block_id": ID,
            "text": any_text(3000),
            "fields": list_of(any_text(2000), most=10),
            "accessory": typed(ELEMENTS, *IN_SECTION),
            "expand": flag,
        },
        (),
        (says_something,),
    ),
    "divider": Shape({"block_id": ID}),
    "header": Shape({"block_id": ID, "text": plain(150)}, ("text",)),  # block-kit/blocks/header-block
    "context": Shape(  # block-kit/blocks/context-block
        {"block_id": ID, "elements": list_of(words_or_image, most=10)}, ("elements",)
    ),
    "actions": Shape(  # block-kit/blocks/actions-block
        {"block_id": ID, "elements": list_of(typed(ELEMENTS, *IN_ACTIONS), most=25)}, ("elements",)
    ),
    "input": Shape(  # block-kit/blocks/input-block
        {
            "block_id": ID,
            "label": plain(2000),
            "hint": plain(2000),
            "optional": flag,
            "dispatch_action": flag,
            "element": typed(ELEMENTS, *IN_INPUT),
        },
        ("label", "element"),
    ),
    "image": Shape(  # block-kit/blocks/image-block
        {
            "block_id": ID,
            "image_url": URL,
            "slack_file": anything,
            "alt_text": string(2000),
            "title": plain(2000),
        },
        ("alt_text",),
        (exactly_one("image_url", "slack_file"),),
    ),
    "markdown": Shape({"block_id": ID, "text": string(12_000)}, ("text",)),
    "rich_text": RICH_TEXT,
    "table": Shape(
        {
            "block_id": ID,
            "rows": list_of(list_of(typed(CELLS), most=20), most=100),
            "column_settings": list_of(anything, most=20),
        },
        ("rows",),
    ),
}


def sdk_shape(block: type[Block]) -> Shape:
    """Return a shape that knows only the field names, for the blocks that the SDK alone checks."""
    names = [*inspect.signature(block.__init__).parameters.values()]
    return Shape({p.name: anything for p in names if p.kind is p.KEYWORD_ONLY and p.name != "type"})


BLOCKS.update({block.type: sdk_shape(block) for block in Block.__subclasses__() if block.type not in BLOCKS})

# block-kit/blocks: the blocks that only messages may have.
MESSAGE_ONLY = {"markdown", "table", "file", "call", "task_card", "plan", "context_actions"}
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}  # block-kit/blocks

VIEW = {
    "blocks": anything,
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
VIEWS: dict[str, Shape] = {  # views/modal-views, views/home-tab-views
    "modal": Shape(
        {
            **VIEW,
            "title": text(24, "plain_text"),
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
        },
        ("title", "blocks"),
    ),
    "home": Shape(VIEW, ("blocks",)),
}
