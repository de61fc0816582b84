"""How is a button of a form pressed on local-slack's page, where the buttons of forms do nothing?

A select replaces them, which shows the label of *Send* as long as no button is chosen. When the form is sent with a
choice, the bot receives what Slack sends when that button is pressed.
"""

import json
from typing import Any

PRESSED = "page_pressed"
"""Block id and action id of the select."""
SEND = {"type": "plain_text", "text": "OK"}
"""The button that sends the form, whatever was chosen."""


def with_choice(view: dict[str, Any]) -> dict[str, Any]:
    """Return the form with one select in place of the buttons beside its paragraphs."""
    buttons = [block for block in view["blocks"] if _has_button(block)]
    if not buttons:
        return view
    blocks = [_without_button(block) if block in buttons else block for block in view["blocks"]]
    select = {
        "type": "static_select",
        "action_id": PRESSED,
        "placeholder": view["submit"],
        "options": [_option(block) for block in buttons],
    }
    field = {"type": "input", "block_id": PRESSED, "optional": True, "label": view["title"], "element": select}
    return {**view, "blocks": [*blocks, field], "submit": SEND}


def press(body: dict[str, Any]) -> bool:
    """Turn a form that was sent with such a choice into the press of that button; return whether it was one."""
    view = body["view"]
    chosen = view["state"]["values"].pop(PRESSED, {}).get(PRESSED, {}).get("selected_option")
    if chosen is None:
        return False
    carried = json.loads(chosen["value"])
    # A button is pressed once in each drawing of the form, so the hash of the drawing identifies the press.
    action = {**carried, "type": "button", "text": chosen["text"], "action_ts": view["hash"]}
    body |= {"type": "block_actions", "container": {"type": "view", "view_id": view["id"]}, "actions": [action]}
    return True


def _has_button(block: dict[str, Any]) -> bool:
    return bool(block.get("accessory", {}).get("type") == "button")


def _without_button(block: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in block.items() if name != "accessory"}


def _option(block: dict[str, Any]) -> dict[str, Any]:
    button = block["accessory"]
    carried = {"block_id": block["block_id"], **{name: button[name] for name in ("action_id", "value")}}
    return {"text": button["text"], "value": json.dumps(carried)}
