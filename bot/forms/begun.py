"""What does the form of an incident begin with, where it was opened from a message?"""

from typing import Any


def begun(block: dict[str, Any], *, title: str, severity: str) -> dict[str, Any]:
    """Return the block with what the message fills in already; "" fills in nothing."""
    if block.get("block_id") == "title" and title:
        return {**block, "element": {**block["element"], "initial_value": title}}
    if block.get("block_id") == "severity" and severity:
        chosen_already = next(one for one in block["element"]["options"] if one["value"] == severity)
        return {**block, "element": {**block["element"], "initial_option": chosen_already}}
    return block
