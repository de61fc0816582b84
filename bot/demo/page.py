"""What local-slack's page lacks, made up for in Bolt: people to choose from, files, and fields that nobody touched."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.demo.seed import USERS

PEOPLE = [{"text": {"type": "plain_text", "text": user.real_name}, "value": user.id} for user in USERS]


class PageClient(WebClient):
    """Opens forms in which people are chosen from a list, since the page has none of its own."""

    def views_open(self, *, view: dict[str, Any], **more: Any) -> SlackResponse:  # type: ignore[override]
        """Open the form as the page can draw it."""
        return super().views_open(view=_drawable(view), **more)


class PageAck(Ack):
    """Answers a form with the next one as the page can draw it."""

    def __call__(self, *text: Any, **answer: Any) -> BoltResponse:
        """Confirm, with the next form if there is one."""
        if "view" in answer:
            answer["view"] = _drawable(answer["view"])
        return super().__call__(*text, **answer)


def serve_page(body: dict[str, Any], context: BoltContext, next_: Callable[[], None]) -> None:
    """Let a listener open forms and read them as if local-slack's page were Slack's own client; a middleware of Bolt.

    The page sends null for what nobody touched, and "" for what was emptied. In Slack null means emptied.
    """
    client = context.client
    context["client"] = PageClient(client.token, client.base_url, client.timeout, retry_handlers=client.retry_handlers)
    context["ack"] = PageAck()  # type: ignore[no-untyped-call]
    if body.get("type") == "view_submission":
        state = body["view"]["state"]
        touched = {block: held for block, held in state["values"].items() if not _is_untouched(held)}
        state["values"] = {block: _as_people(held) for block, held in touched.items()}
    next_()


def _drawable(view: dict[str, Any]) -> dict[str, Any]:
    """Return the form without a field for files, in which people are options of a select and options have no groups."""
    kept = [block for block in view["blocks"] if block.get("element", {}).get("type") != "file_input"]
    return {**view, "blocks": [_plain(block) for block in kept]}


def _plain(block: dict[str, Any]) -> dict[str, Any]:
    element = block.get("element", {})
    if element.get("type") == "users_select":
        return {**block, "element": {**element, "type": "static_select", "options": PEOPLE}}
    if "option_groups" in element:
        options = [option for group in element["option_groups"] for option in group["options"]]
        ungrouped = {name: value for name, value in element.items() if name != "option_groups"}
        return {**block, "element": {**ungrouped, "options": options}}
    return block


def _is_untouched(held: dict[str, dict[str, Any]]) -> bool:
    return all(value is None for field in held.values() for key, value in field.items() if key != "type")


def _as_people(held: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the state of a field; the option of a person is that person."""
    return {
        name: {"type": "users_select", "selected_user": field["selected_option"]["value"]}
        if field.get("selected_option") in PEOPLE
        else field
        for name, field in held.items()
    }
