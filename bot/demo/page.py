"""What local-slack's page lacks, made up for: people to choose from, files, fields nobody touched, and rich text."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.demo.page_text import in_mrkdwn
from bot.demo.seed import USERS

PEOPLE = [{"text": {"type": "plain_text", "text": user.real_name}, "value": user.id} for user in USERS]


class PageClient(WebClient):
    """Sends messages and forms as the page can draw them: it has no people to choose from, and no rich text."""

    def api_call(self, api_method: str, *, json: dict[str, Any] | None = None, **more: Any) -> SlackResponse:
        """Make the call with what the page can draw."""
        return super().api_call(api_method, json=_shown(json) if json else json, **more)


class PageAck(Ack):
    """Answers a form with the next one as the page can draw it."""

    def __call__(self, *text: Any, **answer: Any) -> BoltResponse:
        """Confirm, with the next form or the answer if there is one."""
        return super().__call__(*text, **_shown(answer))


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


def _shown(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what is sent with the blocks and the form in it as the page can draw them."""
    drawn = {name: draw(sent[name]) for name, draw in (("blocks", _plain), ("view", _drawable)) if sent.get(name)}
    return {**sent, **drawn}


def _drawable(view: dict[str, Any]) -> dict[str, Any]:
    """Return the form without a field for files, in which people are options of a select and options have no groups."""
    kept = [block for block in view["blocks"] if block.get("element", {}).get("type") != "file_input"]
    return {**view, "blocks": _plain(kept)}


def _plain(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_plain_block(block) for block in blocks]


def _plain_block(block: dict[str, Any]) -> dict[str, Any]:
    if block["type"] == "rich_text":
        return in_mrkdwn(block)
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
