"""What do the fields of a form begin with? What a message says, or what stood in them before it was drawn again."""

from collections.abc import Mapping
from typing import Any

from bot.forms.fields import TYPED_LIMIT, prefilled


def begun(block: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Return the block, as Slack takes it, with what its field begins with; "" and what is not offered are nothing.

    `values` has texts and values of options by the names of the fields.
    """
    value, element = values.get(str(block.get("block_id"))), block.get("element", {})
    if not value:
        return block
    if element["type"] == "plain_text_input":
        text = prefilled(value, element.get("max_length", TYPED_LIMIT))
        return {**block, "element": {**element, "initial_value": text}} if text else block
    option = next((one for one in element.get("options", ()) if one["value"] == value), None)
    return {**block, "element": {**element, "initial_option": option}} if option else block
