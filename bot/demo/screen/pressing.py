"""What is sent when a person presses a button or chooses from a menu?"""

from collections.abc import Iterable

from bot.demo.errors import CannotPlay
from bot.demo.screen.control import Payload
from bot.demo.screen.reading import caption, pressable


def pressed(blocks: Iterable[Payload], button: str, *, option: str | None = None) -> Payload:
    """Return the action of the one element with that text or action id; raises CannotPlay."""
    elements = list(pressable(blocks))
    found = [(block, one) for block, one in elements if button in {caption(one), one["action_id"]}]
    if len(found) != 1:
        there = ", ".join(f"{caption(one)!r} ({one['action_id']})" for _, one in elements) or "nothing"
        raise CannotPlay(f"{len(found)} things to press are called {button!r}; there is {there}.")
    block_id, element = found[0]
    action = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
    if element["type"] == "button":
        return action | {"value": element.get("value"), "text": element["text"]}
    return action | {"selected_option": _option(element, option)}


def _option(element: Payload, wanted: str | None) -> Payload:
    options = {one["text"]["text"]: one for one in element.get("options", [])}
    if wanted not in options:
        menu = caption(element) or element["action_id"]
        raise CannotPlay(f"{menu!r} offers {list(options)}, not {wanted!r}.")
    chosen: Payload = options[wanted]
    return chosen
