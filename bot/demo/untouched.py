"""What local-slack's page says of a field that nobody touched."""

from collections.abc import Callable
from typing import Any


def leave_out_untouched(body: dict[str, Any], next_: Callable[[], None]) -> None:
    """Leave out of a sent form what nobody touched, as middleware of Bolt.

    The page sends null for it, prefilled or not, and "" for what was emptied. In Slack null means emptied.
    """
    if body.get("type") == "view_submission":
        state = body["view"]["state"]
        state["values"] = {block: held for block, held in state["values"].items() if not _is_untouched(held)}
    next_()


def _is_untouched(held: dict[str, dict[str, Any]]) -> bool:
    return all(value is None for field in held.values() for key, value in field.items() if key != "type")
