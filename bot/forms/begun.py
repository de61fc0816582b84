"""What are the fields of a form filled in with at first? With a message, or with what they held before a redrawing."""

from collections.abc import Mapping
from typing import Any

from bot.forms.fields import TYPED_LIMIT, prefilled


def begun(block: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Return the block with its field filled in from `values`; "" and an option that is not offered are ignored.

    A block is a dict in Slack's format; `values` has texts, and values of options, by field name.
    """
    value, element = values.get(str(block.get("block_id"))), block.get("element", {})
    if not value:
        return block
    if element["type"] == "plain_text_input":
        text = prefilled(value, element.get("max_length", TYPED_LIMIT))
        return {**block, "element": {**element, "initial_value": text}} if text else block
    option = next((one for one in element.get("options", ()) if one["value"] == value), None)
    return {**block, "element": {**element, "initial_option": option}} if option else block
