"""Would Slack take these blocks, this view, this message? If not: why not."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.fake_slack.block_rules import BLOCKS, MESSAGE_ONLY, MOST_BLOCKS, VIEWS
from tests.fake_slack.errors import SlackError
from tests.fake_slack.shapes import at, list_of, typed

LARGEST_VIEW = 250_000  # methods/views.open: view_too_large
LONGEST_MARKDOWN = 12_000  # blocks/markdown-block: all markdown blocks of one message together


VERDICTS = 2_000
"""How many are kept: most of what a thousand journeys show is word for word the same."""


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the interactive elements of a block."""
    found = [block.get("accessory"), block.get("element")]
    if block["type"] == "actions":
        found += block["elements"]
    return [element for element in found if element]


def blocks_wrong(blocks: Any, *, surface: str, path: str = "/blocks") -> list[str]:
    """Return Slack's objections to these blocks on a `message`, `modal` or `home`."""
    wrong = [*list_of(typed(BLOCKS), most=MOST_BLOCKS[surface])(blocks, path)]
    return wrong or [*_together_wrong(blocks, surface, path)] or [*_sdk_wrong(blocks, path)]


def _together_wrong(blocks: list[dict[str, Any]], surface: str, path: str) -> Iterator[str]:
    yield from _twice((block.get("block_id") for block in blocks), "block_id", path)
    for position, block in enumerate(blocks):
        yield from _twice(
            (element.get("action_id") for element in elements_of(block)), "action_id", f"{path}/{position}"
        )
        if surface != "message" and block["type"] in MESSAGE_ONLY:
            yield at(f"unsupported type: {block['type']}", f"{path}/{position}/type")
    elements = [element for block in blocks for element in elements_of(block)]
    if surface != "modal" and any(element["type"] == "file_input" for element in elements):
        yield at("file_input is for modals only", path)
    if sum(bool(element.get("focus_on_load")) for element in elements) > 1:
        yield at("only one element can have focus_on_load", path)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > LONGEST_MARKDOWN:
        yield at(f"markdown blocks must be less than {LONGEST_MARKDOWN + 1} characters together", path)
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield at("only one table allowed", path)


def _twice(ids: Iterator[str | None], name: str, path: str) -> Iterator[str]:
    for value, times in Counter(ids).items():
        if value is not None and times > 1:
            yield at(f"`{name}` already exists: {value}", path)


def _sdk_wrong(blocks: list[dict[str, Any]], path: str) -> Iterator[str]:
    for position, block in enumerate(blocks):
        try:
            Block.parse_all([block])[0].to_dict()
        except (SlackObjectFormationError, TypeError, KeyError, AttributeError, ValueError) as error:
            yield at(f"slack_sdk: {error}", f"{path}/{position}")


def check_blocks(blocks: Any) -> None:
    """Refuse the blocks of a message as Slack does."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    if wrong := _wrong_in_message(json.dumps(blocks)) if blocks else []:
        raise SlackError("invalid_blocks", [*wrong])


@lru_cache(VERDICTS)
def _wrong_in_message(blocks: str) -> tuple[str, ...]:
    return tuple(blocks_wrong(json.loads(blocks), surface="message"))


def view_wrong(view: dict[str, Any], kinds: tuple[str, ...]) -> list[str]:
    """Return Slack's objections to this view."""
    wrong = [*typed(VIEWS, *kinds)(view, "/view")]
    if wrong:
        return wrong
    wrong = blocks_wrong(view["blocks"], surface=view["type"], path="/view/blocks")
    if view["type"] == "modal" and "submit" not in view and _has_input(view["blocks"]):
        wrong.append(at("missing required field: submit", "/view"))
    return wrong or [*_sdk_view_wrong(view)]


def _has_input(blocks: Any) -> bool:
    return isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )


def _sdk_view_wrong(view: dict[str, Any]) -> Iterator[str]:
    try:
        View(**view).to_dict()
    except (SlackObjectFormationError, TypeError, KeyError, AttributeError, ValueError) as error:
        yield at(f"slack_sdk: {error}", "/view")


def check_view(view: Any, *kinds: str) -> None:
    """Refuse a view as Slack does; `kinds` are the view types the caller may show."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", [at("must provide an object", "/view")])
    as_json = json.dumps(view, ensure_ascii=False)
    if len(as_json.encode()) > LARGEST_VIEW:
        raise SlackError("view_too_large")
    if wrong := _wrong_in_view(as_json, kinds):
        raise SlackError("invalid_arguments", [*wrong])


@lru_cache(VERDICTS)
def _wrong_in_view(view: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(view_wrong(json.loads(view), kinds))
