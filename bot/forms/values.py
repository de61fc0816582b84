"""What does a submitted form hold?"""

from typing import Any


def values_of(view: dict[str, Any]) -> dict[str, Any]:
    """Return what a form holds, shaped like `state.values`; a field that was left out holds its initial value.

    Slack sends every field, with null for an optional one that was emptied, and no form with an empty required field.
    Other clients send only fields that were used, or null for the others: in a required field null means left out.
    """
    values = dict(view["state"]["values"])
    for block in view.get("blocks") or []:
        element = block.get("element") or {}
        if "block_id" not in block or "action_id" not in element:
            continue  # Slack gives every block and element an id; a form without them is not Slack's own.
        held = values.get(block["block_id"], {}).get(element["action_id"], {})
        left_out = {key: shown for key, shown in _initial(element).items() if _is_left_out(key, held, block)}
        if left_out:
            values[block["block_id"]] = {element["action_id"]: {**held, **left_out}}
    return {field_of(block_id): value for block_id, value in values.items()}


def field_of(block_id: str) -> str:
    """Return the name of the field in a block, whether its id was renewed or not."""
    return block_id.partition("@")[0]


def renewed(block_id: str, mark: object) -> str:
    """Return a new id for the block of a field, made new by `mark`.

    Slack keeps what a block holds when a form is redrawn: a field that must show something else needs a new id.
    """
    return f"{field_of(block_id)}@{mark}"


def _initial(element: dict[str, Any]) -> dict[str, Any]:
    """Return the initial values of an element by the key of its state: `initial_date` becomes `selected_date`."""
    shown = {key.removeprefix("initial_"): value for key, value in element.items() if key.startswith("initial_")}
    return {key if key == "value" else f"selected_{key}": value for key, value in shown.items()}


def _is_left_out(key: str, held: dict[str, Any], block: dict[str, Any]) -> bool:
    return key not in held or (held[key] is None and not block.get("optional"))
